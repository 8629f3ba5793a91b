"""What other rooms may use of outreach."""

from __future__ import annotations

from yuanjiao.outreach.actions.notices import mark_all_read, mark_read, notify, notify_many
from yuanjiao.outreach.queries import latest_notices, notices_of, unread_count

__all__ = [
    "latest_notices",
    "mark_all_read",
    "mark_read",
    "notices_of",
    "notify",
    "notify_many",
    "unread_count",
]
