"""Pages under load."""
