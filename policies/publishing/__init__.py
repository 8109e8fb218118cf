"""From a document to what people read: article, PDF, page; and the verb that publishes."""
