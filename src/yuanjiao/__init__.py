"""Yuanjiao: distance learning for public institutions."""

__version__ = "0.1.0"
