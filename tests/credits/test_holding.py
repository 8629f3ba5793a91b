"""Holding many learners to a new requirement in the background, part by part."""

from __future__ import annotations

import pytest
from tests.factories.claims import ask_for_leave
from tests.factories.credits import NOW, assert_books_balance, earn, enrol
from tests.factories.organisation import grant, make_person, make_unit

from yuanjiao.credits import enrolment, holding
from yuanjiao.credits import public as books
from yuanjiao.credits.models import Standing, UnitStanding
from yuanjiao.kernel import jobs
from yuanjiao.kernel.models import AuditEntry, BackgroundJob, JobState
from yuanjiao.organisation.models import Person, Role
from yuanjiao.organisation.public import OutOfScope, events

pytestmark = pytest.mark.django_db
PART = 2


@pytest.fixture(autouse=True)
def small_parts(monkeypatch, settings):
    """Two learners are a part; jobs wait until a test runs them."""
    monkeypatch.setattr(holding, "PART", PART)
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def city():
    return make_unit()


@pytest.fixture
def five(city):
    """Five of one post level with 10, 20, 30, 40 and 50 credits from required courses."""
    people = [make_person(unit=city, post_level="150") for _number in range(5)]
    enrol(*people)
    for number, person in enumerate(people, start=1):
        earn(person, number * 1000, category="required")
    return people


def publish(total, *levels, now=NOW):
    return books.publish_requirements(
        actor=None, year=2026, post_levels=levels or ["150"], total_hundredths=total, required_hundredths=0, now=now
    )


def dues(people):
    return [books.standing(person.pk, 2026).due_total_hundredths for person in people]


def met(unit):
    return UnitStanding.objects.get(unit_id=unit.pk, year=2026).met


def test_many_are_held_in_parts_and_the_version_is_in_force_at_once(city, five):
    job = publish(3000).job
    assert books.requirement_for(five[0], 2026, NOW).total_hundredths == 3000
    assert (dues(five), job.state, job.whole) == ([5000] * 5, JobState.WAITING, 5)
    told = []
    jobs.run_here(job.pk, lambda done, whole: told.append((done, whole)))
    job.refresh_from_db()
    assert (told, job.state, job.done) == ([(2, 5), (4, 5), (5, 5)], JobState.DONE, 5)
    assert (dues(five), met(city)) == ([3000] * 5, 3)
    assert_books_balance()


def test_a_few_are_held_in_the_same_moment(city, five):
    make_person(unit=city, post_level="142")
    assert publish(3000, "142").job is None
    Person.objects.filter(pk__in=[person.pk for person in five[2:]]).update(post_level="142")
    assert publish(1500).job is None
    assert dues(five) == [1500, 1500, 5000, 5000, 5000]
    assert not BackgroundJob.objects.exists()


def test_between_two_parts_the_books_balance_and_what_happens_there_stays(city, five):
    district = make_unit("示例区", under=city)
    job = publish(3000).job
    first, second = five[0], five[4]

    def meanwhile(done, _whole):
        if done != PART:
            return
        assert_books_balance()
        earn(second, 500)
        Person.objects.filter(pk=first.pk).update(unit=district)
        enrolment.transfer([events.Transferred(first.pk, district.pk, city.path, district.path)], NOW)
        books.decide_exemption(actor=None, exemption_id=ask_for_leave(second).pk, granted=True, answer="", now=NOW)

    jobs.run_here(job.pk, meanwhile)
    assert dues(five) == [3000, 3000, 3000, 3000, 1500]
    assert_books_balance()


def test_a_version_published_meanwhile_wins_whichever_job_comes_last(city, five):
    older = publish(3000).job
    newer = []

    def meanwhile(done, _whole):
        if done == PART:
            newer.append(publish(4000).job)
            jobs.run_here(newer[0].pk)

    jobs.run_here(older.pk, meanwhile)
    assert (dues(five), met(city)) == ([4000] * 5, 2)
    assert_books_balance()


def test_whoever_changes_her_post_level_meanwhile_is_held_to_that_of_the_new_one(city, five):
    job, last = publish(3000).job, five[4]

    def meanwhile(done, _whole):
        if done == PART:
            Person.objects.filter(pk=last.pk).update(post_level="131")
            enrolment.reclassify([events.Reclassified(last.pk, city.path, "150", "131")], NOW)

    jobs.run_here(job.pk, meanwhile)
    assert dues(five) == [3000, 3000, 3000, 3000, 5000]
    assert_books_balance()


def test_done_twice_it_changes_nothing_more(five):
    publish(3000)
    part = [person.pk for person in five]
    holding.hold_part(part, 2026, NOW)
    once = list(Standing.objects.order_by("pk").values())
    holding.hold_part(part, 2026, NOW.replace(hour=9))
    assert list(Standing.objects.order_by("pk").values()) == once
    assert_books_balance()


def test_one_that_stopped_stays_open_until_a_later_one_has_done_its_work(city, five):
    stopped = publish(3000).job
    jobs.run_here(stopped.pk, lambda done, _whole: jobs.cancel(stopped, now=NOW) if done == PART else None)
    assert books.open_holdings() == [stopped]
    assert dues(five) == [3000, 3000, 5000, 5000, 5000]
    wu = make_person("吴管理", unit=city, post_level="142")
    with pytest.raises(OutOfScope):
        books.hold_further(actor=wu, job_key=stopped.key, now=NOW)
    grant(wu, Role.ACADEMY_ADMINISTRATOR)
    further = books.hold_further(actor=wu, job_key=stopped.key, now=NOW)
    assert books.open_holdings() == [further]
    jobs.run_here(further.pk)
    assert (dues(five), books.open_holdings()) == ([3000] * 5, [])
    assert AuditEntry.objects.get(verb="credits.hold_further").actor_id == wu.pk
    assert books.hold_further(actor=wu, job_key=stopped.key, now=NOW) is None


def test_the_exempt_of_a_coming_year_are_held_to_its_own_version(five):
    lin = five[0]
    books.decide_exemption(
        actor=None,
        exemption_id=ask_for_leave(
            lin, starts_on=NOW.date().replace(month=12), ends_on=NOW.date().replace(year=2027, month=2)
        ).pk,
        granted=True,
        answer="",
        now=NOW,
    )
    books.open_year(actor=None, year=2027, now=NOW)
    before = books.standing(lin.pk, 2027)
    taken_off = before.exempted_hundredths / 5000
    later = holding.first_moment(2027)
    published = books.publish_requirements(
        actor=None,
        year=2027,
        post_levels=["150"],
        total_hundredths=8000,
        required_hundredths=0,
        valid_from=later,
        now=NOW,
    )
    jobs.run_here(published.job.pk)
    now = books.standing(lin.pk, 2027)
    assert now.due_total_hundredths + now.exempted_hundredths == 8000
    assert now.exempted_hundredths / 8000 == pytest.approx(taken_off, abs=0.01)
