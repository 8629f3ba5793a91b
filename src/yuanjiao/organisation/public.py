"""The organisation's door: what other domains and the pages may use.

Hook lists (`events`) are registered in ``apps.py: ready()``; see `yuanjiao.organisation.events`.
"""

from __future__ import annotations

from yuanjiao.organisation import events
from yuanjiao.organisation.roles import ADMINISTRATIVE_ROLES, DESCRIPTIONS, Permission
from yuanjiao.organisation.scope import OutOfScope, Scope, who_may
from yuanjiao.organisation.subtree import end_of, in_subtrees, lineage

__all__ = [
    "ADMINISTRATIVE_ROLES",
    "DESCRIPTIONS",
    "OutOfScope",
    "Permission",
    "Scope",
    "end_of",
    "events",
    "in_subtrees",
    "lineage",
    "who_may",
]
