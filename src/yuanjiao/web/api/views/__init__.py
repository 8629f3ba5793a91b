"""Pages about the API: tokens and documentation."""
