"""Notices, messages and recommendations for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.factories.kernel import make_job

from yuanjiao.catalogue.models import Course
from yuanjiao.kernel.models import JobState
from yuanjiao.organisation.models import Person, Unit
from yuanjiao.organisation.public import Scope
from yuanjiao.outreach.models import BoardMessage, Campaign, LetterKind, Mailing, Notice, Recommendation
from yuanjiao.outreach.public import CampaignFields, carry_on_campaign, draft_campaign, schedule_campaign

WRITTEN_AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def make_notice(person: Person, title: str = "示例通知", **fields: Any) -> Notice:
    """An unread notice."""
    return Notice.objects.create(person=person, **{"title": title, "kind": "test", "created_at": WRITTEN_AT} | fields)


def make_message(author: Person, course: Course | None = None, text: str = "示例留言", **fields: Any) -> BoardMessage:
    """A visible message on a course's board, or the academy's."""
    fields = {"written_at": WRITTEN_AT, "unit_path": author.unit.path} | fields
    return BoardMessage.objects.create(author=author, course=course, text=text, **fields)


def make_recommendation(sender: Person, receiver: Person, course: Course, words: str = "值得一看") -> Recommendation:
    """A colleague's recommendation."""
    return Recommendation.objects.create(
        sender=sender, receiver=receiver, course=course, words=words, sent_at=WRITTEN_AT
    )


def make_campaign(unit: Unit, *courses: Course, **fields: Any) -> Campaign:
    """A draft of a campaign to the learners of a unit's subtree, for the month around `WRITTEN_AT`."""
    name = fields.pop("name", "示例推送")
    times = {"starts_at": WRITTEN_AT, "ends_at": WRITTEN_AT + timedelta(days=30)}
    said = CampaignFields(unit=unit, name=name, courses=courses, **times | fields)
    return draft_campaign(actor=Scope.of_system(), fields=said, now=WRITTEN_AT)


def run_campaign(unit: Unit, *courses: Course, now: datetime = WRITTEN_AT, **fields: Any) -> Campaign:
    """A campaign that runs, its recipients fixed and told, as the worker leaves it."""
    campaign = make_campaign(unit, *courses, **fields)
    schedule_campaign(actor=Scope.of_system(), campaign_id=campaign.pk, now=now)
    return carry_on(campaign, now)


def carry_on(campaign: Campaign, now: datetime) -> Campaign:
    """What the worker does at a moment."""
    carry_on_campaign(campaign.pk, clock=lambda: now, step=lambda _done, _whole: None)
    campaign.refresh_from_db()
    return campaign


def make_broken_off_mailing(sender: Person) -> Mailing:
    """A reminder of the sender's whole list, whose job failed before it reached anybody."""
    job = make_job(sender, kind="web.mailing", state=JobState.FAILED, arguments={"list": ""})
    return Mailing.objects.create(
        key="broken-off", kind=LetterKind.REMINDER, sender=sender, at=WRITTEN_AT, text="示例", channels=["notice"],
        whom="全部", unit_path=sender.unit.path, people=1, broken_off_at=WRITTEN_AT, job=job,
    )  # fmt: skip
