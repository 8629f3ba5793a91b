"""Notices, recommendations, message boards."""
