"""One learner's year, as pure arithmetic."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

from yuanjiao.demonstration import story
from yuanjiao.demonstration.plan import Plan
from yuanjiao.demonstration.rhythm import Days
from yuanjiao.demonstration.story import Manner, Offer, Study

PLAN = Plan(learners=100, today=date(2026, 11, 22))
OFFERS = [
    Offer(
        course_id=number,
        lessons=((number * 10, 180_000), (number * 10 + 1, 150_000)),
        published_at=PLAN.begins_at + timedelta(days=200 if number % 4 == 0 else -30),
        required=number % 2 == 0,
        has_quiz=True,
        quality=4.2,
    )
    for number in range(1, 65)
]


def year(manner: Manner, about: int = 1) -> list[Study]:
    return list(story.year(PLAN, manner, PLAN.start, OFFERS, PLAN.draw("story", about)))


def test_the_same_seed_tells_the_same_story() -> None:
    assert year(Manner.ORDINARY) == year(Manner.ORDINARY)
    assert year(Manner.ORDINARY) != year(Manner.ORDINARY, about=2)


def test_nobody_is_in_two_places_at_once() -> None:
    spans = [(s.opened_at, s.ended_at) for study in year(Manner.DILIGENT) for s in study.sittings]
    assert spans == sorted(spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_nobody_watches_faster_than_the_clock() -> None:
    for sitting in (s for study in year(Manner.DILIGENT) for s in study.sittings):
        assert sitting.covered_ms <= (sitting.ended_at - sitting.opened_at) / timedelta(milliseconds=1)


def test_no_course_is_taken_twice_or_before_it_is_online() -> None:
    studies = year(Manner.DILIGENT)
    assert max(Counter(study.offer.course_id for study in studies).values()) == 1
    assert all(study.sittings[0].opened_at >= study.offer.published_at for study in studies)


def test_the_story_ends_before_today() -> None:
    for manner in Manner:
        assert all(study.last_at < PLAN.ends_at for study in year(manner))


def test_the_diligent_do_more_than_the_late_and_some_have_not_begun() -> None:
    done = {manner: sum(bool(study.completed_at) for study in year(manner)) for manner in Manner}
    assert done[Manner.DILIGENT] > done[Manner.ORDINARY] > done[Manner.LATE] > done[Manner.NOT_YET] == 0


def test_the_guide_is_in_the_middle_of_the_first_course() -> None:
    last = year(Manner.GUIDE)[-1]
    assert (last.offer.course_id, last.completed_at) == (1, None)


def test_a_completed_course_ends_with_a_passed_quiz() -> None:
    for study in year(Manner.DILIGENT):
        if study.completed_at:
            assert study.tries[-1].score >= story.PASS_MARK
            assert study.completed_at == study.tries[-1].submitted_at


def test_weekdays_see_more_study_than_sundays() -> None:
    days = Days(date(2026, 1, 5), date(2026, 6, 29))
    chance = PLAN.draw("days")
    drawn = Counter(days.draw(chance).weekday() for _ in range(4_000))
    assert min(drawn[day] for day in range(5)) > drawn[5]


def test_a_young_year_reaches_back_into_the_last_one() -> None:
    assert Plan(today=date(2027, 1, 10)).start == date(2026, 1, 10)
    assert Plan(today=date(2026, 11, 22)).start == date(2026, 1, 1)
