"""The writes of the library room."""
