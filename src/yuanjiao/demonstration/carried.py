"""A course at the end of last year that some of the district attended: what it earned beyond the year is carried over.

The academy's people begin with the story, so nobody's unit counted last year: only those who attended have an account
of it, which no unit's figures hold.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import transaction

from yuanjiao.credits import public as books
from yuanjiao.credits.models import CreditClaim, EvidenceKind, Standing, Training
from yuanjiao.demonstration import claims, signins
from yuanjiao.demonstration.plan import Plan, at
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import in_subtrees

TITLE = "年末集中轮训（上年度，示例）"
ATTENDANTS = 11
"""Besides whoever signs in as the demonstration's learner."""
DAYS = 700
LESS = ((50, "签到表上少半天"), (0, ""), (25, "签到表上少两个课时"))
"""Hundredths of a day that were not approved, and why; by turns."""
MORNING = 9 * 3600


@transaction.atomic
def tell(plan: Plan, now: datetime, progress: Callable[[int, int], None]) -> None:
    """Let the claims of last year's course be told and decided in January, unless that has been done.

    While the year is young the story itself begins last year; a city for measuring has no claims.
    """
    del now
    told = Training.objects.filter(title=TITLE).exists()
    if plan.start.year == plan.today.year and not plan.city and not told:
        wu = Person.objects.get(staff_number=signins.UNIT.staff_number)
        attend(attendants(plan), wu, plan)
    progress(1, 1)


def attendants(plan: Plan) -> list[Person]:
    """Whoever signs in as the demonstration's learner, and some of her district who have been there from the start."""
    lin = Person.objects.select_related("unit").get(staff_number=signins.LEARNER.staff_number)
    district = in_subtrees([str(lin.unit.path)[: 2 * lin.unit.steplen]], "unit__path")
    there = Person.objects.filter(district, is_active=True, is_learner=True, memberships__since=plan.start)
    others = there.exclude(pk=lin.pk).exclude(staff_number=signins.UNIT.staff_number)
    return [lin, *others.select_related("unit").order_by("-pk")[:ATTENDANTS]]


def attend(people: list[Person], wu: Person, plan: Plan) -> None:
    """Open their accounts of last year and go through the claims, as the academy would."""
    year = plan.start.year - 1
    told_at, decided_at = (at(date(plan.start.year, 1, day), MORNING) for day in (8, 12))
    academy = Person.objects.get(staff_number=signins.ACADEMY.staff_number)
    Standing.objects.bulk_create(standing_of(person, year, told_at) for person in people)
    last = date(year, 12, 19)
    facts = books.TrainingFacts(
        title=TITLE,
        organiser="市委党校（示例）",
        place="市委党校报告厅",
        starts_on=last - timedelta(days=DAYS // 100 - 1),
        ends_on=last,
        days_hundredths=DAYS,
        class_hours=DAYS * 8 // 100,
        note="演示数据",
    )
    files = [claims.proof(EvidenceKind.SIGN_IN_SHEET, "签到表（示例）", "JPEG")]
    training = books.tell_training(actor=academy, facts=facts, files=files, now=told_at)
    books.claim_for(actor=academy, training=training, learners=people, now=told_at)
    for place, claim in enumerate(CreditClaim.objects.filter(training=training).order_by("pk")):
        less, reason = LESS[place % len(LESS)]
        books.decide_claim(actor=wu, claim_id=claim.pk, days_hundredths=DAYS - less, reason=reason, now=decided_at)


def standing_of(person: Person, year: int, now: datetime) -> Standing:
    """An account of last year that no unit counts; of its courses none was required before there was an academy."""
    return Standing(
        learner_id=person.pk,
        year=year,
        unit_path=str(person.unit.path),
        due_total_hundredths=books.due_for(person, year, now).total_hundredths,
        since=date(year, 12, 1),
        counted=False,
    )
