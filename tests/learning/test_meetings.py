"""A page and the pulse committer meet on the same rows, in every order that a review could think of."""

from __future__ import annotations

import pytest
from tests.factories.organisation import make_person

from yuanjiao.learning import coverage
from yuanjiao.learning.actions.sessions import Viewer, open_session
from yuanjiao.learning.desk import Desk
from yuanjiao.learning.intake.merge import merged
from yuanjiao.learning.intake.settling import settle_with
from yuanjiao.learning.models import Watch
from yuanjiao.pulse.messages import Pulse

pytestmark = pytest.mark.django_db


def test_two_pages_may_settle_one_learner_in_the_same_cycle(viewing):
    viewing.pulse(0, 5, after=10)
    viewing.sink([], [viewing.learner, viewing.learner])
    assert viewing.watch().covered_ms == 5_000


def test_lessons_opened_in_turns_on_old_rows_gain_no_time(viewing):
    lessons = list(viewing.lesson.course.lessons.all())
    reached = dict.fromkeys((lesson.pk for lesson in lessons), 0)
    began, claims = viewing.now_ms, viewing.claims()
    for turn in range(20):
        playing, other = lessons[turn % 2], lessons[(turn + 1) % 2]
        viewing.settle()
        viewing.sink([(claims, Pulse(2 * turn, [], 0, None))])
        settle_with(None)
        opened = open_session(Viewer(viewing.learner), lesson=other, clock=viewing.clock)
        viewing.now_ms += 500
        start = reached[playing.pk]
        reply = viewing.sink([(claims, Pulse(2 * turn + 1, [(start, start + 3000)], 0, None))])[0]
        reached[playing.pk] += sum(round((end - begin) * 1000) for begin, end in reply.body.get("accepted", []))
        viewing.settle()
        claims = viewing.claims(opened)
    stored = sum(Watch.objects.filter(learner_id=viewing.learner).values_list("covered_ms", flat=True))
    assert stored <= (viewing.now_ms - began) * 1.5


def test_what_waits_for_a_check_survives_an_opening_on_old_rows(checked):
    settle_with(None)
    assert "check" in checked.pulse(0, 110, after=110).body
    open_session(Viewer(checked.learner), lesson=checked.lesson, clock=checked.clock)
    watch = checked.watch()
    assert coverage.measure(coverage.unpack(watch.pending)) + watch.covered_ms == 110_000
    assert watch.outstanding == 0


def test_a_shorter_film_opened_on_old_rows_stops_nobody(viewing):
    settle_with(None)
    viewing.pulse(0, 60, after=60)
    viewing.lesson.duration_ms = 30_000
    open_session(Viewer(viewing.learner), lesson=viewing.lesson, clock=viewing.clock)
    wu = make_person().pk
    opened = open_session(Viewer(wu), lesson=viewing.lesson.course.lessons.last(), clock=viewing.clock)
    for number in range(3):
        viewing.now_ms += 50_000
        claims = viewing.claims(opened)
        reply = viewing.sink([(claims, Pulse(number, [(number * 1000, number * 1000 + 1000)], 0, None))])[0]
        assert reply.status == 200
    assert viewing.watch().covered_ms <= 30_000


def test_rows_that_refuse_cost_the_others_nothing(viewing):
    wu = make_person().pk
    opened = open_session(Viewer(wu), lesson=viewing.lesson, clock=viewing.clock)
    viewing.pulse(0, 5, after=10)
    Watch.objects.filter(learner_id=viewing.learner).update(duration_ms=1)  # as nobody should
    for number in range(3):
        viewing.now_ms += 50_000
        assert viewing.sink([(viewing.claims(opened), Pulse(number, [], 0, None))])[0].status == 200


def test_a_repeated_pulse_says_again_what_was_held(viewing):
    held = viewing.pulse(0, 60, after=10).body["held"]
    assert held
    assert viewing.pulse(0, 60, number=1).body["held"] == held


def test_the_rest_of_a_released_check_counts_with_the_next_pulse(checked):
    reply = checked.pulse(0, 110, after=110)
    name = reply.body["check"]["id"]
    checked.open()
    checked.open(checked.lesson.course.lessons.last())
    checked.open(checked.lesson)  # the allowance begins anew
    checked.pulse(110, 110, after=1, answer=name)
    assert checked.pulse(110, 110, after=100).body["covered"] == 110


def test_two_balances_that_grew_apart_become_the_later_one_less_what_was_spent():
    row = Desk(1, session=2, lesson=3, duration_ms=600_000, balance_ms=30_000, accrued_at_ms=40_000)
    hot = Desk(1, session=1, lesson=3, duration_ms=600_000, balance_ms=5_000, accrued_at_ms=30_000, charged_ms=15_000)
    assert (merged(row, hot).balance_ms, merged(row, hot).accrued_at_ms) == (15_000, 40_000)
    hot.accrued_at_ms = 50_000
    assert (merged(row, hot).balance_ms, merged(row, hot).accrued_at_ms) == (5_000, 50_000)
