"""Forms of the manage pages."""
