"""Mail to those who ask: neutral, after the commit, tried again until it is out."""
