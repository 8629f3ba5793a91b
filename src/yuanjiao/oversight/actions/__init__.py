"""The writes of the oversight room."""
