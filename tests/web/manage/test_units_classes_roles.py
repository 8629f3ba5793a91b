"""The pages of units, classes and roles."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone
from tests.factories.organisation import grant, make_class, make_person, make_unit
from tests.web.sheets import column, rows_of

from yuanjiao.kernel.models import BackgroundJob, JobState
from yuanjiao.organisation import public
from yuanjiao.organisation.actions import class_work
from yuanjiao.organisation.models import ClassGroup, Role, RoleGrant, Unit
from yuanjiao.organisation.public import Scope


def test_the_unit_page_shows_what_is_below_and_nothing_next_door(world, as_person):
    client = as_person(world.wu)
    response = client.get("/manage/units/")
    assert [(unit.name, unit.people_below) for unit in response.context["page"]] == [("本镇", 2)]
    assert client.get(f"/manage/units/{world.next_door.pk}/").status_code == 404


def test_units_are_found_by_name_and_suggested_with_their_place(world, as_person):
    client = as_person(world.wu)
    assert [(unit.name, unit.above) for unit in client.get("/manage/units/", {"q": "镇"}).context["page"]] == [
        ("本镇", "本区")
    ]
    assert "500999001000" in client.get("/manage/units/suggest", {"unit": "镇"}).content.decode()
    assert client.get("/manage/units/suggest", {"unit": "邻"}).content.decode().strip() == ""


def test_units_are_added_renamed_and_closed_on_their_page(world, as_person):
    client = as_person(world.wu)
    form = {"new-name": "新镇", "new-kind": "township", "new-on": "2026-01-01"}
    client.post(f"/manage/units/{world.here.pk}/add", form)
    fresh = Unit.objects.get(name="新镇")
    client.post(f"/manage/units/{fresh.pk}/rename", {"rename-name": "更新镇"})
    response = client.post(f"/manage/units/{world.township.pk}/close", follow=True)
    assert "2 名在册人员" in response.content.decode()
    client.post(f"/manage/units/{fresh.pk}/close")
    fresh.refresh_from_db()
    assert (fresh.name, fresh.valid_to is not None) == ("更新镇", True)


def test_a_wrong_unit_form_says_what_is_wrong(world, as_person):
    form = {"new-name": "新镇", "new-kind": "township", "new-on": "2026-01-01", "new-code": "12"}
    response = as_person(world.wu).post(f"/manage/units/{world.here.pk}/add", form, follow=True)
    assert "区划代码是 12 位数字" in response.content.decode()


def test_classes_are_formed_for_a_whole_district_and_given_a_teacher(world, as_person):
    client = as_person(world.wu)
    response = client.post("/manage/classes/form", {"forming-unit": "本区", "forming-below": "on"}, follow=True)
    assert "已为 3 名学员编班" in response.content.decode()
    group = ClassGroup.objects.get(unit=world.township)
    client.post(f"/manage/classes/{group.pk}/teacher", {"teacher": "周班主任"})
    group.refresh_from_db()
    assert group.teacher == world.zhou
    lacking = client.get("/manage/classes/", {"teacher": "none"}).context["page"]
    assert [each.unit for each in lacking] == [world.here]
    assert column(client.get("/manage/classes/?export=excel"), "班主任")[-1] == "周班主任"


@pytest.mark.parametrize("act", ["form", "teachers"])
def test_many_classes_at_once_lead_to_the_job_that_does_it(world, as_person, monkeypatch, act):
    client = as_person(world.wu)
    forming = {"forming-unit": "本区", "forming-below": "on"}
    if act == "teachers":
        client.post("/manage/classes/form", forming)
    monkeypatch.setattr(class_work, "PEOPLE_WHILE_ASKED", 0)
    monkeypatch.setattr(class_work, "CLASSES_WHILE_ASKED", 0)
    plan = client.get("/manage/classes/teachers").context["plan"].mark
    answer = client.post(f"/manage/classes/{act}", {**forming, "plan": plan})
    job = BackgroundJob.objects.get()
    assert answer.headers["Location"] == f"/manage/jobs/{job.key}/"
    assert (job.owner_id, job.state) == (world.wu.pk, JobState.DONE)
    assert job.message in client.get(answer.headers["Location"]).content.decode()


def test_the_classes_without_a_teacher_get_theirs_in_one_act(world, as_person):
    client = as_person(world.wu)
    grant(world.zhou, Role.CLASS_TEACHER)
    told = client.post("/manage/classes/form", {"forming-unit": "本区", "forming-below": "on"}, follow=True)
    assert "其中 1 个班还没有班主任" in told.content.decode()
    assert "/manage/classes/teachers" in told.content.decode()
    path = f"/manage/classes/teachers?unit={world.here.pk}"
    page = client.get(path)
    (line,) = page.context["page"]
    assert (line.group.unit, line.teacher.unit) == (world.here, world.here)
    assert column(client.get(f"{path}&export=excel"), "拟任班主任") == [line.teacher.full_name]
    assert "已重新算好" in client.post(path, {"plan": "old"}, follow=True).content.decode()
    done = client.post(path, {"plan": page.context["plan"].mark}, follow=True).content.decode()
    assert "1 个班有了班主任" in done
    assert "每个班都有班主任" in done
    assert not ClassGroup.objects.filter(teacher=None).exists()


def test_next_door_the_teachers_are_not_proposed(world, as_person):
    make_class(world.township, world.lin)
    client = as_person(world.qin)
    assert list(client.get("/manage/classes/teachers").context["page"]) == []
    assert list(client.get(f"/manage/classes/teachers?unit={world.township.pk}").context["page"]) == []


def test_a_class_is_shown_and_evened_out(world, as_person):
    first = make_class(world.township, world.lin)
    make_class(world.township, world.zhou)
    client = as_person(world.wu)
    assert client.get(f"/manage/classes/{first.pk}/").status_code == 200
    plan = client.get(f"/manage/classes/{first.pk}/rebalance").context["plan"]
    assert [(size.before, size.after) for size in plan.sizes] == [(1, 2), (1, 0)]
    assert [(move.person, move.target) for move in plan.moves] == [(world.zhou, first)]
    assert [group.size for group in ClassGroup.objects.all()] == [1, 1]
    client.post(f"/manage/classes/{first.pk}/rebalance", {"plan": plan.mark})
    assert [group.size for group in ClassGroup.objects.all()] == [2]
    assert "已经是平的" in client.get(f"/manage/classes/{first.pk}/rebalance").content.decode()


def test_a_plan_that_no_longer_fits_is_shown_again(world, as_person):
    first, second = make_class(world.township, world.lin), make_class(world.township, world.zhou)
    client = as_person(world.wu)
    plan = client.get(f"/manage/classes/{first.pk}/rebalance").context["plan"]
    public.transfer_person(actor=Scope.of_system(), person_id=world.lin.pk, to=world.here, on=date(2026, 1, 5),
                           now=timezone.now())  # fmt: skip
    response = client.post(f"/manage/classes/{first.pk}/rebalance", {"plan": plan.mark}, follow=True)
    assert "方案已重新算好" in response.content.decode()
    assert [move.person for move in response.context["plan"].moves] == []
    assert ClassGroup.objects.filter(pk=second.pk, size=1).exists()


def test_the_plan_costs_the_same_for_few_and_for_many(world, as_person, django_assert_max_num_queries):
    first = make_class(world.township, world.lin)
    client, path = as_person(world.wu), f"/manage/classes/{first.pk}/rebalance"

    def cost() -> int:
        with django_assert_max_num_queries(16) as queries:
            client.get(path)
        return len(queries)

    client.get(path)
    few = cost()
    for number in range(2, 5):
        make_class(world.township, make_person(unit=world.township), number=number)
    assert cost() == few


def test_classes_next_door_are_not_found(world, as_person):
    group = make_class(world.township, world.lin)
    client = as_person(world.qin)
    assert client.get(f"/manage/classes/{group.pk}/").status_code == 404
    assert client.post(f"/manage/classes/{group.pk}/teacher", {"teacher": ""}).status_code == 404
    response = client.post("/manage/classes/form", {"forming-unit": "本镇"}, follow=True)
    assert "找不到" in response.content.decode()


def test_a_class_teacher_sees_her_classes_and_changes_none(world, as_person):
    grant(world.zhou, Role.CLASS_TEACHER)
    group = make_class(world.township, world.lin, teacher=world.zhou)
    make_class(world.township)
    client = as_person(world.zhou)
    assert list(client.get("/manage/classes/").context["page"]) == [group]
    assert client.post(f"/manage/classes/{group.pk}/rebalance").status_code == 403


@pytest.mark.parametrize("path", ["/manage/classes/", "/manage/classes/teachers", "/manage/roles/", "/manage/units/"])
def test_the_lists_cost_the_same_with_one_and_with_many(world, as_person, django_assert_max_num_queries, path):
    client = as_person(world.wu)
    make_class(world.township, teacher=world.zhou)
    make_class(world.township)
    client.get(path)
    with django_assert_max_num_queries(20) as few:
        client.get(path)
    for number in range(3):
        unit = make_unit(f"镇{number}", under=world.here)
        make_class(unit, teacher=make_person(unit=unit))
        make_class(unit)
        grant(make_person(unit=unit), Role.AUDITOR)
    with django_assert_max_num_queries(20) as many:
        client.get(path)
    assert len(many) == len(few)


def test_roles_are_granted_and_taken_back_on_their_page(world, as_person):
    client = as_person(world.wu)
    form = {"grant-person": world.zhou.staff_number, "grant-role": "class_teacher", "grant-unit": "本镇"}
    client.post("/manage/roles/grant", form)
    held = RoleGrant.objects.get(person=world.zhou)
    assert (held.unit, held.granted_by) == (world.township, world.wu)
    assert "已有这个角色" in client.post("/manage/roles/grant", form, follow=True).content.decode()
    assert len(rows_of(client.get("/manage/roles/", {"role": "class_teacher", "export": "excel"}))) == 2
    client.post(f"/manage/roles/{held.pk}/take-back")
    held.refresh_from_db()
    assert held.ended_at is not None


def test_a_role_beyond_ones_own_cannot_be_chosen(world, as_person):
    form = {"grant-person": world.zhou.staff_number, "grant-role": "academy_administrator", "grant-unit": "本镇"}
    response = as_person(world.wu).post("/manage/roles/grant", form)
    assert response.status_code == 422
    assert not RoleGrant.objects.filter(person=world.zhou).exists()


def test_the_administrator_next_door_takes_nothing_back(world, as_person):
    held = grant(world.zhou, Role.CLASS_TEACHER)
    assert as_person(world.qin).post(f"/manage/roles/{held.pk}/take-back").status_code == 404
