"""Pages of reorganisations: each kind is previewed with its numbers, decided, waited for, withdrawn, looked up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.credits import earn, enrol
from tests.factories.organisation import grant, make_class, make_person, make_unit
from tests.web.sheets import column

from yuanjiao.kernel.models import BackgroundJob
from yuanjiao.organisation.actions.reorganising import begin
from yuanjiao.organisation.models import Person, Reorganisation, ReorganisationKind, ReorganisationState, Role, Unit
from yuanjiao.organisation.public import Scope, Wish, carry_out, reorganise
from yuanjiao.web.manage.reorganising import Figures, changes_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MOVE, MERGE, SPLIT, RENAME = ReorganisationKind


@pytest.fixture
def here(world):
    """Wu's district has a second township; the first has two learners, one of whom has met the year."""
    world.second = make_unit("别镇", under=world.here, code="500999002000")
    now = timezone.now()
    enrol(world.zhou, world.lin, at=now)
    earn(world.lin, 5000, category="required", at=now)
    return world


def do(world, kind: ReorganisationKind, unit: Unit, **fields: object) -> Reorganisation:
    now = timezone.now()
    wish = Wish(kind=kind, **{"units": (unit,), "on": timezone.localdate(now), "reason": "示例"} | fields)
    return reorganise(actor=Scope.of(world.wu, now), wish=wish, now=now)


def merger(**changes: str) -> dict[str, str]:
    today = timezone.localdate().isoformat()
    return {"units": "500999001000", "target": "别镇", "on": today, "reason": "区编〔2026〕1号"} | changes


def test_a_merger_is_shown_with_its_numbers_before_anything_happens(here, as_person):
    page = as_person(here.wu).post("/manage/reorganisations/new/merge/", merger())
    assert page.status_code == 200
    assert "本镇并入别镇？" in page.text
    assert page.context["effect"].learners == 2
    assert not Reorganisation.objects.exists()


def test_it_is_made_when_it_is_confirmed_and_its_page_tells_of_it(here, as_person):
    page = as_person(here.wu).post("/manage/reorganisations/new/merge/", merger(confirmed="yes"), follow=True)
    assert Reorganisation.objects.get().state == ReorganisationState.DONE
    assert "本镇并入别镇" in page.text
    assert "区编〔2026〕1号" in page.text
    assert set(Person.objects.filter(unit=here.second)) == {here.zhou, here.lin}


def test_a_large_one_is_the_workers_and_nobodys_job_to_cancel(here, as_person, monkeypatch):
    monkeypatch.setattr("yuanjiao.organisation.actions.reorganisations.AT_ONCE", 1)
    as_person(here.wu).post("/manage/reorganisations/new/merge/", merger(confirmed="yes"))
    job = BackgroundJob.objects.get()
    assert (job.title, job.owner_id, job.state) == ("本镇并入别镇", None, "done")
    assert Person.objects.filter(unit=here.second).count() == 2


def test_the_page_of_one_under_way_shows_how_far_it_is(here, as_person, monkeypatch):
    today = timezone.localdate()
    made = do(here, MERGE, here.township, target=here.second, on=today + timedelta(days=1))
    begin(reorganisation_id=made.pk, now=timezone.now() + timedelta(days=1))
    page = as_person(here.wu).get(f"/manage/reorganisations/{made.pk}/")
    assert page.context["progress"] == {"done": 0, "whole": 2}
    assert 'hx-trigger="every 2s"' in page.text
    assert "撤回这项调整" not in page.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"target": "没有的镇"}, "找不到“没有的镇”"),
        ({"target": "本镇"}, "不能并入或划归自己"),
        ({"on": "2020-01-01"}, "生效日期最早是"),
        ({"code": "12"}, "区划代码是 12 位数字"),
        ({"reason": ""}, "这个字段是必填项"),
    ],
)
def test_what_cannot_be_names_the_field_and_loses_nothing(here, as_person, changes, words):
    page = as_person(here.wu).post("/manage/reorganisations/new/merge/", merger(**changes))
    assert page.status_code == 422
    assert words in page.text
    assert "500999001000" in page.text
    assert not Reorganisation.objects.exists()


