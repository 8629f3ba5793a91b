"""Forms of the token page."""
