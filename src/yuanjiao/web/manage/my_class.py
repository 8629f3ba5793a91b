"""The class teacher's desk: the faces of a class by pace, whom to call today and why, who waits for an answer (A18)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from yuanjiao.credits.public import Forecast, Pace, YearStanding, forecast, standings_of, year_of
from yuanjiao.learning.public import last_studied, required_unfinished
from yuanjiao.organisation.models import ClassGroup, ClassSubstitute, Person
from yuanjiao.outreach.models import Contact
from yuanjiao.outreach.public import (
    Situation,
    Why,
    calls_of,
    last_contacts,
    last_reminders,
    rests_since,
    waiting_messages,
)
from yuanjiao.web.manage.desk import TONES as BAR_TONES
from yuanjiao.web.manage.people_list import NAMES, TONES
from yuanjiao.web.shell.templatetags.shell import credit

LETTERS_OF_A_FACE = 2
ORDER = (Pace.BEHIND, Pace.AT_RISK, Pace.NOT_STARTED, Pace.ON_TRACK, Pace.MET)
"""The paces as the desk shows them: who needs help comes first."""


@dataclass(frozen=True)
class Face:
    """One learner of the class as her teacher sees her; whoever owes nothing this year has no pace."""

    person: Person
    stands: YearStanding | None
    expected: Forecast | None
    studied_at: datetime | None
    contact: Contact | None
    reminded_on: date | None
    messages: int
    course: str
    today: date

    @property
    def letters(self) -> str:
        """What stands in her circle: the end of her name, as colleagues call her."""
        return self.person.full_name.partition("（")[0][-LETTERS_OF_A_FACE:]

    @property
    def pace(self) -> Pace | None:
        """Her pace."""
        return self.expected.pace if self.expected else None

    @property
    def pace_name(self) -> str:
        """Her pace in words."""
        return str(NAMES[self.pace]) if self.pace else _("不计学分")

    @property
    def tone(self) -> str:
        """Its colour."""
        return TONES[self.pace] if self.pace else "track"

    @property
    def reminded_lately(self) -> bool:
        """Whether she was reminded a short while ago, by whomever, and is left in peace."""
        return self.reminded_on is not None and self.reminded_on >= rests_since(self.today)

    @property
    def remindable(self) -> bool:
        """Whether a reminder would reach her."""
        return self.person.is_learner and not self.reminded_lately

    @property
    def agreed(self) -> bool:
        """Whether a next contact was put on this day or before."""
        return bool(self.contact and self.contact.follow_up_on and self.contact.follow_up_on <= self.today)

    @property
    def idle_days(self) -> int | None:
        """Days since she last studied."""
        return (self.today - timezone.localdate(self.studied_at)).days if self.studied_at else None

    def situation(self, expected: Forecast) -> Situation:
        """What the rules of calling look at."""
        return Situation(
            pace=expected.pace,
            idle_days=self.idle_days,
            contact_days=(self.today - timezone.localdate(self.contact.at)).days if self.contact else None,
            signed_in=self.person.last_login is not None,
            missing=expected.missing,
            missing_required=expected.missing_required,
            agreed=self.agreed,
        )


class Call(NamedTuple):
    """Somebody to call today, and the reason in words."""

    face: Face
    reason: str


class PacePart(NamedTuple):
    """One pace of the class: how many, and whether the page shows them alone."""

    pace: str
    name: str
    tone: str
    number: int
    current: bool


@dataclass(frozen=True)
class ClassDesk:
    """Everything the desk shows of one class."""

    group: ClassGroup
    faces: list[Face]
    shown: list[Face]
    calls: list[Call]
    parts: list[PacePart]
    pace: str
    substitutes: list[ClassSubstitute] = field(default_factory=list)

    @property
    def drawn(self) -> list[tuple[float, str]]:
        """The paces as a bar draws them."""
        return [(part.number, part.tone) for part in self.parts]

    @property
    def writers(self) -> list[Face]:
        """Who waits for an answer."""
        return [face for face in self.faces if face.messages]

    @property
    def remindable(self) -> int:
        """How many of those shown a reminder would reach."""
        return sum(face.remindable for face in self.shown)


def class_desk(group: ClassGroup, pace: str, now: datetime) -> ClassDesk:
    """The desk of one class; seven queries for any number of learners up to forty.

    :param pace: show those of this pace alone; anything else shows all.
    """
    people = Person.objects.filter(class_place__class_group=group, is_active=True).order_by("initials", "pk")
    faces = sorted(faces_of(list(people), now), key=_need)
    parts = [
        PacePart(wanted, str(NAMES[wanted]), BAR_TONES[wanted], number, wanted == pace)
        for wanted in ORDER
        if (number := sum(face.pace is wanted for face in faces))
    ]
    substitutes = group.substitutes.filter(until__gte=timezone.localdate(now)).select_related("person")
    return ClassDesk(
        group=group,
        faces=faces,
        shown=[face for face in faces if face.pace == pace] if pace in set(Pace) else faces,
        calls=calls_today(faces),
        parts=parts,
        pace=pace if pace in set(Pace) else "",
        substitutes=list(substitutes.order_by("since")),
    )


def faces_of(people: Sequence[Person], now: datetime) -> list[Face]:
    """The faces of some learners; six queries."""
    numbers = [person.pk for person in people]
    standings, studied = standings_of(numbers, year_of(now)), last_studied(numbers)
    contacts, reminders = last_contacts(numbers), last_reminders(numbers)
    messages, courses = waiting_messages(numbers), required_unfinished(numbers)
    return [
        Face(
            person=person,
            stands=(stands := standings.get(person.pk)),
            expected=forecast(stands, now) if stands else None,
            studied_at=studied.get(person.pk),
            contact=contacts.get(person.pk),
            reminded_on=reminders.get(person.pk),
            messages=messages.get(person.pk, 0),
            course=courses.get(person.pk, ""),
            today=timezone.localdate(now),
        )
        for person in people
    ]


def calls_today(faces: Sequence[Face]) -> list[Call]:
    """The few whom the teacher calls today, with the reason in words."""
    by_number: Mapping[int, Face] = {face.person.pk: face for face in faces}
    situations = {number: face.situation(face.expected) for number, face in by_number.items() if face.expected}
    return [Call(by_number[number], reason_of(by_number[number], why)) for number, why in calls_of(situations)]


def reason_of(face: Face, why: Why) -> str:
    """Why she is to be called, in words."""
    missing = credit(face.expected.missing) if face.expected else ""
    words = {"days": face.idle_days, "missing": missing, "course": face.course}
    if why is Why.AGREED:
        step = face.contact.next_step if face.contact else ""
        return _("约好今天联系：%(step)s") % {"step": step} if step else _("约好今天再联系")
    if why in {Why.BEHIND_AND_IDLE, Why.AT_RISK_AND_IDLE}:
        return _idle_reason(face, why) % words
    if why is Why.AT_RISK_AND_REQUIRED and face.course:
        return _("有风险，必修课《%(course)s》还没学完") % words
    return {
        Why.AT_RISK_AND_REQUIRED: _("有风险，必修学分还不够"),
        Why.NEVER_SIGNED_IN: _("还没有登录过，可能不知道怎么进来"),
        Why.BEHIND: _("落后，还差 %(missing)s 学分"),
        Why.NOT_STARTED: _("登录过，今年还没有开始学"),
    }[why] % words


def _idle_reason(face: Face, why: Why) -> str:
    if face.idle_days is None:
        return _("落后，还没有学过一门课")
    return _("落后，%(days)s 天没有学习") if why is Why.BEHIND_AND_IDLE else _("有风险，%(days)s 天没有学习")


def _need(face: Face) -> tuple[int, int, str]:
    place = ORDER.index(face.pace) if face.pace else len(ORDER)
    return place, -(face.expected.missing if face.expected else 0), face.person.initials
