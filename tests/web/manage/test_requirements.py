"""The pages of what a year requires: versions, a new one with its effect in numbers, and nothing earned is touched."""

from __future__ import annotations

import io

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook
from tests.factories.credits import assert_books_balance, earn, enrol
from tests.factories.organisation import grant, make_person

from yuanjiao.credits import holding
from yuanjiao.credits.models import LedgerEntry, Requirement
from yuanjiao.credits.public import seed_requirements, standing, year_of
from yuanjiao.kernel import jobs
from yuanjiao.kernel.models import BackgroundJob
from yuanjiao.organisation.models import Role

PAGE = "/manage/rules/requirements/"
NEW = "/manage/rules/requirements/new/"
YEAR = year_of(timezone.now())


@pytest.fixture
def administrator(world):
    person = make_person("院管理", unit=world.city)
    grant(person, Role.ACADEMY_ADMINISTRATOR)
    return person


@pytest.fixture
def learners(world):
    """Three of the lowest level: with 60, 45 and 10 credits, all from required courses."""
    people = [make_person(name, unit=world.township) for name in ("多", "中", "少")]
    enrol(*people, at=timezone.now())
    for person, hundredths in zip(people, (6000, 4500, 1000), strict=True):
        earn(person, hundredths, category="required", at=timezone.now())
    return people


def asked(**changes: object) -> dict[str, object]:
    return {"year": YEAR, "levels": ["150"], "total": "40", "required": "30", "carry_over": "0", "begins": ""} | changes


def test_the_effect_is_told_in_numbers_before_anything_changes(administrator, learners, as_person):
    preview = as_person(administrator).post(NEW, asked())
    ((name, effect),) = preview.context["effects"]
    assert (name, effect.people, effect.met, effect.would_meet) == ("科员及以下", 3, 1, 2)
    assert (effect.no_longer, effect.newly) == (0, 1)
    harder = as_person(administrator).post(NEW, asked(total="70")).context["effects"][0][1]
    assert (harder.would_meet, harder.no_longer, harder.newly) == (0, 1, 0)
    assert not Requirement.objects.exists()


def test_confirmed_it_holds_at_once_and_leaves_what_was_earned(administrator, learners, as_person):
    entries = list(LedgerEntry.objects.values())
    as_person(administrator).post(NEW, asked(confirmed="yes"))
    now = standing(learners[1].pk, YEAR)
    assert (now.hundredths, now.due_total_hundredths, now.met_at is not None) == (4500, 4000, True)
    assert list(LedgerEntry.objects.values()) == entries
    assert_books_balance(timezone.now())


def test_the_versions_say_who_settled_them_and_which_is_in_force(administrator, learners, as_person):
    seed_requirements(year=YEAR, now=timezone.now())
    client = as_person(administrator)
    client.post(NEW, asked(confirmed="yes", levels=["150", "142"]))
    lines = client.get(PAGE, {"level": "150"}).context["lines"]
    assert [(line.version, line.by, line.state) for line in lines] == [(2, "院管理", "running"), (1, "", "past")]
    assert client.get(PAGE, {"year": YEAR}).context["page"].paginator.count == 10


def test_the_versions_are_exported(administrator, as_person):
    client = as_person(administrator)
    client.post(NEW, asked(confirmed="yes"))
    content = client.get(PAGE, {"export": "excel"}).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:]] == ["科员及以下"]
    assert rows[1][3:6] == [40, 30, 10]


@pytest.fixture
def many(monkeypatch, settings):
    """Two learners are many already; their job waits until a test runs it."""
    monkeypatch.setattr(holding, "PART", 2)
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


def test_while_many_learners_are_held_the_page_says_so_and_leads_to_the_job(
    administrator, learners, many, world, as_person
):
    client = as_person(administrator)
    client.post(NEW, asked(confirmed="yes"))
    job = BackgroundJob.objects.get()
    link = f"/manage/jobs/{job.key}/"
    assert job.title == f"按新要求核对达标：{YEAR} 年度，科员及以下"
    assert client.get(PAGE).context["lines"][0].state == "running"
    assert link in client.get(PAGE).content.decode()
    others = as_person(world.wu).get(PAGE).content.decode()
    assert ("0 / 3" in others, link in others) == (True, False)
    assert 'hx-trigger="every 2s"' in others
    jobs.run_here(job.pk)
    assert "holdings" not in client.get(PAGE).content.decode()
    assert standing(learners[1].pk, YEAR).met_at is not None
    assert_books_balance(timezone.now())


