"""Whoever moves with a reorganisation or an import of people hears of it once, in her language, with what changed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.factories.organisation import NOW, grant, make_class, make_person, make_unit
from tests.factories.reorganisations import FEBRUARY, MERGE, MOVE, RENAME, SPLIT, SYSTEM, do, heir_of, wish

from yuanjiao.organisation.actions import import_changes, reorganising
from yuanjiao.organisation.actions.import_apply import apply_import
from yuanjiao.organisation.actions.import_check import check_import
from yuanjiao.organisation.actions.imports import confirm_import, start_import
from yuanjiao.organisation.models import Person, Role, UnitKind
from yuanjiao.organisation.pages import OWN_UNIT_PAGE
from yuanjiao.organisation.public import (
    Scope,
    bring_stragglers,
    carry_out,
    decide_reorganisation,
    events,
    reorganise,
    transfer_person,
)
from yuanjiao.outreach.models import Notice

pytestmark = pytest.mark.django_db
KIND = "organisation.concerning"
REASON = "依据：示例文〔2026〕1号。"
TODAY = timezone.localdate(NOW)


class Crash(BaseException):
    """The worker dies here."""


@pytest.fixture
def districts():
    city = make_unit("示例市")
    return [make_unit(name, under=city, kind=UnitKind.DISTRICT) for name in ("甲区", "乙区")]


@pytest.fixture
def towns(districts):
    return [make_unit(name, under=districts[0], kind=UnitKind.TOWNSHIP) for name in ("东镇", "西镇")]


def told() -> list[tuple[str, str, str, str]]:
    """Who was told what about herself, and where it leads to."""
    rows = Notice.objects.filter(kind=KIND).order_by("person__full_name", "pk")
    return list(rows.values_list("person__full_name", "title", "body", "link"))


def test_a_move_tells_everybody_of_the_unit_and_below_it_where_it_stands_now(districts, towns):
    village = make_unit("东村", under=towns[0], kind=UnitKind.VILLAGE)
    make_person("林示例", unit=towns[0])
    make_person("陈示例", unit=village, language="en")
    make_person("退示例", unit=village, is_active=False)
    make_person("西示例", unit=towns[1])
    do(MOVE, towns[0], target=districts[1], on=FEBRUARY)
    before, after = "甲区/东镇/东村", "乙区/东镇/东村"
    english = "Your unit 东村 belongs to 乙区 from 2026-02-01; all your credits go with you"
    chinese = "您的单位东镇自 2026-02-01 起划到乙区；学分都跟着您走"
    assert told() == [
        ("林示例", chinese, f"原来：甲区/东镇；现在：乙区/东镇。{REASON}", OWN_UNIT_PAGE),
        ("陈示例", english, f"Before: {before}. Now: {after}. Reason: 示例文〔2026〕1号.", OWN_UNIT_PAGE),
    ]


def test_a_merger_tells_those_who_come_and_not_those_who_were_there(towns):
    make_person("林示例", unit=towns[0])
    make_person("陈示例", unit=make_unit("东村", under=towns[0], kind=UnitKind.VILLAGE))
    make_person("西示例", unit=towns[1])
    do(MERGE, towns[0], target=towns[1], name="新镇")
    assert [row[:2] for row in told()] == [
        ("林示例", "东镇自 2026-03-02 起并入新镇，您随之转到新镇；学分都跟着您走"),
        ("陈示例", "您的单位东村自 2026-03-02 起划到新镇；学分都跟着您走"),
    ]


def test_a_split_tells_those_who_go_and_a_renaming_tells_nobody(towns):
    lin, zhou = make_person("林示例", unit=towns[0]), make_person("周示例", unit=towns[0])
    make_person("村示例", unit=(village := make_unit("东村", under=towns[0], kind=UnitKind.VILLAGE)))
    group = make_class(towns[0], lin)
    make_class(towns[0], zhou)
    do(RENAME, towns[1], name="新西镇")
    assert told() == []
    do(SPLIT, towns[0], name="北镇", class_ids=(group.pk,), below_ids=(village.pk,))
    assert [row[:3] for row in told()] == [
        (
            "村示例",
            "您的单位东村自 2026-03-02 起划到北镇；学分都跟着您走",
            f"原来：甲区/东镇/东村；现在：甲区/北镇/东村。{REASON}",
        ),
        ("林示例", "您自 2026-03-02 起从东镇转到北镇；学分都跟着您走", f"原来：甲区/东镇；现在：甲区/北镇。{REASON}"),
    ]


def test_whoever_decides_knows_and_whoever_strays_into_an_ended_unit_hears_of_its_heir(districts, towns):
    qin = make_person("秦示例", unit=towns[0])
    grant(qin, Role.UNIT_ADMINISTRATOR, unit=districts[0])
    reorganise(actor=Scope.of(qin, NOW), wish=wish(MERGE, towns[0], target=towns[1]), now=NOW)
    assert told() == []
    make_person("迟示例", unit=towns[0])
    bring_stragglers(now=NOW)
    bring_stragglers(now=NOW)
    assert [row[0] for row in told()] == ["迟示例"]


def test_a_reorganisation_that_breaks_off_and_is_carried_on_tells_everybody_once(districts, towns, monkeypatch):
    monkeypatch.setattr(reorganising, "CHUNK", 2)
    names = [make_person(f"林示例{number}", unit=towns[0]).full_name for number in range(5)]
    made = decide_reorganisation(actor=SYSTEM, wish=wish(MOVE, towns[0], target=districts[1]), now=NOW)
    left = iter([None])

    def dies(*_told: object) -> None:
        if next(left, dies) is dies:
            raise Crash

    with monkeypatch.context() as patch:
        # After the notices of the second portion were written, before it was committed.
        patch.setattr(events, "concerned", [*events.concerned, dies])
        with pytest.raises(Crash):
            carry_out(reorganisation_id=made.pk, now=NOW)
    assert [row[0] for row in told()] == names[:2]
    carry_out(reorganisation_id=made.pk, now=NOW)
    carry_out(reorganisation_id=made.pk, now=NOW)
    assert [row[0] for row in told()] == names
    assert Person.objects.filter(unit=heir_of(towns[0])).count() == 5


def imported(rows, actor, progress=lambda _done, _total: None):
    content = "\n".join(["学号,姓名,单位", *rows]).encode()
    job = start_import(actor=actor, content=content, file_name="p.csv", now=NOW)
    confirm_import(actor=actor, job=check_import(job=job, now=NOW, progress=progress), now=NOW)
    return job


def test_an_import_tells_those_whom_it_moves_as_a_transfer_does(districts, towns):
    wu = make_person("吴示例", unit=towns[0], staff_number="W1")
    grant(wu, Role.UNIT_ADMINISTRATOR, unit=districts[0])
    make_person("林示例", unit=towns[0], staff_number="A1")
    make_person("陈示例", unit=towns[1], staff_number="A2", language="en")
    make_person("郑示例", unit=towns[1], staff_number="A3")
    rows = ["A1,林示例,西镇", "A2,陈示例,东镇", "A3,郑改名,西镇", "A4,新示例,西镇", "W1,吴示例,西镇"]
    job = imported(rows, Scope.of(wu, NOW))
    apply_import(job=job, now=NOW, progress=lambda _done, _total: None)
    expected = [
        ("林示例", f"您已转到西镇，自 {TODAY} 起；学分都跟着您走", "原单位：东镇。", OWN_UNIT_PAGE),
        ("陈示例", f"You belong to 东镇 from {TODAY} on; your credits go with you", "Before: 西镇.", OWN_UNIT_PAGE),
    ]
    assert told() == expected
    apply_import(job=job, now=NOW, progress=lambda _done, _total: None)
    apply_import(job=imported(rows, Scope.of(wu, NOW)), now=NOW, progress=lambda _done, _total: None)
    assert told() == expected
    Notice.objects.all().delete()
    lin = Person.objects.get(staff_number="A1")
    transfer_person(actor=Scope.of(wu, NOW), person_id=lin.pk, to=towns[0], on=TODAY, now=NOW)
    assert told() == [("林示例", f"您已转到东镇，自 {TODAY} 起；学分都跟着您走", "原单位：西镇。", OWN_UNIT_PAGE)]


@pytest.mark.parametrize("portions_before_crash", range(4))
def test_an_import_that_breaks_off_and_is_carried_on_tells_everybody_once(towns, monkeypatch, portions_before_crash):
    monkeypatch.setattr(import_changes, "CHUNK", 4)
    for number in range(5):
        make_person(f"林示例{number}", unit=towns[0], staff_number=f"A{number}")
    job = imported([f"A{number},林示例{number},西镇" for number in range(5)], SYSTEM)
    left = iter(range(portions_before_crash))

    def dies(*_told: object) -> None:
        if next(left, None) is None:
            raise Crash

    with monkeypatch.context() as patch:
        # After the notices of a portion were written, before it was committed.
        patch.setattr(events, "concerned", [*events.concerned, dies])
        try:
            apply_import(job=job, now=NOW, progress=lambda _done, _total: None)
        except Crash:
            assert len(told()) == 2 * portions_before_crash
    apply_import(job=job, now=NOW, progress=lambda _done, _total: None)
    assert [row[0] for row in told()] == [f"林示例{number}" for number in range(5)]


def test_telling_of_many_units_and_languages_costs_as_many_queries_as_telling_one(towns, districts):
    def queries(people: int) -> int:
        facts = [
            events.Concerning((make_person(unit=towns[0], language=language).pk,), f"{number}", "", OWN_UNIT_PAGE)
            for number in range(people)
            for language in ("zh-hans", "en")
        ]
        with CaptureQueriesContext(connection) as caught:
            events.tell(events.concerned, facts, NOW)
        return len(caught)

    assert queries(1) == queries(12) == 2


def test_the_notice_leads_to_her_own_data():
    assert reverse("account:settings") == OWN_UNIT_PAGE
