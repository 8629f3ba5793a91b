"""Offline trainings and exemptions of the demonstration's district: some decided, some waiting, one overdue."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from PIL import Image, ImageDraw

from yuanjiao.credits import public as books
from yuanjiao.credits.models import ClaimState, CreditClaim, EvidenceKind, Training
from yuanjiao.demonstration import pictures, signins
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import in_subtrees

TRAININGS = (
    ("乡镇干部应急管理培训班", "区委党校（示例）", "区委党校 3 号教室", 250),
    ("基层统计业务培训", "区统计局（示例）", "区政务中心二楼", 100),
    ("公文写作提高班", "市委党校（示例）", "市委党校报告厅", 300),
    ("数据安全专题讲座", "区大数据局（示例）", "区会议中心", 50),
)
GROUP = ("全区依法行政集中轮训", "区司法局（示例）", "区会议中心大厅", 200)
SHORT = ("安全生产专题讲座", "区应急管理局（示例）", "区政务中心二楼", 50)
"""The training of whoever signs in as the demonstration's learner: half a day, so that she is nearly there, as told."""
ATTENDANTS = 24
LEAVES = (
    ("sick_leave", -150, -40, True),
    ("maternity", -60, 98, True),
    ("secondment", -20, 160, True),
    ("retirement", 5, 30, False),
    ("sick_leave", -3, 60, False),
)
"""Reason, first and last day from today on, and whether it is granted."""


@transaction.atomic
def tell(now: datetime) -> None:
    """Claims and exemptions in the district of whoever signs in, unless there are some already."""
    if Training.objects.filter(title=GROUP[0]).exists():
        return
    lin = Person.objects.select_related("unit").get(staff_number=signins.LEARNER.staff_number)
    wu = Person.objects.get(staff_number=signins.UNIT.staff_number)
    academy = Person.objects.get(staff_number=signins.ACADEMY.staff_number)
    district = in_subtrees([str(lin.unit.path)[: 2 * lin.unit.steplen]], "unit__path")
    people = Person.objects.filter(district, is_active=True, is_learner=True).exclude(pk__in=[lin.pk, wu.pk])
    colleagues = list(people.select_related("unit").order_by("pk")[: ATTENDANTS + len(LEAVES) + len(TRAININGS) * 2])
    files = [
        proof(EvidenceKind.SIGN_IN_SHEET, "签到表（示例）", "JPEG"),
        proof(EvidenceKind.TIMETABLE, "课程表（示例）", "PDF"),
    ]
    claim_each([lin, *colleagues[: len(TRAININGS) * 2]], files, now)
    decide_some(lin, wu, now)
    rest = colleagues[len(TRAININGS) * 2 :]
    together = told(GROUP, books.date_of(now) - timedelta(days=9))
    training = books.tell_training(actor=academy, facts=together, files=files, now=now)
    books.claim_for(actor=academy, training=training, learners=rest[:ATTENDANTS], now=now)
    exempt(rest[ATTENDANTS:], wu, now)


def told(training: tuple[str, str, str, int], last: date) -> books.TrainingFacts:
    """A training that ended on a day."""
    title, organiser, place, days = training
    first = last - timedelta(days=(days - 1) // 100)
    hours = max(1, days * 8 // 100)
    return books.TrainingFacts(title, organiser, place, first, last, days, hours)


def claim_each(people: Sequence[Person], files: Sequence[books.Offered], now: datetime) -> None:
    """One claim of each, the first of them long ago."""
    today = books.date_of(now)
    for place, person in enumerate(people):
        ago = timedelta(days=max(1, 16 - 2 * place))
        attended = TRAININGS[place % len(TRAININGS)] if place else SHORT
        facts = told(attended, today - ago - timedelta(days=4))
        books.submit_claim(actor=person, facts=facts, files=files, now=now - ago)
    again = told(TRAININGS[3], today - timedelta(days=2))
    books.submit_claim(actor=people[0], facts=again, files=files, now=now - timedelta(hours=20))


def decide_some(lin: Person, wu: Person, now: datetime) -> None:
    """Her first claim and two more are decided in the three ways there are."""
    waiting = CreditClaim.objects.filter(state=ClaimState.WAITING)
    first, others = waiting.filter(learner=lin).order_by("pk")[:1], waiting.exclude(learner=lin).order_by("-pk")[:2]
    ways = [(None, ""), (50, "签到表上只有半天"), (0, "这次活动不是培训，请附课程表再申报")]
    for claim, (days, reason) in zip([*first, *others], ways, strict=False):
        approved = min(claim.training.days_hundredths - 50, days) if days else days
        books.decide_claim(
            actor=wu,
            claim_id=claim.pk,
            days_hundredths=claim.training.days_hundredths if approved is None else approved,
            reason=reason,
            now=now,
        )


def exempt(people: Sequence[Person], wu: Person, now: datetime) -> None:
    """Some are exempt, were exempt, or ask to be."""
    files = [proof(EvidenceKind.OTHER, "证明（示例）", "JPEG")]
    for person, (reason, first, last, granted) in zip(people, LEAVES, strict=False):
        begins, ends = (books.date_of(now) + timedelta(days=days) for days in (first, last))
        facts = books.ExemptionFacts(reason, begins, ends, "演示数据")
        asked = books.request_exemption(actor=person, facts=facts, files=files, now=now - timedelta(days=3))
        if granted:
            books.decide_exemption(actor=wu, exemption_id=asked.pk, granted=True, answer="", now=now)


def proof(kind: EvidenceKind, title: str, form: str) -> books.Offered:
    """A sheet of paper with a title and ruled lines, marked as made up."""
    sheet = Image.new("RGB", (620, 877), pictures.WHITE)
    draw = ImageDraw.Draw(sheet)
    pictures.write(draw, [title], (60, 60), pictures.Style(pictures.font(30), pictures.INK))
    for line in range(14):
        draw.line((60, 150 + line * 48, 560, 150 + line * 48), fill=pictures.LINE, width=2)
    content = io.BytesIO()
    sheet.save(content, form)
    suffix = "pdf" if form == "PDF" else "jpg"
    return books.Offered(kind, f"{title}.{suffix}", content.getvalue())
