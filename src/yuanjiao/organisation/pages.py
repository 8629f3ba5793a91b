"""Where people see what was done about themselves; a notice leads there."""

from __future__ import annotations

OWN_UNIT_PAGE = "/account/settings/"
"""Her own data: name, unit, post."""
