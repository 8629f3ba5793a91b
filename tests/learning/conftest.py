"""A lesson that Lin has open, and the sink that takes her pulses, with a clock of the test's own."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from django.db import connection
from tests.factories.catalogue import make_course
from tests.factories.organisation import make_person

from yuanjiao.kernel.clock import steady
from yuanjiao.kernel.models import PolicyVersion
from yuanjiao.learning.actions.sessions import Viewer, check_key, mint, open_session
from yuanjiao.learning.intake.assembly import rules_of
from yuanjiao.learning.intake.journalled import JournalledStore
from yuanjiao.learning.intake.packed import PackedStore
from yuanjiao.learning.intake.settling import settle_with
from yuanjiao.learning.intake.sink import Sink
from yuanjiao.learning.models import Watch
from yuanjiao.pulse.messages import Pulse

START_MS = steady()


@dataclass
class Viewing:
    """One learner's lesson, her player and the server's clock."""

    learner: int
    lesson: object
    now_ms: int = START_MS
    sink: Sink = field(default=None)
    opened: dict = field(default_factory=dict)
    number: int = 0

    def __post_init__(self):
        self.restart()

    def restart(self):
        """A new process: nothing in memory."""
        store = PackedStore(self.clock) if connection.vendor == "postgresql" else JournalledStore(self.clock)
        self.sink = Sink(store, key=check_key(), clock=self.clock, rules=rules_of)

    def clock(self):
        return self.now_ms

    def open(self, lesson=None):
        settle_with(lambda _: self.settle())
        self.opened = open_session(Viewer(self.learner), lesson=lesson or self.lesson, clock=self.clock)
        self.number = 0
        return self.opened

    def claims(self, opened=None):
        return mint().claims((opened or self.opened)["token"], self.now_ms // 1000)

    def pulse(self, start, end, *, after=0, opened=None, number=None, answer=None):
        """Seconds played, so many seconds after the pulse before."""
        self.now_ms += round(after * 1000)
        self.number += 1
        spans = [(round(start * 1000), round(end * 1000))] if end > start else []
        body = Pulse(self.number if number is None else number, spans, round(end * 1000), answer)
        return self.sink([(self.claims(opened), body)])[0]

    def settle(self):
        self.sink([], [self.learner])

    def watch(self):
        self.settle()
        return Watch.objects.get(learner_id=self.learner, lesson_id=self.lesson.pk)


@pytest.fixture
def viewing(db):
    """Without attention checks, so that a test's seconds count as they come."""
    yield from begin(checks_per_half_hour=0)


@pytest.fixture
def checked(db):
    """With attention checks as the academy has them."""
    yield from begin()


def begin(**rules):
    rules_of.cache_clear()
    PolicyVersion.objects.create(kind="watching", number=1, valid_from="2020-01-01T00:00Z", body=rules)
    course = make_course(lessons=2, minutes=2)
    lesson = course.lessons.first()
    lin = Viewing(make_person().pk, lesson)
    lin.open()
    yield lin
    settle_with(None)
