"""The activity record: clicks, searches, starts and completions, written cheaply (A6, A7).

A page must not wait for its click to be written, so acts gather in a small buffer of this process and
a thread writes them once a second in one insert. The price is known and accepted: a crash loses at most
the acts of the last second, and when the database stays away for long, the newest beyond
`ACTS_KEPT_AT_MOST` (counted in `Buffer.dropped` and logged). Credits never depend on this record.
"""

from __future__ import annotations

import atexit
import logging
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated

import msgspec
from django.conf import settings
from django.db import DatabaseError, close_old_connections, transaction
from django.db.models import F, QuerySet

from yuanjiao.catalogue.models import Course
from yuanjiao.kernel import policy
from yuanjiao.learning.events import Completion
from yuanjiao.learning.models import Activity, ActivityKind

ACTS_KEPT_AT_MOST = 20_000
FLUSH_SECONDS = 1.0
ROWS_AT_ONCE = 1000
WORDS_LENGTH = 80
LEAST_DAYS = 180
"""Half a year: what a record of use must at least be kept for."""
COUNTERS = {ActivityKind.CLICK: "click_count", ActivityKind.START: "start_count"}

log = logging.getLogger(__name__)


class ActivityRules(msgspec.Struct, frozen=True):
    """Policy kind ``activity``: how many days the record is kept."""

    keep_days: Annotated[int, msgspec.Meta(ge=LEAST_DAYS)] = 730


class Buffer:
    """Acts waiting to be written; bounded, safe between threads."""

    def __init__(self) -> None:
        self.dropped = 0
        self._acts: list[Activity] = []
        self._guard = threading.Lock()
        self._writing = threading.Lock()
        self._thread: threading.Thread | None = None

    def add(self, act: Activity) -> None:
        """Take in one act, and see that the writing thread runs (it does not survive a fork)."""
        with self._guard:
            if len(self._acts) >= ACTS_KEPT_AT_MOST:
                self.dropped += 1
                return
            self._acts.append(act)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="activity", daemon=True)
                self._thread.start()

    def flush(self) -> int:
        """Write everything that waits; gives how many acts. What cannot be written now waits on."""
        with self._writing:
            with self._guard:
                acts, self._acts = self._acts, []
            written = 0
            try:
                while written < len(acts):
                    written += write(acts[written : written + ROWS_AT_ONCE])
            except DatabaseError:
                log.warning("activity waits for the database", extra={"acts": len(acts) - written})
                self._put_back(acts[written:])
            return written

    def _put_back(self, acts: list[Activity]) -> None:
        with self._guard:
            kept = (acts + self._acts)[:ACTS_KEPT_AT_MOST]
            self.dropped += len(acts) + len(self._acts) - len(kept)
            self._acts = kept

    def _run(self) -> None:
        pause = threading.Event()
        while not pause.wait(FLUSH_SECONDS):
            close_old_connections()
            self.flush()


buffer = Buffer()


@atexit.register
def _write_the_last() -> None:
    # A server that ends in order loses nothing; the buffer is empty in every other process.
    buffer.flush()


def record(
    *,
    kind: ActivityKind,
    learner_id: int,
    now: datetime,
    course_id: int | None = None,
    words: str = "",
    results: int | None = None,
) -> None:
    """Note one act; it is written within a second.

    :param results: how many courses a search found; 0 tells of a gap in supply.
    """
    act = Activity(
        at=now,
        kind=kind,
        learner_id=learner_id,
        course_id=course_id,
        words=words.strip()[:WORDS_LENGTH],
        results=results,
    )
    if settings.ACTIVITY_BUFFERED:
        buffer.add(act)
    else:
        write([act])


def note_completion(completion: Completion) -> None:
    """Note a completion; registered in `apps.py` with the learning events."""
    record(
        kind=ActivityKind.COMPLETE,
        learner_id=completion.learner_id,
        course_id=completion.course_id,
        now=completion.at,
    )


@transaction.atomic
def write(acts: list[Activity]) -> int:
    """Insert acts and add clicks and starts to their courses' counters; gives how many acts.

    Completions are counted where they happen, in the transaction that makes them true.
    """
    Activity.objects.bulk_create(acts)
    counted: dict[int, Counter[str]] = defaultdict(Counter)
    for act in acts:
        if act.course_id and act.kind in COUNTERS:
            counted[act.course_id][COUNTERS[ActivityKind(act.kind)]] += 1
    # In the order of their numbers: two nodes that count the same courses must not wait for each other in a ring.
    for course_id, numbers in sorted(counted.items()):
        Course.objects.filter(pk=course_id).update(**{name: F(name) + number for name, number in numbers.items()})
    return len(acts)


def past_its_term(rules: ActivityRules, now: datetime) -> QuerySet[Activity]:
    """The acts that rules would no longer keep."""
    return Activity.objects.filter(kind__in=ActivityKind.values, at__lt=now - timedelta(days=rules.keep_days))


def forget_old_activity(*, now: datetime) -> Iterator[int]:
    """Delete acts past their retention term, a thousand at a time; gives how many are deleted so far."""
    _version, rules = policy.rules("activity", ActivityRules, now)
    deleted = 0
    while True:
        oldest = list(past_its_term(rules, now).order_by("id").values_list("id", flat=True)[:ROWS_AT_ONCE])
        if not oldest:
            return
        Activity.objects.filter(pk__in=oldest).delete()
        deleted += len(oldest)
        yield deleted
