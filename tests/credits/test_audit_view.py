"""Whoever reads for an audit in another process sees the same state of the ledger, whatever is written meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.forms.models import model_to_dict
from tests.factories.credits import earn, enrol
from tests.factories.organisation import make_person

from yuanjiao.credits.audit_rows import Share, View, ledger_rows, unchanging_view
from yuanjiao.credits.models import LedgerEntry

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
EVERYBODY = Share(0, 1_000_000_000)
PATIENCE_SECONDS = 10


@pytest.fixture
def entry():
    person = make_person()
    enrol(person)
    with transaction.atomic():
        return earn(person)


def enter_again(entry: LedgerEntry, sequence: int) -> None:
    """A further line of the same learner; the books are not asked, nor is the chain."""
    values = model_to_dict(entry, exclude=["id"])
    LedgerEntry.objects.bulk_create([LedgerEntry(**values | {"sequence": sequence, "source_id": sequence + 1000})])


@contextmanager
def beside(act: Callable[[], None]) -> Iterator[threading.Thread]:
    """A thread with its own connection; it has ended when this is left."""

    def run() -> None:
        act()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    yield thread
    thread.join(PATIENCE_SECONDS)


def seen_with(view: View) -> list[int]:
    """The places in the chain that another reader finds."""
    found: list[int] = []

    def read() -> None:
        with unchanging_view(view) as same:
            found.extend(row[1] for row in ledger_rows(EVERYBODY, same))

    with beside(read):
        pass
    return found


def test_a_line_that_comes_later_is_not_read(entry):
    with unchanging_view() as view:
        with beside(lambda: enter_again(entry, 2)):
            pass
        assert seen_with(view) == [1]
    with unchanging_view() as view:
        assert seen_with(view) == [1, 2]


def test_nor_is_one_that_was_begun_earlier_and_has_a_lower_number(entry):
    if connection.vendor == "sqlite":
        pytest.skip("on SQLite one writer follows another")
    begun, go_on = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with transaction.atomic():
            enter_again(entry, 2)
            begun.set()
            go_on.wait(PATIENCE_SECONDS)

    with beside(write_slowly) as slow:
        begun.wait(PATIENCE_SECONDS)
        enter_again(entry, 3)
        with unchanging_view() as view:
            go_on.set()
            slow.join(PATIENCE_SECONDS)
            assert seen_with(view) == [1, 3]
            assert sorted(LedgerEntry.objects.values_list("sequence", flat=True)) == [1, 3]
