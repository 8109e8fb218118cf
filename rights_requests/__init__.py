"""Rights requests: the people's side of what a policy promises. Built in a later version."""
