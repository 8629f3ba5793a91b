"""Pulses into the database and out again: durable, merged, charged once."""

from __future__ import annotations

import pytest
from tests.factories.organisation import make_person

from yuanjiao.kernel.models import PolicyVersion
from yuanjiao.learning import coverage
from yuanjiao.learning.actions.sessions import LessonNotWatchable, Viewer, end_sessions, open_session
from yuanjiao.learning.intake.assembly import rules_of
from yuanjiao.learning.intake.settling import settle_with
from yuanjiao.learning.models import Allowance, CourseProgress, SuspicionSignal, Watch, WatchSession
from yuanjiao.pulse.messages import Pulse

pytestmark = pytest.mark.django_db


def test_what_was_played_is_in_the_rows(viewing):
    reply = viewing.pulse(0, 15, after=15)
    assert reply.status == 200
    assert reply.body["accepted"] == [[0, 15]]
    assert coverage.unpack(viewing.watch().coverage) == [(0, 15_000)]


def test_a_restart_loses_nothing_that_was_answered(viewing):
    viewing.pulse(0, 15, after=15)
    viewing.pulse(15, 30, after=15)
    viewing.restart()
    reply = viewing.pulse(30, 45, after=15)
    assert reply.body["covered"] == 45
    assert viewing.watch().covered_ms == 45_000


def test_a_repeated_pulse_counts_nothing_even_after_a_restart(viewing):
    viewing.pulse(0, 15, after=15)
    viewing.restart()
    again = viewing.pulse(15, 30, after=15, number=1)
    assert again.status == 200
    assert again.body["accepted"] == []
    assert again.body["covered"] == 15


def test_the_time_of_a_restart_accrues_up_to_the_cap_only(viewing):
    viewing.pulse(0, 15, after=15)
    viewing.restart()
    viewing.now_ms += 60 * 60 * 1000
    viewing.pulse(15, 16, after=1)
    viewing.settle()
    allowance = Allowance.objects.get(pk=viewing.learner)
    assert allowance.balance_ms == rules_of(0).cap_minutes * 60_000 - 1_000


def test_opening_again_gives_no_new_allowance(viewing):
    for _ in range(20):
        viewing.open()
    reply = viewing.pulse(0, 119, after=1)
    assert reply.body["accepted"] == [[0, 1.5]]
    assert reply.body["say"]["code"] == "too_fast"


def test_another_lesson_begins_with_nothing(viewing):
    viewing.now_ms += 20 * 60 * 1000
    second = viewing.lesson.course.lessons.last()
    viewing.open(second)
    assert viewing.pulse(0, 60, after=2).body["accepted"] == [[0, 3]]


def test_a_newer_session_pauses_the_older_one(viewing):
    older = viewing.opened
    viewing.pulse(0, 15, after=15)
    viewing.open()
    reply = viewing.pulse(15, 30, after=15, opened=older)
    assert reply.status == 409
    assert reply.body["say"]["code"] == "continued_elsewhere"
    assert viewing.watch().covered_ms == 15_000


def test_two_lessons_at_once_never_multiply_time(viewing):
    second = viewing.lesson.course.lessons.last()
    first = viewing.opened
    other = open_session(Viewer(viewing.learner), lesson=second, clock=viewing.clock)
    viewing.now_ms += 10_000
    refused = viewing.pulse(0, 10, opened=first)
    taken = viewing.pulse(0, 10, opened=other)
    assert (refused.status, taken.status) == (409, 200)
    viewing.settle()
    total = sum(Watch.objects.filter(learner_id=viewing.learner).values_list("covered_ms", flat=True))
    assert total <= 15_000


def test_signing_out_elsewhere_makes_the_token_void(viewing, django_capture_on_commit_callbacks):
    viewing.pulse(0, 15, after=15)
    with django_capture_on_commit_callbacks(execute=True):
        end_sessions(learner_id=viewing.learner)
    assert viewing.pulse(15, 30, after=15).status == 401
    viewing.open()
    assert viewing.pulse(15, 30, after=15).status == 200


def test_a_session_of_an_older_epoch_is_told_to_reopen(viewing):
    old = viewing.opened
    end_sessions(learner_id=viewing.learner)
    viewing.restart()
    reply = viewing.pulse(0, 15, after=15, opened=old)
    assert reply.status == 401
    assert reply.body["say"]["code"] == "reopen"


def test_kept_seconds_count_under_the_new_token_after_an_expired_one(viewing):
    viewing.pulse(0, 15, after=15)
    viewing.now_ms += 45_000
    viewing.open()
    reply = viewing.pulse(15, 60, after=0.2)
    assert reply.body["accepted"] == [[15, 60]]