def test_a_unit_next_door_is_neither_found_nor_taken(here, as_person):
    page = as_person(here.wu).post("/manage/reorganisations/new/merge/", merger(target="邻区"))
    assert "找不到“邻区”" in page.text
    grant(here.wu, Role.UNIT_ADMINISTRATOR, here.next_door)
    moved = as_person(here.wu).post(
        "/manage/reorganisations/new/move/", merger(target="邻区", confirmed="yes"), follow=True
    )
    assert "本镇划归邻区" in moved.text


def test_a_split_asks_for_the_unit_and_then_for_its_classes(here, as_person):
    client = as_person(here.wu)
    group = make_class(here.township, here.lin)
    assert "先选单位" in client.get("/manage/reorganisations/new/split/").text
    address = f"/manage/reorganisations/new/split/?unit_id={here.township.pk}"
    assert "本镇1班（1 人）" in client.get(address).text
    said = merger(name="新镇", units="500999001000", class_ids=str(group.pk))
    preview = client.post(address, said)
    assert [(line.name, line.after.people) for line in preview.context["changes"]] == [("本镇", 1), ("新镇", 1)]
    client.post(address, said | {"confirmed": "yes"})
    assert Person.objects.get(unit__name="新镇") == here.lin


def test_people_are_split_off_by_a_list_of_numbers_and_names_with_the_rates_before_and_after(here, as_person):
    client = as_person(here.wu)
    address = f"/manage/reorganisations/new/split/?unit_id={here.township.pk}"
    said = merger(name="新镇", units="500999001000", person_ids=f" {here.lin.staff_number}\n{here.lin.full_name}\n")
    preview = client.post(address, said)
    rates = [
        (line.name, line.before and line.before.met_rate, line.after.met_rate) for line in preview.context["changes"]
    ]
    assert rates == [("本镇", 0.5, 0.0), ("新镇", None, 1.0)]
    client.post(address, said | {"confirmed": "yes"})
    assert set(Person.objects.filter(unit__name="新镇")) == {here.lin}


def test_who_is_not_of_the_unit_or_not_the_only_one_of_her_name_is_named(here, as_person):
    client = as_person(here.wu)
    address = f"/manage/reorganisations/new/split/?unit_id={here.township.pk}"
    for _each in range(2):
        make_person("同名示例", unit=here.township)
    page = client.post(address, merger(name="新镇", units="500999001000", person_ids="秦示例"))
    assert (page.status_code, "本单位没有这些人：秦示例" in page.text) == (422, True)
    page = client.post(address, merger(name="新镇", units="500999001000", person_ids="同名示例"))
    assert "这些姓名不止一个人，请写工号：同名示例" in page.text


def test_a_unit_is_renamed_on_a_day_to_come_and_that_can_be_withdrawn(here, as_person):
    client = as_person(here.wu)
    later = (timezone.localdate() + timedelta(days=9)).isoformat()
    client.post("/manage/reorganisations/new/rename/", merger(name="新镇", on=later, confirmed="yes"))
    made = Reorganisation.objects.get()
    assert "本镇更名为新镇" in client.get(f"/manage/units/{here.township.pk}/").text
    assert "撤回这项调整" in client.get(f"/manage/reorganisations/{made.pk}/").text
    client.post(f"/manage/reorganisations/{made.pk}/withdraw")
    made.refresh_from_db()
    assert made.state == ReorganisationState.WITHDRAWN
    refused = client.post(f"/manage/reorganisations/{made.pk}/withdraw", follow=True)
    assert "已经开始办理，不能撤回" in refused.text


def test_one_that_was_not_made_says_why(here, as_person):
    later = timezone.localdate() + timedelta(days=9)
    made = do(here, RENAME, here.township, name="新镇", code="500999003000", on=later)
    make_unit("抢先镇", under=here.here, code="500999003000")
    carry_out(reorganisation_id=made.pk, now=timezone.now() + timedelta(days=9))
    assert "没有办成，什么都没有改变" in as_person(here.wu).get(f"/manage/reorganisations/{made.pk}/").text


def test_a_former_unit_is_found_by_its_old_code_with_what_became_of_it(here, as_person):
    do(here, MERGE, here.township, target=here.second)
    client = as_person(here.wu)
    today = timezone.localdate().isoformat()
    assert f"{today} 并入别镇" in client.get("/manage/units/?q=500999001").text
    page = client.get(f"/manage/units/{here.township.pk}/")
    assert "由别镇接替" in page.text
    assert "设立下级单位" not in page.text
    assert "接替本镇" in client.get(f"/manage/units/{here.second.pk}/").text


