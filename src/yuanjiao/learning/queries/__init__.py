"""Reads of the learning domain, one module a subject."""
