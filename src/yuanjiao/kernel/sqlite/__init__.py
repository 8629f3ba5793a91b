"""SQLite for Django with one fair queue of writers (see `writers`)."""
