"""Case work: the queue, the case, and everything that staff do with it."""
