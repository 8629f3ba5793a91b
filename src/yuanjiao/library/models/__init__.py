"""The tables of the library room."""
