"""Chinese full-text search in the database itself: words, pairs, pinyin and initials."""
