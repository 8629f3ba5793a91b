"""From a sheet of people to staged rows: reading, checking, the template, the results."""
