"""The steps of a talk, each sent by a form of its page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuanjiao.organisation.public import OutOfScope, Permission
from yuanjiao.oversight import public as oversight
from yuanjiao.oversight.models import Talk, TalkTask
from yuanjiao.web.manage import talks
from yuanjiao.web.manage.door import ManageRequest, allowed
from yuanjiao.web.manage.forms.talks import (
    CarryOnForm,
    FileForm,
    MeetingForm,
    RecordForm,
    TaskAnswerForm,
    TaskForm,
    WordsForm,
)


def _talk(request: ManageRequest, talk_id: int, *, from_above: bool = True) -> Talk:
    talk = get_object_or_404(oversight.talks_in(request.scope), pk=talk_id)
    if from_above and not oversight.may_talk_to(request.scope, talk.unit):
        raise OutOfScope
    return talk


def _take(
    request: ManageRequest,
    talk: Talk,
    sent: tuple[str, forms.Form],
    step: Callable[..., object],
    done: str,
    words: Callable[[], dict[str, Any]] | None = None,
) -> HttpResponse:
    """Take a step with a form; what is amiss is shown at its field with all that was written.

    :param words: what of the form the step is given, unless it is simply its fields.
    """
    now, (name, form) = timezone.now(), sent
    if form.is_valid():
        try:
            step(actor=request.scope, now=now, **(words() if words else form.cleaned_data))
        except oversight.OversightRefused as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, done)
            return redirect("manage:talk", talk.pk)
    return render(request, "manage/talks/talk.html", talks.page_of(talk, request.scope, now, {name: form}), status=422)


@require_POST
@allowed(Permission.TALKS_HOLD)
def postpone(request: ManageRequest, talk_id: int) -> HttpResponse:
    """Hold it at another time or place."""
    talk, form = _talk(request, talk_id), MeetingForm(request.POST)
    step = partial(oversight.postpone_talk, talk_id=talk.pk)
    done = _("已改时间，单位会收到通知。")
    return _take(request, talk, ("postpone", form), step, done, lambda: {"meeting": form.meeting()})


@require_POST
@allowed(Permission.TALKS_HOLD)
def withdraw(request: ManageRequest, talk_id: int) -> HttpResponse:
    """Take the notice back."""
    talk, form = _talk(request, talk_id), WordsForm(request.POST, auto_id="withdraw_%s")
    step = partial(oversight.withdraw_talk, talk_id=talk.pk)
    done = _("已撤回，单位会收到通知和原因。")
    return _take(request, talk, ("withdraw", form), step, done, lambda: {"reason": form.cleaned_data["words"]})


@require_POST
@allowed(Permission.TALKS_HOLD)
def record(request: ManageRequest, talk_id: int) -> HttpResponse:
    """Write down what was said."""
    talk, form = _talk(request, talk_id), RecordForm(request.POST)
    step = partial(oversight.record_talk, talk_id=talk.pk)
    done = _("记录已写下，单位开始整改。")
    return _take(request, talk, ("record", form), step, done, lambda: {"record": form.record()})


@require_POST
@allowed(Permission.TALKS_HOLD)
def task(request: ManageRequest, talk_id: int) -> HttpResponse:
    """Settle a rectification task."""
    talk = _talk(request, talk_id, from_above=False)
    form = TaskForm(request.POST, people=talks.people_of(talk))
    step = partial(oversight.set_task, talk_id=talk.pk)
    return _take(request, talk, ("task", form), step, _("任务已定，负责人会收到通知。"))


@require_POST
@allowed(Permission.TALKS_HOLD)
def answer(request: ManageRequest, talk_task_id: int) -> HttpResponse:
    """Report how far a task is."""
    held = get_object_or_404(TalkTask, pk=talk_task_id)
    talk, form = _talk(request, held.talk_id, from_above=False), TaskAnswerForm(request.POST)
    step = partial(oversight.answer_task, task_id=held.pk)
    return _take(request, talk, ("answer", form), step, _("已报告，上级会收到通知。"))


@require_POST
@allowed(Permission.TALKS_HOLD)
def check(request: ManageRequest, talk_id: int) -> HttpResponse:
    """Look what came of it."""
    talk, form = _talk(request, talk_id), WordsForm(request.POST, auto_id="check_%s")
    step = partial(oversight.check_talk, talk_id=talk.pk)
    return _take(request, talk, ("check", form), step, _("复查结果已记下。"))


@require_POST
@allowed(Permission.TALKS_HOLD)
def carry_on(request: ManageRequest, talk_id: int) -> HttpResponse:
    """Let the unit rectify longer."""
    talk, form = _talk(request, talk_id), CarryOnForm(request.POST, auto_id="carry_%s")
    step = partial(oversight.carry_on_talk, talk_id=talk.pk)
    return _take(request, talk, ("carry_on", form), step, _("继续整改，单位会收到通知。"))


@require_POST
@allowed(Permission.TALKS_HOLD)
def close(request: ManageRequest, talk_id: int) -> HttpResponse:
    """Close it."""
    talk, form = _talk(request, talk_id), WordsForm(request.POST, auto_id="close_%s")
    step = partial(oversight.close_talk, talk_id=talk.pk)
    return _take(request, talk, ("close", form), step, _("已办结。"))


@require_POST
@allowed(Permission.TALKS_HOLD)
def attach(request: ManageRequest, talk_id: int) -> HttpResponse:
    """Put a file beside it."""
    talk, form = _talk(request, talk_id, from_above=False), FileForm(request.POST, request.FILES)
    step = partial(oversight.attach_to_talk, talk_id=talk.pk)

    def words() -> dict[str, Any]:
        sent = form.cleaned_data["file"]
        return {"file": oversight.sound(sent.name, sent.read())}

    return _take(request, talk, ("file", form), step, _("已附上。"), words)
