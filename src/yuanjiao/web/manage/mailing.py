"""Reminding and writing to the people of a list: what is shown before, and the job that does it."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from yuanjiao.kernel import jobs
from yuanjiao.kernel.models import BackgroundJob
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Scope
from yuanjiao.outreach import public as outreach
from yuanjiao.outreach.models import LetterKind, Mailing, MailingState, ReminderChannel
from yuanjiao.outreach.public import Letter, Lot, marks
from yuanjiao.web.manage.door import ManageRequest
from yuanjiao.web.manage.selection import Selection, selected

KIND = "web.mailing"


def proposed(kind: LetterKind) -> str:
    """The words to begin with; whoever sends them changes them as she likes."""
    if kind == LetterKind.MESSAGE:
        return ""
    words = marks(get_language())
    asking = _("%(name)s您好：今年要学 %(due)s 学分，您已得 %(earned)s 学分，还差 %(missing)s 学分。") % words
    return asking + _("请抽空学起来；有困难请找班主任。")


def shown(request: ManageRequest, chosen: Selection, kind: LetterKind, text: str, now: datetime) -> dict[str, Any]:
    """The numbers, and a few people with the very words each would read."""
    getting = outreach.who_gets(request.scope, chosen.people, kind, now)
    return {
        "reach": outreach.reach_of(request.scope, chosen.people, kind, now),
        "sample": outreach.sample_letters(getting, text, request.user, now),
        "rest_days": outreach.REST_DAYS,
    }


def send(
    request: ManageRequest, chosen: Selection, key: str, letter: Letter, now: datetime
) -> tuple[Mailing, BackgroundJob | None]:
    """Send it, or let a job do so where the list is long."""
    lot = Lot(chosen.people, chosen.words, chosen.unit_paths)
    begin = partial(_begin, request, now, request.GET.urlencode())
    return outreach.start_mailing(actor=request.scope, key=key, letter=letter, lot=lot, begin=begin, now=now)


def send_rest(request: ManageRequest, mailing: Mailing, now: datetime) -> BackgroundJob:
    """Let a job send what is left of a mailing that broke off, to those whom the same address finds now."""
    address = mailing.job.arguments["list"] if mailing.job else ""
    begin = partial(_begin, request, now, address)
    return outreach.send_rest(actor=request.scope, mailing=mailing, begin=begin, now=now)


def _begin(request: ManageRequest, now: datetime, address: str, mailing: Mailing, whole: int) -> BackgroundJob:
    title = _("发送%(kind)s：%(whom)s") % {"kind": mailing.get_kind_display(), "whom": mailing.whom}
    return jobs.start(
        KIND,
        owner_id=request.user.pk,
        title=title[:200],
        arguments={"mailing": mailing.pk, "list": address},
        now=now,
        whole=whole,
    )


def carry_out(running: jobs.Running) -> str:
    """Send a mailing to the people that its address finds, as of now and within the scope that its sender has now."""
    try:
        return told(_carry_on(running))
    except Exception:
        # No job comes back to it by itself, so what it has written must not wait for ever to be sent.
        outreach.break_off_mailing(mailing_id=running.arguments["mailing"], job_id=running.job.pk, now=timezone.now())
        raise


def _carry_on(running: jobs.Running) -> Mailing:
    owner = Person.objects.filter(pk=running.job.owner_id or 0, is_active=True).first()
    if owner is None:
        raise jobs.JobFailed(_("发送的人已不在册，没有继续发。"))
    scope = Scope.of(owner, timezone.now())
    try:
        chosen = selected(scope, QueryDict(running.arguments["list"]), timezone.now())
    except Http404:
        raise jobs.JobFailed(_("这份名单已经没有了，或者不再归您看，没有继续发。")) from None
    return outreach.send_mailing(
        actor=scope,
        mailing_id=running.arguments["mailing"],
        people=chosen.people,
        clock=timezone.now,
        step=running.step,
    )


def told(mailing: Mailing) -> str:
    """What came of it, in a sentence."""
    number = {"number": f"{mailing.reached:,}"}
    if mailing.state == MailingState.NOBODY_LEFT:
        said = _("名单里现在没有人可发了：有的已经收到，有的刚被提醒过，或者已不用您提醒。")
        before = ngettext("以前已发给 %(number)s 人。", "以前已发给 %(number)s 人。", mailing.reached) % number
        return said + before if mailing.reached else said
    said = ngettext("已发给 %(number)s 人。", "已发给 %(number)s 人。", mailing.reached) % number
    if mailing.kind == LetterKind.REMINDER and mailing.reached < mailing.people:
        left = mailing.people - mailing.reached
        missed = ngettext(
            "另有 %(number)s 人没有发：刚被提醒过，或者已不用您提醒。",
            "另有 %(number)s 人没有发：刚被提醒过，或者已不用您提醒。",
            left,
        )
        said += missed % {"number": f"{left:,}"}
    if set(mailing.channels) == {ReminderChannel.NOTICE}:
        return said
    if mailing.finished_at and outreach.is_night(mailing.finished_at):
        return said + _("现在是夜里，邮件和短信早上 7:30 以后发出。")
    return said + _("邮件和短信在后台发送。")
