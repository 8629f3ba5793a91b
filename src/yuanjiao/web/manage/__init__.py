"""Pages of administrators, class teachers and editors."""
