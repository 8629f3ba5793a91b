"""A learner's ledger on the manage pages, and taking a credit back."""

from __future__ import annotations

import io

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook
from tests.factories.credits import assert_books_balance, earn, enrol
from tests.factories.organisation import grant, make_person

from yuanjiao.credits.models import LedgerEntry
from yuanjiao.credits.public import ranks, reversal_effect, reverse, standing, year_of
from yuanjiao.organisation.models import Person, Role
from yuanjiao.outreach.models import Notice

YEAR = year_of(timezone.now())


@pytest.fixture
def administrator(world):
    person = make_person("院管理", unit=world.city)
    grant(person, Role.ACADEMY_ADMINISTRATOR)
    return person


@pytest.fixture
def entry(world):
    """Lin has met the year by one entry of 50; Zhou has 40."""
    enrol(world.lin, world.zhou, at=timezone.now())
    earn(world.zhou, 4000, at=timezone.now())
    return earn(world.lin, 5000, category="required", at=timezone.now(), title="示例课程")


def address(entry: LedgerEntry, act: str = "") -> str:
    return f"/manage/people/{entry.learner_id}/record/{entry.sequence}/{act}"


def test_the_administrator_of_the_unit_reads_the_ledger_and_its_evidence(world, entry, as_person):
    client = as_person(world.wu)
    response = client.get(f"/manage/people/{world.lin.pk}/record/")
    assert [line.sequence for line in response.context["entries"]] == [entry.sequence]
    shown = client.get(address(entry))
    assert (shown.context["page"].holds, shown.context["may_take_back"]) == (True, False)
    rows = CalamineWorkbook.from_filelike(
        io.BytesIO(client.get(f"/manage/people/{world.lin.pk}/record/", {"export": "excel"}).content)
    ).get_sheet_by_index(0).to_python()  # fmt: skip
    assert rows[1][4] == "示例课程"


def test_nobody_next_door_sees_any_of_it(world, entry, as_person):
    client = as_person(world.qin)
    for path in (f"/manage/people/{world.lin.pk}/record/", address(entry)):
        assert client.get(path).status_code == 404
    assert client.get(f"/manage/people/{world.lin.pk}/record/", {"export": "excel"}).status_code == 404


def test_the_effect_on_credits_requirement_and_rank_is_told_first(world, administrator, entry, as_person):
    response = as_person(administrator).get(address(entry, "take-back"))
    effect = response.context["effect"]
    assert (effect.before.hundredths, effect.after.hundredths, effect.falls_short) == (5000, 0, True)
    assert (effect.places_before.academy.rank, effect.places_after.academy.rank) == (1, 2)
    assert standing(world.lin.pk, YEAR).hundredths == 5000


def test_what_was_foretold_is_what_happens(world, administrator, entry):
    more = earn(world.lin, 100, at=timezone.now())
    told = reversal_effect(more)
    reverse(actor=administrator, entry=more, reason="重复", now=timezone.now())
    happened = standing(world.lin.pk, YEAR)
    assert (told.after.hundredths, told.after.met_at) == (happened.hundredths, happened.met_at)
    assert told.places_after.academy == ranks(happened.hundredths, [world.city.pk], YEAR)[world.city.pk]


def test_taken_back_with_its_reason_and_the_learner_is_told(world, administrator, entry, as_person):
    client = as_person(administrator)
    response = client.post(address(entry, "take-back"), {"reason": "由他人代学"}, follow=True)
    assert "由他人代学" in response.content.decode()
    notice = Notice.objects.get(person=world.lin)
    assert (notice.title, notice.link) == ("《示例课程》的 50 学分已冲正", f"/record/{entry.sequence}/")
    assert "由他人代学" in notice.body
    assert_books_balance(timezone.now())


def test_the_learner_is_told_in_her_own_language(world, administrator, entry):
    Person.objects.filter(pk=world.lin.pk).update(language="en")
    reverse(actor=administrator, entry=entry, reason="counted twice", now=timezone.now())
    assert Notice.objects.get(person=world.lin).title == "50 credits of “示例课程” were taken back"


def test_without_a_reason_nothing_is_taken_back(administrator, entry, as_person):
    response = as_person(administrator).post(address(entry, "take-back"), {"reason": "  "})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["reason"])
    assert LedgerEntry.objects.filter(learner_id=entry.learner_id).count() == 1


def test_a_second_time_the_page_says_that_it_is_done(administrator, entry, as_person):
    client = as_person(administrator)
    client.post(address(entry, "take-back"), {"reason": "重复"})
    assert "不能再冲正" in client.get(address(entry, "take-back")).content.decode()
    assert "已经冲正过" in client.post(address(entry, "take-back"), {"reason": "再来"}, follow=True).content.decode()
    assert Notice.objects.count() == 1


def test_only_who_may_correct_credits_where_it_was_earned(world, entry, as_person):
    client = as_person(world.wu)
    assert client.post(address(entry, "take-back"), {"reason": "x"}).status_code == 403
    grant(world.qin, Role.ACADEMY_ADMINISTRATOR)
    assert as_person(world.qin).post(address(entry, "take-back"), {"reason": "x"}).status_code == 404
    assert LedgerEntry.objects.filter(learner_id=entry.learner_id).count() == 1


def test_the_ledger_costs_the_same_with_one_and_with_many(world, entry, as_person, django_assert_max_num_queries):
    client, path = as_person(world.wu), f"/manage/people/{world.lin.pk}/record/"

    def cost() -> int:
        with django_assert_max_num_queries(14) as queries:
            client.get(path)
        return len(queries)

    client.get(path)
    few = cost()
    for _number in range(5):
        earn(world.lin, at=timezone.now())
    assert cost() == few
