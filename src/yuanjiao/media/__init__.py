"""Uploads, transcoding, documents, signed media paths."""
