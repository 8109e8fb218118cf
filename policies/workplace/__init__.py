"""The redaktør's workplace: which company, what to do, what changed. No registration here."""
