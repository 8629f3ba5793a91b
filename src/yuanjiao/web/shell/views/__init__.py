"""Views of the pages that belong to no audience, one file a page."""
