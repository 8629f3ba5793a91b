"""Keeping a yearly plan: who may, what is kept of a change, who is told, what is due."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from tests.factories.organisation import make_person, make_unit
from tests.factories.plans import NOW, make_plan, make_task
from tests.factories.talks import PDF, administrator_of

from yuanjiao.organisation.public import OutOfScope, Scope
from yuanjiao.outreach.models import Notice
from yuanjiao.oversight import public as oversight
from yuanjiao.oversight.actions import plans
from yuanjiao.oversight.models import PlanStep, PlanTask, PlanTaskState
from yuanjiao.oversight.pages import plan_task_page

pytestmark = pytest.mark.django_db
DONE, DOING, DROPPED = PlanTaskState.DONE, PlanTaskState.DOING, PlanTaskState.DROPPED


@pytest.fixture
def tree():
    """Wu's district with Lin in it, and Qin's next door."""
    city = make_unit("示例市")
    here, next_door = make_unit("本区", under=city), make_unit("邻区", under=city)
    wu, qin = administrator_of(here, "吴"), administrator_of(next_door, "秦")
    lin = make_person("林", unit=here)
    return SimpleNamespace(**locals())


def scope(person):
    return Scope.of(person, NOW)


def report(actor, task, state, progress=50, words=""):
    return oversight.report_plan_task(
        actor=scope(actor), task_id=task.pk, state=state, progress=progress, words=words, now=NOW
    )


def test_a_unit_has_one_plan_a_year(tree):
    plan = make_plan(tree.wu, tree.here)
    with pytest.raises(plans.PlanThere):
        make_plan(tree.wu, tree.here)
    plan.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        plan.save()


def test_only_the_units_own_administrators_and_those_above_keep_it(tree):
    plan = make_plan(tree.wu, tree.here)
    with pytest.raises(OutOfScope):
        make_plan(tree.qin, tree.here)
    with pytest.raises(OutOfScope):
        make_task(plan, tree.qin)
    assert list(oversight.plans_in(scope(tree.qin))) == []
    assert list(oversight.plans_in(scope(tree.wu))) == [plan]


def test_whoever_sees_to_a_task_is_told_reads_the_plan_and_reports(tree):
    plan = make_plan(tree.wu, tree.here)
    task = make_task(plan, tree.wu, owner=tree.lin)
    assert Notice.objects.get(person=tree.lin).link == plan_task_page(task.pk)
    assert list(oversight.plans_in(scope(tree.lin))) == [plan]
    assert report(tree.lin, task, DOING, 30).progress == 30
    assert Notice.objects.get(person=tree.wu).title == "计划任务有了新进展"
    with pytest.raises(OutOfScope):
        report(tree.qin, task, DOING)


def test_a_finished_task_is_at_a_hundred_from_that_day_on_and_may_be_taken_up_again(tree):
    task = make_task(make_plan(tree.wu, tree.here), tree.wu)
    done = report(tree.wu, task, DONE, 70)
    assert (done.progress, done.finished_on) == (100, date(2026, 6, 1))
    again = report(tree.wu, task, DOING, 100)
    assert (again.progress, again.finished_on) == (99, None)


def test_dropping_a_task_needs_a_reason_and_keeps_it(tree):
    task = make_task(make_plan(tree.wu, tree.here), tree.wu)
    with pytest.raises(plans.ReasonMissing):
        report(tree.wu, task, DROPPED, words=" ")
    report(tree.wu, task, DROPPED, words="并入另一项。")
    assert PlanStep.objects.latest("pk").words == "并入另一项。"


def test_a_change_keeps_what_the_task_said_before(tree):
    task = make_task(make_plan(tree.wu, tree.here), tree.wu)
    details = oversight.TaskDetails("更新微课", tree.lin, date(2026, 2, 1), date(2026, 7, 1))
    oversight.change_plan_task(actor=scope(tree.wu), task_id=task.pk, details=details, now=NOW)
    assert PlanStep.objects.latest("pk").words == "改了任务，原来是：更新课程（吴，2026-01-01 – 2026-06-30）"
    assert Notice.objects.filter(person=tree.lin).count() == 1


def test_a_task_ends_after_it_begins_and_its_owner_is_there(tree):
    plan = make_plan(tree.wu, tree.here)
    with pytest.raises(plans.EndsBeforeItBegins):
        make_task(plan, tree.wu, ends_on=date(2025, 12, 31))
    tree.lin.is_active = False
    with pytest.raises(plans.OwnerAway):
        make_task(plan, tree.wu, owner=tree.lin)


def test_a_new_plan_may_begin_with_the_tasks_of_the_year_before(tree):
    before = make_plan(tree.wu, tree.here, year=2024)
    make_task(before, tree.wu, "迎检", ends_on=date(2024, 2, 29))
    report(tree.wu, make_task(before, tree.wu, "不做了"), DROPPED, words="取消。")
    oversight.open_plan(
        actor=scope(tree.wu), unit=tree.here, year=2025, title="二五年计划", aims="", now=NOW, like=before
    )
    (task,) = PlanTask.objects.filter(plan__year=2025)
    assert (task.title, task.begins_on, task.ends_on) == ("迎检", date(2025, 1, 1), date(2025, 2, 28))


def test_what_ends_soon_or_should_have_ended_is_due(tree):
    plan = make_plan(tree.wu, tree.here)
    late = make_task(plan, tree.wu, "已过", ends_on=date(2026, 5, 1))
    soon = make_task(plan, tree.wu, "将到", ends_on=date(2026, 6, 10))
    make_task(plan, tree.wu, "还早", ends_on=date(2026, 9, 1))
    report(tree.wu, make_task(plan, tree.wu, "做完", ends_on=date(2026, 5, 2)), DONE)
    assert list(oversight.due_tasks(scope(tree.wu), NOW.date())) == [late, soon]
    assert list(oversight.due_tasks(scope(tree.qin), NOW.date())) == []


def test_a_file_is_kept_beside_a_task_by_those_who_may_report(tree):
    task = make_task(make_plan(tree.wu, tree.here), tree.wu, owner=tree.lin)
    sent = oversight.sound("小结.pdf", PDF)
    oversight.attach_to_plan_task(actor=scope(tree.lin), task_id=task.pk, file=sent, now=NOW)
    assert task.attachments.get().name == "小结.pdf"
    with pytest.raises(OutOfScope):
        oversight.attach_to_plan_task(actor=scope(tree.qin), task_id=task.pk, file=sent, now=NOW)
