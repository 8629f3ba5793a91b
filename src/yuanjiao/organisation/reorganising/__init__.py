"""Reorganisations: what is wished, whether it can be, what it would do, how it is told; the writes are in `actions`."""
