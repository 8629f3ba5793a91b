"""Courses pushed by the academy and by a district, and what came of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction

from yuanjiao.catalogue.models import Course, CourseState
from yuanjiao.demonstration import signins
from yuanjiao.demonstration.plan import Plan
from yuanjiao.learning.models import CourseProgress
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Scope
from yuanjiao.outreach import public as outreach
from yuanjiao.outreach.models import Campaign, CampaignRecipient, Priority
from yuanjiao.outreach.public import CampaignFields, PushAudience

ROWS_AT_ONCE = 5000
QUIET_FROM, QUIET_TO = time(21), time(7, 30)


@dataclass(frozen=True)
class Script:
    """One campaign: who pushes, from how many days ago, for how many days, what and to whom."""

    sender: signins.SignIn
    begins_days_ago: int
    lasts_days: int
    name: str
    text: str
    courses: slice
    audience: PushAudience
    priority: Priority = Priority.ORDINARY
    by_notice: bool = False


def scripts(learner: Person) -> tuple[Script, ...]:
    """The campaigns, oldest first; two of them run and reach the demonstration's learner."""
    return (
        Script(
            signins.ACADEMY, 120, 60, "年中必学（演示）", "请在半年小结前学完。", slice(6, 7), PushAudience(),
            by_notice=True,
        ),
        Script(
            signins.ACADEMY, 24, 60, "基层岗位重点课程（演示）", "结合手头工作学，学完可以在课程页留言。", slice(0, 3),
            PushAudience(unit_kinds=(learner.unit.kind,)), Priority.IMPORTANT, by_notice=True,
        ),
        Script(
            signins.UNIT, 6, 40, "本区干部应知应会（演示）", "区里统一安排，年底前学完即可。", slice(3, 4),
            PushAudience(post_levels=(learner.post_level,)),
        ),
        Script(
            signins.UNIT, -1, 20, "新任干部起步课（演示）", "", slice(4, 6), PushAudience(tenure_months_max=36),
        ),
    )  # fmt: skip


def push(plan: Plan, now: datetime) -> None:
    """Let the campaigns happen as they would have, unless there are some already."""
    if Campaign.objects.exists():
        return
    learner = Person.objects.select_related("unit").get(staff_number=signins.LEARNER.staff_number)
    begun = CourseProgress.objects.filter(learner_id=learner.pk)
    fresh = Course.objects.filter(demonstration=True, state=CourseState.PUBLISHED, published_at__lte=plan.begins_at)
    courses = list(fresh.exclude(pk__in=begun.values("course_id")).order_by("pk")[:8])
    for script in scripts(learner):
        # A city is built for measuring: there the district's campaigns are enough to see.
        chosen = courses[script.courses]
        if chosen and not (plan.city and script.sender is signins.ACADEMY):
            happen(plan, script, chosen, now)


def happen(plan: Plan, script: Script, courses: list[Course], now: datetime) -> None:
    """Draft and schedule one campaign at its time; if that has come, people see it, and some open it."""
    sender = Person.objects.select_related("unit").get(staff_number=script.sender.staff_number)
    if not outreach.people_of(script.audience, sender.unit, now).exists():
        return
    begins = (now - timedelta(days=script.begins_days_ago)).replace(hour=1, minute=0, second=0, microsecond=0)
    written = min(begins, now) - timedelta(hours=2)
    fields = CampaignFields(
        unit=sender.unit,
        name=script.name,
        text=script.text,
        courses=tuple(courses),
        audience=script.audience,
        starts_at=begins,
        ends_at=begins + timedelta(days=script.lasts_days),
        by_notice=script.by_notice,
        quiet_from=QUIET_FROM,
        quiet_to=QUIET_TO,
        priority=script.priority,
    )
    scope = Scope.of(sender, now)
    campaign = outreach.draft_campaign(actor=scope, fields=fields, now=written, demonstration=True)
    outreach.schedule_campaign(actor=scope, campaign_id=campaign.pk, now=written)
    if begins > now:
        return
    with transaction.atomic(), as_it_stood(() if plan.city else courses, begins):
        outreach.carry_on_campaign(campaign.pk, clock=lambda: begins, step=lambda _done, _whole: None)
    look(plan, campaign, now)
    outreach.count_campaign(campaign.pk, now)
    if campaign.ends_at <= now:
        outreach.carry_on_campaigns(now=campaign.ends_at)


@contextmanager
def as_it_stood(courses: Sequence[Course], then: datetime) -> Iterator[None]:
    """Let these courses be unfinished by whoever finished them later, within a transaction: pushes looked at that."""
    later = CourseProgress.objects.filter(course__in=courses, completed_at__gte=then)
    kept = list(later)
    later.update(completed_at=None)
    yield
    CourseProgress.objects.bulk_update(kept, ["completed_at"], batch_size=ROWS_AT_ONCE // 10)


def look(plan: Plan, campaign: Campaign, now: datetime) -> None:
    """Most people see a push within a few days, about half open it; the demonstration's learner has not yet."""
    chance = plan.draw("pushes", campaign.name)
    learner = Person.objects.get(staff_number=signins.LEARNER.staff_number)
    rows = CampaignRecipient.objects.filter(campaign=campaign).exclude(learner_id=learner.pk)
    for first in range(0, rows.count(), ROWS_AT_ONCE):
        part = list(rows.order_by("learner_id").values_list("pk", flat=True)[first : first + ROWS_AT_ONCE])
        seen = [number for number in part if chance.random() < 0.82]
        opened = [number for number in seen if chance.random() < 0.55]
        at = min(now, campaign.starts_at + timedelta(days=2))
        CampaignRecipient.objects.filter(pk__in=seen).update(seen_at=at)
        CampaignRecipient.objects.filter(pk__in=opened).update(opened_at=at)