def test_whoever_administers_nothing_above_a_unit_is_not_offered_to_move_it(here, as_person):
    client = as_person(here.wu)
    assert "并入别的单位" in client.get(f"/manage/units/{here.township.pk}/").text
    assert "并入别的单位" not in client.get(f"/manage/units/{here.here.pk}/").text


def test_a_former_unit_takes_no_newcomers(here, as_person):
    do(here, MERGE, here.township, target=here.second)
    words = {"transfer-unit": "本镇", "transfer-on": timezone.localdate().isoformat()}
    person = make_person("郑示例", unit=here.here)
    page = as_person(here.wu).post(f"/manage/people/{person.pk}/transfer", words, follow=True)
    assert "“本镇”已撤销" in page.text
    assert "请改填别镇" in page.text


def test_the_list_is_searched_filtered_and_had_as_excel_within_the_scope(here, as_person):
    do(here, MERGE, here.township, target=here.second)
    client = as_person(here.wu)
    assert column(client.get("/manage/reorganisations/", {"export": "excel"}), "内容") == ["本镇并入别镇"]
    assert "没有符合条件的调整" in client.get("/manage/reorganisations/?kind=split").text
    assert "本镇并入别镇" in client.get("/manage/reorganisations/?q=别镇&state=done").text
    assert column(client.get(f"/manage/reorganisations/{Reorganisation.objects.get().pk}/?export=excel"), "现单位") == [
        "别镇"
    ]
    assert "本镇" not in as_person(here.qin).get("/manage/reorganisations/").text


@pytest.mark.parametrize("address", ["/manage/reorganisations/", "/manage/units/?below=all"])
def test_a_list_costs_the_same_with_one_row_and_with_many(here, as_person, address):
    client = as_person(here.wu)

    def cost() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    do(here, MERGE, make_unit("甲镇", under=here.here), target=here.second)
    one = cost()
    for name in ("乙镇", "丙镇", "丁镇"):
        do(here, MERGE, make_unit(name, under=here.here), target=here.second)
    assert cost() == one


def test_what_became_of_the_units_costs_the_same_for_one_and_for_many(here, as_person):
    client = as_person(here.wu)

    def cost(number: int) -> tuple[int, int]:
        units = tuple(make_unit(f"镇{number}-{each}", under=here.here) for each in range(number))
        made = do(here, MERGE, units[0], units=units, target=here.second)
        address = f"/manage/reorganisations/{made.pk}/"
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            rows = len(client.get(address).context["page"])
        return rows, len(queries)

    few, cost_of_few = cost(1)
    assert cost(4) == (few + 3, cost_of_few)


def test_the_figures_of_every_unit_concerned_are_shown_before_and_after(here):
    now = timezone.now()
    wish = Wish(kind=MOVE, units=(here.township,), on=timezone.localdate(now), target=here.next_door)
    moved, nobody = Figures(2, 1, 5000), Figures()
    lines = {line.name: (line.before, line.after) for line in changes_of(wish, now)}
    assert lines == {"本区": (moved, nobody), "邻区": (nobody, moved)}
    merged = Wish(kind=MERGE, units=(here.township,), on=timezone.localdate(now), target=here.second)
    lines = {line.name: (line.before, line.after) for line in changes_of(merged, now)}
    assert lines == {"别镇": (nobody, moved), "本镇": (moved, None)}


def test_everyone_reads_why_she_sees_a_unit_or_a_person(here, as_person):
    client = as_person(here.wu)
    page = client.get(f"/manage/units/{here.township.pk}/why/")
    assert "您是本区的单位管理员" in page.text
    assert "这个单位在它的下级里" in page.text
    assert "您是本区的单位管理员" in client.get(f"/manage/people/{here.lin.pk}/why/").text
    assert as_person(here.qin).get(f"/manage/people/{here.lin.pk}/why/").status_code == 404


def test_a_class_teacher_reads_that_she_teaches_her(here, as_person):
    make_class(here.township, here.lin, teacher=here.zhou)
    grant(here.zhou, Role.CLASS_TEACHER)
    assert "您带本镇1班" in as_person(here.zhou).get(f"/manage/people/{here.lin.pk}/why/").text
