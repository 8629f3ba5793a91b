"""What the page of a talk shows: its figures then and now, its steps, and what the reader may do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from yuanjiao.credits.public import date_of
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Permission, Scope, in_subtrees
from yuanjiao.oversight.models import Talk, TalkStep, TalkTask, TaskState
from yuanjiao.oversight.public import UnitFigures, figures_now, may_talk_to, talk_rules
from yuanjiao.web.manage.forms.talks import (
    CarryOnForm,
    FileForm,
    MeetingForm,
    RecordForm,
    TaskAnswerForm,
    TaskForm,
    WordsForm,
)


@dataclass(frozen=True, slots=True)
class Then:
    """The unit's figures at one moment."""

    label: Any
    at: datetime
    figures: UnitFigures


def page_of(talk: Talk, scope: Scope, now: datetime, refused: dict[str, forms.Form] | None = None) -> dict[str, Any]:
    """Everything on the page of a talk; `refused` are forms that were sent with something amiss."""
    steps = list(talk.steps.select_related("actor").order_by("at", "pk"))
    return {
        "talk": talk,
        "figures": _figures(talk, steps, now),
        "steps": steps[::-1],
        "tasks": _tasks(talk, now),
        "files": talk.attachments.select_related("added_by").order_by("-added_at", "-pk"),
        "from_above": talk.open and may_talk_to(scope, talk.unit),
        "may_answer": talk.open and scope.may(Permission.TALKS_HOLD, talk.unit),
        "forms": forms_of(talk, now) | (refused or {}),
    }


def forms_of(talk: Talk, now: datetime) -> dict[str, forms.Form]:
    """The forms of the steps that are open, by name."""
    rectify_by = date_of(now) + timedelta(days=talk_rules(now).rules.rectify_days)
    meeting = {"meets_at": talk.meets_at, "place": talk.place}
    return {
        "record": RecordForm(initial={"held_at": min(talk.meets_at, now), "rectify_by": rectify_by}),
        "postpone": MeetingForm(initial=meeting),
        "withdraw": WordsForm(auto_id="withdraw_%s"),
        "task": TaskForm(people=people_of(talk), initial={"due_on": talk.rectify_by or rectify_by}),
        "check": WordsForm(auto_id="check_%s"),
        "carry_on": CarryOnForm(auto_id="carry_%s", initial={"rectify_by": rectify_by}),
        "close": WordsForm(auto_id="close_%s"),
        "file": FileForm(),
    }


def people_of(talk: Talk) -> Any:
    """Who may see to a task: the people of the unit and below it."""
    return Person.objects.filter(in_subtrees([str(talk.unit.path)], "unit__path"))


def _figures(talk: Talk, steps: list[TalkStep], now: datetime) -> list[Then]:
    shown = [Then(step.get_kind_display(), step.at, figures) for step in steps if (figures := step.figures)]
    if talk.open:
        shown.append(Then(None, now, figures_now(talk.unit_id, talk.year)))
    return shown


@dataclass(frozen=True, slots=True)
class ShownTask:
    """A rectification task, whether it is late, and the form of its answer."""

    task: TalkTask
    late: bool
    form: TaskAnswerForm


def _tasks(talk: Talk, now: datetime) -> list[ShownTask]:
    tasks = talk.tasks.select_related("owner").order_by("due_on", "pk")
    return [
        ShownTask(
            task,
            task.state == TaskState.OPEN and task.due_on < date_of(now),
            TaskAnswerForm(auto_id=f"task_{task.pk}_%s", initial={"state": task.state, "answer": task.answer}),
        )
        for task in tasks
    ]


def suggested_moment(now: datetime) -> datetime:
    """Three days on at nine in the morning."""
    local = timezone.localtime(now) + timedelta(days=3)
    return local.replace(hour=9, minute=0, second=0, microsecond=0)
