"""Reading what outside feeds (RSS, Atom) say."""
