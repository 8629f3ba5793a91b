"""The administrator's desk: every number leads to exactly the people it counts."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook
from tests.factories.credits import earn, enrol
from tests.factories.organisation import grant, make_class, make_person, make_unit
from tests.factories.plans import make_plan, make_task

from yuanjiao.credits.public import Pace
from yuanjiao.organisation.models import ImportJob, ImportStatus, Person, Role
from yuanjiao.organisation.public import Scope
from yuanjiao.outreach.models import ComplaintKind
from yuanjiao.outreach.public import complain
from yuanjiao.oversight.models import PlanTaskState
from yuanjiao.oversight.public import report_plan_task

DESK = "/manage/"
LONG_AGO = timezone.now().replace(month=1, day=1)


@pytest.fixture
def learners(world):
    """Four learners of the township beside Wu and Lin: one has met the year, one is behind, two have not begun."""
    met, behind, fresh = (make_person(name, unit=world.township) for name in ("达标", "落后", "未学"))
    enrol(world.wu, world.lin, world.zhou, met, behind, fresh, at=LONG_AGO)
    earn(met, 5000, category="required", at=LONG_AGO)
    earn(behind, 1, at=LONG_AGO)
    return {"met": met, "behind": behind}


def counted(response) -> dict[Pace, int]:
    return response.context["stands"].outlook.by_pace


def test_the_desk_tells_how_the_scope_stands(world, as_person, learners):
    response = as_person(world.wu).get(DESK)
    assert response.context["unit"] == world.here
    assert (counted(response)[Pace.MET], counted(response)[Pace.NOT_STARTED]) == (1, 4)
    assert [(branch.unit, branch.people) for branch in response.context["tree"]] == [
        (world.here, 6),
        (world.township, 5),
    ]
    assert [(line.name, line.people, line.unmet) for line in response.context["lines"]] == [("本镇", 5, 4)]


def test_every_pace_leads_to_exactly_those_who_were_counted(world, as_person, learners):
    client = as_person(world.wu)
    desk = client.get(DESK, {"unit": world.township.pk})
    assert sum(part.people for part in desk.context["stands"].parts) == 5
    for part in desk.context["stands"].parts:
        assert client.get(part.address).context["page"].paginator.count == part.people
    everyone = client.get(desk.context["stands"].figures[0].address)
    assert everyone.context["page"].paginator.count == 5


def test_what_waits_leads_to_exactly_those_who_were_counted(world, as_person, learners):
    make_class(world.township, world.lin)
    Person.objects.filter(pk=learners["met"].pk).update(last_login=timezone.now())
    soon = timezone.now() + timedelta(days=3)
    Person.objects.filter(pk=world.lin.pk).update(one_time_code_expires=soon)
    client = as_person(world.wu)
    tasks = {task.sentence: task for task in client.get(DESK).context["waiting"]}
    assert {"为 5 名学员编班", "为 1 个班指定班主任", "1 人的登录码快到期"} <= set(tasks)
    to_people = [task for task in tasks.values() if "/people/?" in task.address]
    assert len(to_people) >= 3
    for task in to_people:
        assert client.get(task.address).context["page"].paginator.count == task.number


def test_imports_with_errors_and_unanswered_complaints_wait(world, as_person):
    administrator = make_person(unit=world.city)
    grant(administrator, Role.ACADEMY_ADMINISTRATOR)
    now = timezone.now()
    ImportJob.objects.create(
        created_by=administrator, created_at=now, effective_on=now, file_name="表.xlsx", status=ImportStatus.CHECKED,
        wrong_rows=2,
    )  # fmt: skip
    complain(actor=world.lin, kind=ComplaintKind.OTHER, text="示例", now=now - timedelta(days=3))
    waiting = as_person(administrator).get(DESK).context["waiting"]
    assert [(task.sentence, task.aside) for task in waiting[:2]] == [
        ("答复 1 条意见", "最久 3 天"),
        ("1 次导入有错误", "改好再传"),
    ]


def test_the_years_end_is_due_with_those_who_have_not_met_it(world, as_person, learners):
    client = as_person(world.wu)
    (due,) = client.get(DESK).context["due"]
    assert "5 人还未达标" in due.sentence
    assert client.get(due.address).context["page"].paginator.count == 5


def test_a_unit_next_door_is_not_found(world, as_person):
    assert as_person(world.wu).get(DESK, {"unit": world.next_door.pk}).status_code == 404
    assert as_person(world.wu).get("/manage/units.xlsx", {"unit": world.next_door.pk}).status_code == 404


def test_the_units_are_exported_in_their_order(world, as_person, learners):
    response = as_person(world.wu).get("/manage/units.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert rows[1][:5] == ["本镇", "5", "1", "4", "20.0%"]


def test_a_class_teacher_sees_her_class_alone(world, as_person, learners):
    grant(world.zhou, Role.CLASS_TEACHER)
    make_class(world.township, world.lin, learners["met"], teacher=world.zhou)
    response = as_person(world.zhou).get(DESK)
    assert (response.context["tree"], response.context["stands"].outlook.people) == ([], 2)
    assert counted(response)[Pace.MET] == 1


def test_the_desk_tells_how_far_this_years_plan_is_and_leads_to_it(world, as_person):
    year = timezone.localdate().year
    plan = make_plan(world.wu, world.here, year=year, title="本区今年的计划")
    make_plan(world.wu, world.here, year=year - 1)
    for title, state in (("甲", PlanTaskState.DONE), ("乙", PlanTaskState.DROPPED), ("丙", PlanTaskState.DOING)):
        task, share = make_task(plan, world.wu, title), 100 if state == PlanTaskState.DONE else 40
        told = {"state": state, "progress": share, "words": "示例"}
        report_plan_task(actor=Scope.of(world.wu, LONG_AGO), task_id=task.pk, now=LONG_AGO, **told)
    response = as_person(world.wu).get(DESK)
    assert [(each.title, each.finished, each.whole) for each in response.context["plans"]] == [("本区今年的计划", 1, 2)]
    assert f'href="/manage/plans/{plan.pk}/"' in response.content.decode()
    assert list(as_person(world.wu).get(DESK, {"unit": world.township.pk}).context["plans"]) == []


def test_an_editors_desk_leads_to_her_courses(world, as_person):
    editor = make_person(unit=world.city)
    grant(editor, Role.COURSE_EDITOR)
    assert "去课程列表" in as_person(editor).get(DESK).content.decode()


def test_the_desk_costs_the_same_however_many_units_and_learners(
    world, as_person, learners, django_assert_max_num_queries
):
    client = as_person(world.wu)
    client.get(DESK)
    with django_assert_max_num_queries(32) as few:
        client.get(DESK)
    for number in range(4):
        enrol(make_person(unit=make_unit(f"镇{number}", under=world.here)), at=LONG_AGO)
    with django_assert_max_num_queries(32) as many:
        client.get(DESK)
    assert len(few) == len(many)
