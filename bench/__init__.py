"""Measurements: each script runs something beside what it is compared with, on the same machine, in the same run."""
