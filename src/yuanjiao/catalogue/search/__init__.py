"""What of a course can be found, and the index that finds it."""