def test_one_that_was_cancelled_is_taken_up_on_the_page(administrator, learners, many, world, as_person):
    client = as_person(administrator)
    client.post(NEW, asked(confirmed="yes"))
    stopped = BackgroundJob.objects.get()
    jobs.cancel(stopped, now=timezone.now())
    again = f"/manage/rules/requirements/hold/{stopped.key}"
    assert again in client.get(PAGE).content.decode()
    assert again not in as_person(world.wu).get(PAGE).content.decode()
    as_person(administrator).post(again)
    jobs.run_here(BackgroundJob.objects.latest("pk").pk)
    assert "holdings" not in client.get(PAGE).content.decode()
    assert standing(learners[1].pk, YEAR).due_total_hundredths == 4000


def test_a_wrong_form_names_the_field_and_keeps_the_rest(administrator, as_person):
    response = as_person(administrator).post(NEW, asked(required="50"))
    form = response.context["form"]
    assert (response.status_code, list(form.errors), form["total"].value()) == (422, ["required"], "40")


def test_a_day_within_the_running_year_is_refused_in_words(administrator, as_person):
    later = f"{YEAR}-12-31" if timezone.localdate().isoformat() != f"{YEAR}-12-31" else f"{YEAR + 1}-02-01"
    response = as_person(administrator).post(NEW, asked(begins=later, confirmed="yes"), follow=True)
    assert "请在生效当天发布" in response.content.decode()
    assert not Requirement.objects.exists()


def test_a_coming_year_is_settled_ahead_and_is_due_on_the_desk(administrator, as_person):
    client = as_person(administrator)
    client.post(NEW, asked(year=YEAR + 1, begins=f"{YEAR + 1}-01-01", confirmed="yes"))
    assert client.get(PAGE).context["lines"][0].state == "coming"
    due = client.get("/manage/").context["due"]
    assert [task.sentence for task in due] == [f"{YEAR + 1} 年度新要求开始生效"]


def test_a_district_reads_them_and_settles_none(world, as_person):
    client = as_person(world.wu)
    assert client.get(PAGE).context["may_write"] is False
    assert client.post(NEW, asked(confirmed="yes")).status_code == 403
    grant(world.wu, Role.ACADEMY_ADMINISTRATOR)
    assert client.post(NEW, asked(confirmed="yes")).status_code == 403
    assert not Requirement.objects.exists()


def test_a_district_is_told_who_settles_them_and_what_it_may_do_itself(administrator, world, as_person):
    page = as_person(world.wu).get(NEW)
    assert (page.status_code, page.context["settlers"]) == (403, [administrator])
    text = page.content.decode()
    for way in ("/manage/plans/", "/manage/pushes/new/", "/manage/people/?standing=unmet", "/help/complaint/"):
        assert f'href="{way}' in text


def test_an_auditor_is_offered_nothing_that_is_not_hers(administrator, world, as_person):
    auditor = make_person("审计", unit=world.here)
    grant(auditor, Role.AUDITOR)
    text = as_person(auditor).get(NEW).content.decode()
    assert "/manage/pushes/new/" not in text
    assert "standing=unmet" not in text


def test_the_list_costs_the_same_with_one_and_with_many(administrator, as_person, django_assert_max_num_queries):
    client = as_person(administrator)

    def cost() -> int:
        with django_assert_max_num_queries(16) as queries:
            client.get(PAGE)
        return len(queries)

    client.post(NEW, asked(confirmed="yes"))
    client.get(PAGE)
    few = cost()
    client.post(NEW, asked(confirmed="yes", total="41", levels=["121", "122", "131", "141"]))
    client.get(PAGE)
    assert cost() == few
