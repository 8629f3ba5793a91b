"""Courses, lessons, sources, audience, search."""
