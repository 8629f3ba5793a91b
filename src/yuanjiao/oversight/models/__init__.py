"""The tables of the oversight room."""
