"""Talks in every state and two years of work plans; their figures are those of the story on the days they name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, Sum

from yuanjiao.credits.models import LedgerEntry, Standing
from yuanjiao.credits.public import date_of, units_compared, year_of
from yuanjiao.demonstration import people
from yuanjiao.demonstration.plan import Plan, at
from yuanjiao.demonstration.signins import ACADEMY, UNIT
from yuanjiao.organisation.models import Person, Role, Unit
from yuanjiao.organisation.public import PolicyRefused, Scope, grant_role, in_subtrees, publish_policy
from yuanjiao.oversight.models import PlanTask, PlanTaskState, StepKind, Talk, TalkState, TalkStep, TalkTask, TaskState
from yuanjiao.oversight.public import (
    TalkRules,
    TaskDetails,
    UnitFigures,
    add_plan_task,
    make_screen,
    open_plan,
    report_plan_task,
)

RULES = TalkRules(from_month=1, from_day=1)
PLACE = "区委党校二楼会议室"
NINE = 9 * 3600
APPOINTED_BEFORE = timedelta(days=90)
CALLED = "达标率低于约谈线。请主要负责人和单位管理员参加，带上本单位名册和下一步学习安排。"
SAID = "学员多在一线，白天没有整块时间；班里没有定期提醒。要求：错峰安排、每周通报进度、班主任逐人联系。"
PROMISED = "两周内逐人联系一遍；每周五集中学习一小时；月底前达标率过六成。"


@dataclass(frozen=True)
class Course:
    """How far one talk of the demonstration went: the days ago of each step, as far as they were taken."""

    called: int
    held: int | None = None
    checked: int | None = None
    closed: int | None = None


COURSES = (Course(120, 117, 70, 69), Course(75, 72, 4), Course(25, 22), Course(1))
TASKS = (
    ("逐人联系一遍，记下原因", -12, TaskState.DONE, "联系了全部未达标学员，三人请病假，其余已约定学习时间。"),
    ("每周五下午集中学习", 6, TaskState.OPEN, ""),
    ("在单位公示栏公布班级进度", -3, TaskState.OPEN, ""),
)
YEARLY = (
    ("制定年度学习要求", "01-05", "02-10"),
    ("更新必修课目录", "02-01", "04-30"),
    ("半年通报", "06-20", "07-15"),
    ("管理员和班主任培训", "03-01", "05-31"),
    ("下半年重点课程推送", "08-01", "10-31"),
    ("低于约谈线单位逐个回访", "10-15", "12-10"),
    ("年度考核和评分", "11-15", "12-31"),
)


def tell(plan: Plan, now: datetime, progress: Callable[[int, int], None]) -> None:
    """Write talks and plans, unless they are there; a city for measuring has none."""
    if not plan.city and not Talk.objects.exists():
        _settle_line(now)
        caller = Person.objects.select_related("unit").get(staff_number=UNIT.staff_number)
        for course, unit in zip(COURSES, _weakest(caller.unit, now), strict=False):
            _talk(course, unit, caller, now)
        make_screen(actor=Scope.of_system(), unit=caller.unit, name="区政务中心一楼大厅", now=now)
        for sign_in in (UNIT, ACADEMY):
            _plans(Person.objects.select_related("unit").get(staff_number=sign_in.staff_number), now)
    progress(1, 1)


def _settle_line(now: datetime) -> None:
    try:
        publish_policy(actor=Scope.of_system(), kind="talks", rules=RULES, now=now)
    except PolicyRefused:
        return


def _weakest(district: Unit, now: datetime) -> Sequence[Unit]:
    below = Unit.objects.filter(in_subtrees([str(district.path)]), depth=district.depth + 1)
    lines = [line for line in units_compared(below, year_of(now)) if line.people >= RULES.least_people]
    weakest = [line.unit_id for line in lines[::-1]]
    return sorted(Unit.objects.filter(pk__in=weakest), key=lambda unit: weakest.index(unit.pk))


def _figures(unit: Unit, at: datetime) -> UnitFigures:
    rows = Standing.objects.filter(in_subtrees([str(unit.path)], "unit_path"), year=year_of(at), counted=True)
    found = rows.aggregate(people=Count("pk"), met=Count("pk", filter=Q(met_at__lt=at)))
    entries = LedgerEntry.objects.filter(learner_id__in=rows.values("learner_id"), year=year_of(at), at__lt=at)
    return UnitFigures(found["people"], found["met"], entries.aggregate(all=Sum("hundredths"))["all"] or 0)


def _talk(course: Course, unit: Unit, caller: Person, now: datetime) -> None:
    called_at = now - timedelta(days=course.called)
    figures = _figures(unit, called_at)
    answerer = _administrator(unit, called_at - APPOINTED_BEFORE)
    talk = Talk.objects.create(
        unit=unit,
        year=year_of(called_at),
        rule_version=1,
        measure=RULES.measure,
        met_per_cent=RULES.met_per_cent,
        credits_hundredths=RULES.credits_hundredths,
        people=figures.people,
        met=figures.met,
        hundredths=figures.hundredths,
        called_by=caller,
        called_at=called_at,
        meets_at=called_at + timedelta(days=3),
        place=PLACE,
    )
    _step(talk, StepKind.CALL, caller, called_at, CALLED, figures)
    if course.held is not None:
        held_at = now - timedelta(days=course.held)
        talk.held_at, talk.said, talk.commitments, talk.state = held_at, SAID, PROMISED, TalkState.HELD
        talk.attended = f"{caller.full_name}、{answerer.full_name if answerer else unit.name}"
        talk.rectify_by = date_of(held_at) + timedelta(days=RULES.rectify_days)
        _step(talk, StepKind.RECORD, caller, held_at, PROMISED)
        if answerer:
            _rectify(talk, answerer, held_at, finished=course.checked is not None)
    if course.checked is not None:
        checked_at = now - timedelta(days=course.checked)
        talk.state = TalkState.CHECKED
        _step(
            talk, StepKind.CHECK, caller, checked_at, "看了名册和通报，提醒做到了每周一次。", _figures(unit, checked_at)
        )
    if course.closed is not None:
        talk.state, talk.ended_at = TalkState.CLOSED, now - timedelta(days=course.closed)
        _step(talk, StepKind.CLOSE, caller, talk.ended_at, "整改任务都完成了，进度跟上，办结；年底再看。")
    talk.save()


def _step(
    talk: Talk, kind: StepKind, actor: Person, at: datetime, words: str, figures: UnitFigures | None = None
) -> None:
    kept = {"people": figures.people, "met": figures.met, "hundredths": figures.hundredths} if figures else {}
    TalkStep.objects.create(talk=talk, kind=kind, state=talk.state, actor=actor, at=at, words=words, **kept)


def _rectify(talk: Talk, answerer: Person, held_at: datetime, *, finished: bool) -> None:
    for title, days, state, answer in TASKS:
        due_on = date_of(held_at) + timedelta(days=22 + days)
        task = TalkTask(talk=talk, title=title, owner=answerer, due_on=due_on)
        _step(talk, StepKind.TASK, answerer, held_at + timedelta(hours=2), f"{title}（{answerer.full_name}，{due_on}）")
        if finished or state == TaskState.DONE:
            task.state, task.answer = TaskState.DONE, answer or "按期做完了。"
            task.answered_at = held_at + timedelta(days=9)
            _step(talk, StepKind.ANSWER, answerer, task.answered_at, f"{title}：{task.answer}")
        task.save()


def _administrator(unit: Unit, now: datetime) -> Person | None:
    """Someone of the unit, appointed to administer it."""
    there = Person.objects.filter(unit=unit, is_active=True).exclude(staff_number=people.FIRST)
    person = there.order_by("-post_level", "staff_number").first()
    if person is not None:
        grant_role(actor=Scope.of_system(), person=person, role=Role.UNIT_ADMINISTRATOR, unit=unit, now=now)
    return person


def _plans(keeper: Person, now: datetime) -> None:
    actor, year = Scope.of(keeper, now), year_of(now)
    for each in (year - 1, year):
        title = f"{each} 年{keeper.unit.name}网络学院工作计划"
        aims = "人人达到年度要求，六成以上在第三季度前达标；没有一个单位低于约谈线。"
        opened = min(at(date(each, 1, 4), NINE), now)
        plan = open_plan(actor=actor, unit=keeper.unit, year=each, title=title, aims=aims, now=opened)
        for number, (task, begins, ends) in enumerate(YEARLY):
            days = date.fromisoformat(f"{each}-{begins}"), date.fromisoformat(f"{each}-{ends}")
            made = add_plan_task(actor=actor, plan=plan, details=TaskDetails(task, keeper, *days), now=opened)
            _report(actor, made, number, now)


def _report(actor: Scope, task: PlanTask, number: int, now: datetime) -> None:
    """Finished at its end or some days later where that day has passed; begun where it has begun."""
    today, late = date_of(now), (number % 3 - 1) * 6
    finished = task.ends_on + timedelta(days=late)
    if finished < today:
        at = now - (today - finished)
        report_plan_task(actor=actor, task_id=task.pk, state=PlanTaskState.DONE, progress=100, words="", now=at)
    elif task.begins_on < today:
        share = round(80 * (today - task.begins_on).days / max((task.ends_on - task.begins_on).days, 1))
        report_plan_task(
            actor=actor,
            task_id=task.pk,
            state=PlanTaskState.DOING,
            progress=min(share, 90),
            words="按计划进行。",
            now=now,
        )
