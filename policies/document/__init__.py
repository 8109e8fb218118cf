"""The document: plain typed values that everything people read is a function of."""
