"""Pages by audience, on top of the domains."""
