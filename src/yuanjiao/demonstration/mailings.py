"""What administrators sent to the people of a list: two that went out, and one that broke off and waits to go on."""

from __future__ import annotations

from datetime import datetime, timedelta

from yuanjiao.credits.public import Pace, has_pace
from yuanjiao.demonstration import signins
from yuanjiao.demonstration.plan import Plan
from yuanjiao.kernel.jobs import JobFailed
from yuanjiao.kernel.models import BackgroundJob, JobState
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Scope, in_subtrees
from yuanjiao.outreach.models import LetterKind, Mailing, ReminderChannel
from yuanjiao.outreach.public import Letter, Lot, break_off_mailing, send_mailing, start_mailing
from yuanjiao.web.manage.mailing import KIND

REMINDER = "{姓名}您好：今年要学 {要求} 学分，您已得 {已得} 学分，还差 {还差} 学分。请抽空学起来。"
MESSAGE = "{姓名}您好：下周二下午三点在本单位会议室交流学习体会，请准备五分钟发言。"
WRITTEN_TO = 40
WISH = "{姓名}您好：年底前学院每周三晚上七点有在线答疑，学习上有困难可以来问。"
STOPPED = "演示：发送途中停电，没有发完。"


def send(plan: Plan, now: datetime) -> None:
    """All of it."""
    write_to_lists(plan, now)
    if not plan.city:
        break_one_off(plan, now)


def write_to_lists(plan: Plan, now: datetime) -> None:
    """What the administrator who can sign in sent from her list of people: a reminder and a message."""
    administrator = Person.objects.select_related("unit").get(staff_number=signins.UNIT.staff_number)
    here = Person.objects.filter(in_subtrees([administrator.unit.path], "unit__path"), is_learner=True)
    begun = here.filter(last_login__isnull=False).exclude(staff_number=signins.LEARNER.staff_number)
    numbers = list(begun.order_by("pk").values_list("pk", flat=True)[: WRITTEN_TO + 1])
    if not numbers:
        return
    notice = [ReminderChannel.NOTICE]
    reminder = Letter(LetterKind.REMINDER, REMINDER, notice, link="/record/")
    message = Letter(LetterKind.MESSAGE, MESSAGE, notice, subject="下周二的学习交流会")
    for days, key, letter, words in (
        (9, "reminder", reminder, "今年达标：落后"),
        (5, "message", message, "名单里勾选的 41 人"),
    ):
        at = plan.ends_at - timedelta(days=days, hours=-10)
        lot = Lot(Person.objects.filter(pk__in=numbers), words, [administrator.unit.path])
        start_mailing(
            actor=Scope.of(administrator, now), key=f"demonstration-{key}", letter=letter, lot=lot,
            begin=_never, now=at,
        )  # fmt: skip


def _never(mailing: Mailing, whole: int) -> BackgroundJob:
    raise AssertionError(f"{mailing} is for {whole} people, too many to be sent at once")


def break_one_off(plan: Plan, now: datetime) -> None:
    """A message to all who are behind, whose job died after its first part; where few are behind it needed no job."""
    sender = Person.objects.select_related("unit").get(staff_number=signins.ACADEMY.staff_number)
    behind, at = Person.objects.filter(has_pace([Pace.BEHIND], now)), plan.ends_at - timedelta(days=1, hours=-10)
    if not behind.exists():
        return
    letter = Letter(LetterKind.MESSAGE, WISH, [ReminderChannel.NOTICE], subject="每周三晚上在线答疑")
    lot = Lot(behind, "今年达标：落后", [sender.unit.path])

    def begin(mailing: Mailing, whole: int) -> BackgroundJob:
        list_of_those = {"mailing": mailing.pk, "list": f"standing={Pace.BEHIND}"}
        return BackgroundJob.objects.create(
            kind=KIND, title=f"发送消息：{lot.words}", owner_id=sender.pk, arguments=list_of_those, whole=whole,
            state=JobState.RUNNING, created_at=at, started_at=at,
        )  # fmt: skip

    actor = Scope.of(sender, now)
    mailing, job = start_mailing(actor=actor, key="demonstration-halfway", letter=letter, lot=lot, begin=begin, now=at)
    if job is None:
        return
    try:
        send_mailing(actor=actor, mailing_id=mailing.pk, people=behind, clock=lambda: at, step=_die)
    except JobFailed as problem:
        break_off_mailing(mailing_id=mailing.pk, job_id=job.pk, now=at)
        BackgroundJob.objects.filter(pk=job.pk).update(
            state=JobState.FAILED, message=str(problem), finished_at=at, done=Mailing.objects.get(pk=mailing.pk).reached
        )


def _die(_done: int, _whole: int) -> None:
    raise JobFailed(STOPPED)
