"""Trainings, claims, exemptions and their evidence for tests, made through the actions themselves."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

from PIL import Image
from tests.factories.credits import NOW

from yuanjiao.credits.models import CreditClaim, EvidenceKind, Exemption, Training
from yuanjiao.credits.public import (
    ExemptionFacts,
    Offered,
    TrainingFacts,
    request_exemption,
    submit_claim,
    tell_training,
)
from yuanjiao.organisation.models import Person

PDF = b"%PDF-1.4\n%%EOF\n"
FACTS = TrainingFacts(
    title="示例培训班",
    organiser="示例党校",
    place="示例会场",
    starts_on=date(2026, 5, 18),
    ends_on=date(2026, 5, 20),
    days_hundredths=250,
    class_hours=20,
)
LEAVE = ExemptionFacts(reason="sick_leave", starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30))


def picture(kind: str = "PNG") -> bytes:
    """A small picture."""
    drawn = io.BytesIO()
    Image.new("RGB", (8, 6), "white").save(drawn, kind)
    return drawn.getvalue()


def offered(content: bytes = PDF, name: str = "签到表.pdf") -> Offered:
    """A file as a form sends it."""
    return Offered(EvidenceKind.SIGN_IN_SHEET, name, content)


def make_claim(person: Person, *, now: datetime = NOW, **changes: Any) -> CreditClaim:
    """A claim of someone who attended."""
    told = {name: getattr(FACTS, name) for name in TrainingFacts.__dataclass_fields__} | changes
    return submit_claim(actor=person, facts=TrainingFacts(**told), files=[offered()], now=now)


def make_training(organiser: Person, *, now: datetime = NOW, **changes: Any) -> Training:
    """A training that an organiser tells of, claimed by nobody yet."""
    told = {name: getattr(FACTS, name) for name in TrainingFacts.__dataclass_fields__} | changes
    return tell_training(actor=organiser, facts=TrainingFacts(**told), files=[offered()], now=now)


def ask_for_leave(person: Person, *, now: datetime = NOW, **changes: Any) -> Exemption:
    """A request for exemption that waits."""
    told = {name: getattr(LEAVE, name) for name in ExemptionFacts.__dataclass_fields__} | changes
    return request_exemption(actor=person, facts=ExemptionFacts(**told), files=[offered()], now=now)
