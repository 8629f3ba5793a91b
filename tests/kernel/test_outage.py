"""An outage is told from a bug: only what may pass by itself asks the reader to come back."""

from __future__ import annotations

import errno

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError

from yuanjiao.kernel.outage import is_outage


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
