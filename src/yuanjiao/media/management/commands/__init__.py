"""Commands of the media domain."""
