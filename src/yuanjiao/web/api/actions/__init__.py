"""Writes of the API: tokens."""
