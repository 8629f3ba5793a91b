"""How far a year's tasks are on a day."""

from __future__ import annotations

from datetime import date

from yuanjiao.oversight.plan_progress import Progress, TaskFacts, progress_on, year_before

JUNE, JULY = date(2026, 6, 30), date(2026, 7, 31)


def test_finished_in_time_late_and_dropped_are_told_apart():
    tasks = [
        TaskFacts(JUNE, date(2026, 6, 20), dropped=False, progress=100),
        TaskFacts(JUNE, date(2026, 7, 5), dropped=False, progress=100),
        TaskFacts(JUNE, None, dropped=False, progress=40),
        TaskFacts(date(2026, 12, 1), None, dropped=False, progress=0),
        TaskFacts(JUNE, None, dropped=True, progress=10),
    ]
    assert progress_on(JULY, tasks) == Progress(tasks=4, finished=2, in_time=1, late=1, dropped=1, mean=0.6)


def test_on_an_earlier_day_fewer_were_finished():
    tasks = [TaskFacts(JUNE, date(2026, 7, 5), dropped=False, progress=100)]
    assert (progress_on(JUNE, tasks).finished, progress_on(JUNE, tasks).late) == (0, 0)
    assert progress_on(date(2026, 7, 1), tasks).late == 1


def test_a_plan_without_tasks_is_at_nought():
    assert progress_on(JUNE, []) == Progress(0, 0, 0, 0, 0, 0.0)
    assert progress_on(JUNE, []).finished_rate == 0.0


def test_the_year_before_a_leap_day_has_its_last_of_february():
    assert year_before(date(2028, 2, 29)) == date(2027, 2, 28)
    assert year_before(JUNE) == date(2025, 6, 30)
