"""What the learner's home shows, read in at most six queries beside session and person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yuanjiao.catalogue.models import Course
from yuanjiao.catalogue.public import showcase
from yuanjiao.credits.public import Forecast, Pace, YearStanding, forecast, standing_or_empty, year_of
from yuanjiao.learning.public import GoingOn, going_on
from yuanjiao.organisation.models import ClassGroup, Person
from yuanjiao.outreach.models import Notice
from yuanjiao.web.shell.navigation import address
from yuanjiao.web.shell.templatetags.shell import credit

DAYS_A_WEEK = 7
TONES = {
    Pace.MET: "pine",
    Pace.ON_TRACK: "pine",
    Pace.AT_RISK: "amber",
    Pace.BEHIND: "cinnabar",
    Pace.NOT_STARTED: "amber",
}
SHOWN_OF_CLASS = ("name", "size", "teacher__full_name", "teacher__position", "teacher__phone", "teacher__email")

# Written plainly: built from models, with a subquery, it cost more than it takes to run.
NEWEST_NOTICES = """
    SELECT id, title, link, created_at, read_at,
           (SELECT COUNT(*) FROM outreach_notice WHERE person_id = %s AND read_at IS NULL) AS unread
    FROM outreach_notice WHERE person_id = %s ORDER BY created_at DESC, id DESC LIMIT %s
"""


@dataclass(frozen=True)
class MyCredits:
    """The upper left corner (A14): what is earned, what is due, and where the pace leads (C4)."""

    stands: YearStanding
    tone: str
    sentence: str

    @property
    def missing(self) -> int:
        """Hundredths still to earn this year."""
        return max(0, self.stands.due_total_hundredths - self.stands.hundredths)


@dataclass(frozen=True)
class CourseCard:
    """One course as a card; the reason says why it is shown to this learner."""

    course: Course
    reason: str = ""


@dataclass(frozen=True)
class Resource:
    """One cell of the strip of resources (A13)."""

    label: str
    address: str
    words: str = ""


@dataclass(frozen=True)
class HomePage:
    """Everything the page shows, except the figures that are live."""

    credits: MyCredits
    class_group: ClassGroup | None
    go_on: GoingOn | None
    pushed: list[CourseCard]
    newest: list[CourseCard]
    courses: int
    notices: list[Notice]
    unread: int
    resources: list[Resource]


def home_page(person: Person, now: datetime) -> HomePage:
    """The home page of a learner at a moment."""
    class_group = class_of(person)
    stands = standing_or_empty(person, year_of(now), now)
    continuing = going_on(person.pk, now)
    begun = [continuing.lesson.course_id] if continuing else []
    shown = showcase(person, now, leave_out=begun)
    notices, unread = notices_with_unread(person)
    return HomePage(
        credits=my_credits(stands, now),
        class_group=class_group,
        go_on=continuing,
        pushed=[CourseCard(suggestion.course, suggestion.reason) for suggestion in shown.suggested],
        newest=[CourseCard(course) for course in shown.newest],
        courses=shown.courses,
        notices=notices,
        unread=unread,
        resources=resources(shown.courses, shown.universities),
    )


def my_credits(stands: YearStanding, now: datetime) -> MyCredits:
    """A standing with the sentence about its pace."""
    expected = forecast(stands, now)
    return MyCredits(stands, TONES[expected.pace], sentence(expected, stands, now.date()))


def sentence(expected: Forecast, stands: YearStanding, today: date) -> str:
    """Where the present pace leads, and what would be enough, in plain words."""
    if expected.pace is Pace.MET:
        return _("本年度学分已达标")
    if expected.pace is Pace.ON_TRACK and expected.done_on:
        return _("按现在的进度，%(month)s 月 %(day)s 日达标") % {
            "month": expected.done_on.month,
            "day": expected.done_on.day,
        }
    weekly = _weekly(max(expected.missing, expected.missing_required), stands.year, today)
    if expected.pace is Pace.NOT_STARTED:
        return _("今年还没有开始。每周学 %(credit)s 学分，年底前可以达标") % {"credit": credit(weekly)}
    return _("按现在的进度，年底前到不了要求。每周学 %(credit)s 学分就来得及") % {"credit": credit(weekly)}


def _weekly(missing: int, year: int, today: date) -> int:
    # Rounded up to quarters of a credit, the smallest that courses give.
    weeks = max((date(year, 12, 31) - today).days / DAYS_A_WEEK, 1)
    return ceil(missing / weeks / 25) * 25


def class_of(person: Person) -> ClassGroup | None:
    """The learner's class with its teacher (A18); none before she is placed. One query."""
    group = ClassGroup.objects.filter(places__person=person).select_related("teacher").only(*SHOWN_OF_CLASS)
    return group.first()


def notices_with_unread(person: Person, limit: int = 3) -> tuple[list[Notice], int]:
    """Her newest notices and how many she has not read. One query."""
    found = list(Notice.objects.raw(NEWEST_NOTICES, [person.pk, person.pk, limit]))
    return found, found[0].unread if found else 0  # type: ignore[attr-defined]  # the query adds it


def resources(courses: int, universities: int) -> list[Resource]:
    """The strip of resources: what this academy has of them."""
    cells = (
        Resource(
            _("全部课程"),
            address("learner:catalogue"),
            ngettext("%(number)s 门", "%(number)s 门", courses) % {"number": courses},
        ),
        Resource(_("公开课"), address("learner:shared"), _("%(number)s 所高校") % {"number": universities}),
        Resource(_("数字图书馆"), address("learner:library")),
        Resource(_("时事新闻"), address("learner:news")),
        Resource(_("舆情手机报"), address("learner:digests")),
        Resource(_("实用应用"), address("learner:apps")),
        Resource(_("留言板"), address("learner:board"), _("说说学习")),
        Resource(_("学习档案"), address("learner:record"), _("学分与证书")),
    )
    return [cell for cell in cells if cell.address]
