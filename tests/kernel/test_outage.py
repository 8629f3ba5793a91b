"""An outage is told from a bug: only what may pass by itself asks the reader to come back."""

from __future__ import annotations

import errno

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import IntegrityError, InterfaceError, OperationalError

from yuanjiao.kernel.outage import is_outage
from yuanjiao.web.shell.views import errors


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("database or disk is full"),
        InterfaceError("connection already closed"),
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
    ],
    ids=repr,
)
def test_a_store_that_is_away_or_full_is_an_outage(error):
    assert is_outage(error)


@pytest.mark.parametrize(
    "error", [IntegrityError("UNIQUE"), OSError(errno.ENOENT, "No such file"), ValueError("x"), None], ids=repr
)
def test_a_bug_is_none(error):
    assert not is_outage(error)


def not_kept(reason: Exception | None) -> SessionInterrupted:
    """What Django makes of a session that could not be kept, or that somebody ended."""
    ended, lost = SessionInterrupted("deleted"), UpdateError()
    ended.__context__, lost.__context__ = lost, reason
    return ended


@pytest.mark.django_db
def test_a_session_that_a_full_disk_did_not_take_is_an_outage_and_not_a_wrong_request(rf):
    full = not_kept(OperationalError("database or disk is full"))
    assert is_outage(full)
    answer = errors.bad_request(rf.get("/"), full)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert not is_outage(not_kept(None))
    assert errors.bad_request(rf.get("/"), not_kept(None)).status_code == 400
