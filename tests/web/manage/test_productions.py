"""The board of local productions and the pages of each."""

from __future__ import annotations

import pytest
from tests.factories.catalogue import make_course
from tests.factories.organisation import grant, make_person
from tests.factories.sources import make_production

from yuanjiao.catalogue.models import Production
from yuanjiao.organisation.models import Role

GIVEN = {
    "event": "公文培训班", "record_on": "2026-04-01", "place": "三楼会议室", "unit": "", "equipment": "摄像机两台",
    "cost": "1200", "notes": "", "crew": "",
}  # fmt: skip


@pytest.fixture
def editor(world):
    person = make_person("编辑示例", unit=world.city)
    grant(person, Role.COURSE_EDITOR)
    return person


@pytest.fixture
def page(editor, as_person):
    return as_person(editor)


def move(page, production, to, **words):
    return page.post(f"/manage/productions/{production.pk}/move/", {"to": to} | words)


def test_a_recording_is_planned_with_people_of_the_academy_and_names(page, editor):
    page.post("/manage/productions/new/", GIVEN | {"crew": f"{editor.staff_number}：摄像\n外请主持：主持\n"})
    production = Production.objects.get()
    crew = [(member.person, member.name, member.duty) for member in production.crew.all()]
    assert crew == [(editor, "", "摄像"), (None, "外请主持", "主持")]
    assert production.cost_fen == 120_000
    assert f"{editor.staff_number}：摄像" in page.get(f"/manage/productions/{production.pk}/edit/").text


def test_somebody_outside_her_units_is_a_name_to_her(world, as_person):
    person = make_person(unit=world.here)
    grant(person, Role.COURSE_EDITOR)
    stranger = make_person(unit=world.next_door)
    given = GIVEN | {"unit": world.here.pk, "crew": stranger.staff_number}
    as_person(person).post("/manage/productions/new/", given)
    assert Production.objects.get().crew.get().person is None


def test_a_line_that_makes_no_sense_is_named(page):
    answer = page.post("/manage/productions/new/", GIVEN | {"crew": f"何文：{'长' * 41}"})
    assert answer.status_code == 422
    assert "何文" in str(answer.context["form"].errors["crew"])


def test_the_board_has_a_column_for_every_state(page):
    planned, edited = make_production("计划的"), make_production("剪好的", state="edited")
    columns = page.get("/manage/productions/").context["columns"]
    shown = {column.state: column.cards for column in columns if column.number}
    assert shown == {"planned": [planned], "edited": [edited]}


def test_a_state_in_the_address_gives_the_list(page):
    make_production("计划的")
    shown = page.get("/manage/productions/", {"state": "planned"})
    assert shown.context["columns"] is None
    assert [production.event for production in shown.context["page"]] == ["计划的"]


def test_it_moves_on_step_by_step_until_it_is_a_course(page):
    production = make_production()
    for state in ("recorded", "edited", "audited"):
        move(page, production, state)
    refused = move(page, production, "published")
    assert "请选出它做成的课程" in refused.text
    course = make_course("成课", source_kind="locally_produced")
    done = page.post(
        f"/manage/productions/{production.pk}/move/", {"to": "published", "course": course.pk}, follow=True
    )
    assert "现在是“已成课”" in done.text
    assert [step.state for step in production.steps.all()] == ["recorded", "edited", "audited", "published"]


def test_giving_up_wants_a_word_and_keeps_what_was_typed(page):
    production = make_production()
    refused = move(page, production, "abandoned")
    assert refused.status_code == 422
    assert "请写一句为什么" in refused.text
    move(page, production, "abandoned", remark="活动取消")
    assert "重新计划" in page.get(f"/manage/productions/{production.pk}/").text


def test_it_is_changed(page):
    production = make_production()
    page.post(f"/manage/productions/{production.pk}/edit/", GIVEN)
    production.refresh_from_db()
    assert production.event == "公文培训班"


def test_who_only_reads_sees_no_buttons(world, as_person):
    production = make_production(unit=world.here)
    shown = as_person(world.wu).get(f"/manage/productions/{production.pk}/").text
    assert "/move/" not in shown
    assert as_person(world.qin).get(f"/manage/productions/{production.pk}/").status_code == 404
