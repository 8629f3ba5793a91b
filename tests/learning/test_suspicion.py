"""Signals wait until people settle them; a timeline is opened on record and forgotten after its term."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from tests.factories.catalogue import make_course
from tests.factories.organisation import grant, make_person, make_unit

from yuanjiao.kernel.models import AuditEntry
from yuanjiao.learning import suspicion
from yuanjiao.learning.models import Allowance, SuspicionSignal, WatchSession
from yuanjiao.learning.models.suspicion import SuspicionKind
from yuanjiao.learning.public import (
    Viewer,
    forget_old_timelines,
    open_session,
    record_timeline_opening,
    settle_signals,
    suspected,
    timeline,
    waiting_signals,
)
from yuanjiao.learning.queries.suspicion import masked
from yuanjiao.organisation.models import Role
from yuanjiao.organisation.public import OutOfScope, Scope

NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
NOW_MS = int(NOW.timestamp() * 1000)
pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    unit = make_unit()
    wu, lin = make_person("吴示例", unit=unit), make_person("林示例", unit=unit)
    grant(wu, Role.UNIT_ADMINISTRATOR)
    return SimpleNamespace(wu=wu, lin=lin, lesson=make_course(lessons=1).lessons.get())


def signal(world, kind: SuspicionKind = SuspicionKind.METRONOMIC, at: datetime = NOW, session_id: int = 7) -> None:
    suspicion.note(learner_id=world.lin.pk, kind=kind, at=at, session_id=session_id, detail={})


def session(world, session_id: int = 7, at: datetime = NOW, **fields) -> WatchSession:
    return WatchSession.objects.create(
        learner_id=world.lin.pk, session_id=session_id, lesson_id=world.lesson.pk, opened_at=at, **fields
    )


def test_a_learner_waits_with_the_weight_of_her_signals(world):
    signal(world)
    signal(world, SuspicionKind.LONG_DAY, at=NOW + timedelta(days=1))
    assert suspected(waiting_signals()).get() == {
        "learner_id": world.lin.pk,
        "number": 2,
        "weight": 4,
        "oldest": NOW,
        "newest": NOW + timedelta(days=1),
    }


def test_settled_signals_wait_no_more_but_a_newer_one_does(world):
    signal(world)
    signal(world, at=NOW + timedelta(days=1))
    assert len(settle_signals(learner_id=world.lin.pk, until=NOW, now=NOW)) == 1
    assert waiting_signals().get().at == NOW + timedelta(days=1)


def test_the_timeline_has_interval_mean_and_scatter_and_marks_the_session(world):
    intervals = 100
    squares = intervals * (15_000**2 + 2**2)
    session(world, pulses=101, interval_sum_ms=intervals * 15_000, interval_squares=squares, address="10.1.2.3")
    session(world, 8, NOW - timedelta(hours=2))
    signal(world)
    odd, usual = timeline(world.lin.pk, list(waiting_signals()))
    assert (odd.mean_ms, odd.scatter_ms, odd.network, odd.marked) == (15_000, 2, "10.1.*.*", True)
    assert (usual.mean_ms, usual.scatter_ms, usual.marked) == (None, None, False)


def test_addresses_are_masked_to_their_network():
    assert [masked(address) for address in ("10.1.2.3", "2001:db8::1", "", "x")] == ["10.1.*.*", "2001:db8:…", "", ""]


def test_an_ending_session_keeps_its_intervals(world):
    viewer = Viewer(world.lin.pk)
    first = open_session(viewer, lesson=world.lesson, clock=lambda: NOW_MS)
    Allowance.objects.update(pulses=3, interval_sum_ms=20, interval_squares=200)
    open_session(viewer, lesson=world.lesson, clock=lambda: NOW_MS)
    ended = WatchSession.objects.get(session_id=int(first["session"]))
    assert (ended.pulses, ended.interval_sum_ms, ended.interval_squares) == (3, 20, 200)


def test_opening_a_timeline_is_on_record_and_scoped(world):
    record_timeline_opening(actor=Scope.of(world.wu, NOW), learner=world.lin, now=NOW)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor_id, entry.subject_id) == ("learning.open_timeline", world.wu.pk, str(world.lin.pk))
    with pytest.raises(OutOfScope):
        record_timeline_opening(actor=Scope.of(world.lin, NOW), learner=world.lin, now=NOW)


def test_sessions_and_signals_are_forgotten_after_their_term(world):
    session(world, 1, NOW - timedelta(days=36 * 30 + 1))
    kept = session(world, 2, NOW - timedelta(days=36 * 30 - 1))
    signal(world, at=NOW - timedelta(days=36 * 30 + 1))
    signal(world)
    assert sum(forget_old_timelines(now=NOW)) == 2
    assert list(WatchSession.objects.all()) == [kept]
    assert SuspicionSignal.objects.get().at == NOW
