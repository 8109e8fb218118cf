"""Who did what, and when: written once, read by people, never by the program."""
