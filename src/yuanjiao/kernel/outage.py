"""Telling a store that cannot serve now from a bug: the database is away, or the disk is full."""

from __future__ import annotations

import errno

from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import InterfaceError, OperationalError

RETRY_SECONDS = 10
"""What a reader is asked to wait."""

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def is_outage(error: BaseException | None) -> bool:
    """Whether the same request may well succeed a little later, with nothing done about it here."""
    if isinstance(error, SessionInterrupted):
        # Django takes every failure to keep a session for one that was ended; what stood in its way is behind it.
        error = error.__context__
        while error is not None and not isinstance(error, OperationalError | InterfaceError):
            error = error.__context__
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    return isinstance(error, OperationalError | InterfaceError)
