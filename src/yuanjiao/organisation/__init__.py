"""Unit tree, people, posts, roles, scope, class groups."""
