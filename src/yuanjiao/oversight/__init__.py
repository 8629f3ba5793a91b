"""The oversight room: plans, circulars, unit assessment, talks."""
