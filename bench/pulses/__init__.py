"""The pulse path under load."""
