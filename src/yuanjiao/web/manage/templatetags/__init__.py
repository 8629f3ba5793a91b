"""Template tags of the manage pages."""
