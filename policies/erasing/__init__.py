"""Erasing a company, by two people, so that nothing of it is left (docs/decisions/0013)."""
