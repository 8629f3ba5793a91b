"""Plain functions that make the things tests need, a module a domain."""
