"""Writes of the credits domain."""