def test_somebody_who_never_opened_is_told_to_reopen(viewing):
    stranger = make_person().pk
    claims = viewing.claims()._replace(learner=stranger)
    assert viewing.sink([(claims, Pulse(1, [(0, 1000)], 0, None))])[0].status == 401


def test_many_pulses_of_one_learner_in_one_batch_charge_one_allowance(viewing):
    viewing.now_ms += 10_000
    claims = viewing.claims()
    batch = [(claims, Pulse(number, [(0, 110_000)], 0, None)) for number in range(50)]
    viewing.sink(batch)
    assert viewing.watch().covered_ms == 15_000


def test_a_page_that_writes_the_rows_meanwhile_loses_nothing(viewing):
    viewing.pulse(0, 15, after=15)
    settle_with(None)  # as another process would, which cannot ask this one
    opened = open_session(Viewer(viewing.learner), lesson=viewing.lesson, clock=viewing.clock)
    reply = viewing.pulse(15, 30, after=15, opened=opened)
    assert reply.body["covered"] == 30
    assert viewing.watch().covered_ms == 30_000


def test_opening_another_lesson_from_another_process_keeps_the_first_one_s_coverage(viewing):
    viewing.pulse(0, 15, after=15)
    second = viewing.lesson.course.lessons.last()
    settle_with(None)  # as above
    opened = open_session(Viewer(viewing.learner), lesson=second, clock=viewing.clock)
    viewing.pulse(0, 10, after=10, opened=opened)
    assert viewing.watch().covered_ms == 15_000
    assert Watch.objects.get(learner_id=viewing.learner, lesson_id=second.pk).covered_ms == 10_000


def test_a_check_is_announced_answered_and_then_counts(checked):
    start, reply = 0, None
    while reply is None or "check" not in reply.body:
        reply = checked.pulse(start, start + 10, after=10)
        start += 10
    covered = reply.body["covered"]
    assert covered < start
    assert checked.pulse(start, start, after=5, answer="wrong").body["covered"] == covered
    answered = checked.pulse(start, start, after=5, answer=reply.body["check"]["id"])
    assert answered.body["covered"] == start
    assert "check" not in answered.body


def test_an_outstanding_check_is_there_again_after_reopening(checked):
    reply = checked.pulse(0, 110, after=110)
    assert checked.open()["check"]["id"] == reply.body["check"]["id"]


def test_the_ending_session_leaves_its_evidence(viewing):
    viewing.pulse(0, 15, after=15)
    viewing.open()
    session = WatchSession.objects.get(session_id=viewing.claims().session)
    ended = WatchSession.objects.exclude(pk=session.pk).get()
    assert (ended.pulses, ended.counted_ms) == (1, 15_000)
    assert ended.ended_at is not None


def test_intervals_like_a_metronome_leave_a_signal(viewing):
    for number in range(45):
        viewing.pulse(number, number + 1, after=1)
    viewing.open()
    assert SuspicionSignal.objects.get().kind == "metronomic"


def test_a_metronome_that_opens_nothing_more_leaves_its_signal_with_the_lesson(viewing):
    for number in range(114):
        viewing.pulse(number, number + 1, after=1)
    assert SuspicionSignal.objects.get().kind == "metronomic"


def test_a_day_longer_than_a_person_s_leaves_a_signal(viewing):
    viewing.pulse(0, 15, after=15)
    viewing.settle()
    Allowance.objects.update(day_counted_ms=20 * 60 * 60 * 1000)
    viewing.open()
    assert SuspicionSignal.objects.get().kind == "long_day"


def test_a_new_policy_changes_new_sessions_only(viewing):
    PolicyVersion.objects.create(kind="watching", number=7, valid_from="2026-01-01T00:00Z", body={"speed_max": 200})
    assert viewing.pulse(0, 60, after=10).body["accepted"] == [[0, 15]]
    viewing.open()
    assert viewing.claims().speed == 200


def test_a_lesson_without_a_film_cannot_be_opened(viewing):
    viewing.lesson.duration_ms = 0
    with pytest.raises(LessonNotWatchable):
        viewing.open()


def test_a_film_replaced_by_a_shorter_one_keeps_what_fits(viewing):
    viewing.pulse(0, 5, after=5)
    viewing.lesson.duration_ms = 3_000
    viewing.open()
    watch = viewing.watch()
    assert (watch.duration_ms, watch.covered_ms) == (3_000, 3_000)


def test_the_first_opening_starts_the_course(viewing):
    progress = CourseProgress.objects.get(learner_id=viewing.learner)
    assert progress.course_id == viewing.lesson.course_id
    assert progress.completed_at is None
