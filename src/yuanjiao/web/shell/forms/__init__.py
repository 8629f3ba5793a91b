"""Forms of the pages that belong to no audience."""
