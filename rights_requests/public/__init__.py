"""What visitors meet: the form, the receipt, and following a request."""
