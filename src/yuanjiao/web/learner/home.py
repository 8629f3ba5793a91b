"""What the learner's home shows, read in at most six queries beside session and person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from yuanjiao.catalogue.models import Course
from yuanjiao.catalogue.public import Showcase, showcase
from yuanjiao.credits.public import Forecast, Pace, YearStanding, forecast, standing_or_empty, year_of
from yuanjiao.learning.public import GoingOn, going_on
from yuanjiao.library.public import counts
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import MyClass, my_class
from yuanjiao.outreach.models import Notice
from yuanjiao.outreach.public import Feed, Pushed, feed_of
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

CARDS = 3


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
    """One course as a card; the reason says why it is shown to this learner. `push` is there when it was pushed."""

    course: Course
    reason: str = ""
    push: Pushed | None = None


@dataclass(frozen=True)
class FromColleague:
    """One course that a colleague recommends."""

    course: Course
    by: str
    words: str


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
    class_group: MyClass | None
    go_on: GoingOn | None
    pushed: list[CourseCard]
    more_pushed: int
    fresh_pushes: list[int]
    recommended: list[FromColleague]
    newest: list[CourseCard]
    courses: int
    notices: list[Notice]
    unread: int
    resources: list[Resource]


def home_page(person: Person, now: datetime) -> HomePage:
    """The home page of a learner at a moment."""
    class_group = my_class(person)
    stands = standing_or_empty(person, year_of(now), now)
    continuing = going_on(person.pk, now)
    begun = [continuing.lesson.course_id] if continuing else []
    feed = feed_of(person, now)
    pushes = [push for push in feed.pushed if push.course_id not in begun]
    numbers = [push.course_id for push in pushes[:CARDS]] + [each.course_id for each in feed.recommended]
    shown = showcase(person, now, suggested=max(0, CARDS - len(pushes)), leave_out=begun, asked_for=numbers)
    return HomePage(
        credits=my_credits(stands, now),
        class_group=class_group,
        go_on=continuing,
        pushed=_cards(pushes[:CARDS], shown),
        more_pushed=len(pushes[CARDS:]),
        fresh_pushes=sorted({push.campaign_id for push in pushes[:CARDS] if push.fresh}),
        recommended=_from_colleagues(feed, shown),
        newest=[CourseCard(course) for course in shown.newest],
        courses=shown.courses,
        notices=feed.notices,
        unread=feed.unread,
        resources=resources(shown.universities, now),
    )


def _cards(pushes: list[Pushed], shown: Showcase) -> list[CourseCard]:
    """What campaigns push first, then what its audience suggests."""
    courses = shown.asked_for
    pushed = [CourseCard(courses[push.course_id], push.why, push) for push in pushes if push.course_id in courses]
    return pushed + [CourseCard(suggestion.course, suggestion.reason) for suggestion in shown.suggested]


def _from_colleagues(feed: Feed, shown: Showcase) -> list[FromColleague]:
    courses = shown.asked_for
    return [
        FromColleague(courses[each.course_id], each.by, each.words)
        for each in feed.recommended
        if each.course_id in courses
    ]


def my_credits(stands: YearStanding, now: datetime) -> MyCredits:
    """A standing with the sentence about its pace."""
    expected = forecast(stands, now)
    return MyCredits(stands, TONES[expected.pace], sentence(expected, stands, now.date()))


def sentence(expected: Forecast, stands: YearStanding, today: date) -> str:
    """Where the present pace leads, and what would be enough, in plain words."""
    if stands.exempted_hundredths and not stands.due_total_hundredths:
        return _("本年度已批准豁免，不要求学分")
    if expected.pace is Pace.MET:
        return _("本年度学分已达标")
    if expected.pace is Pace.ON_TRACK and expected.done_on:
        return _("按现在的进度，%(day)s达标") % {"day": date_format(expected.done_on, "MONTH_DAY_FORMAT")}
    weekly = _weekly(max(expected.missing, expected.missing_required), stands.year, today)
    if expected.pace is Pace.NOT_STARTED:
        return _("今年还没有开始。每周学 %(credit)s 学分，年底前可以达标") % {"credit": credit(weekly)}
    return _("按现在的进度，年底前到不了要求。每周学 %(credit)s 学分就来得及") % {"credit": credit(weekly)}


def _weekly(missing: int, year: int, today: date) -> int:
    # Rounded up to quarters of a credit, the smallest that courses give.
    weeks = max((date(year, 12, 31) - today).days / DAYS_A_WEEK, 1)
    return ceil(missing / weeks / 25) * 25


def resources(universities: int, now: datetime) -> list[Resource]:
    """The row of five digital resources with their counts (A13); no query while the counts are fresh."""
    there = counts(now)
    today, week = there.articles_today, there.articles_of_week
    news = ngettext("今天 %(number)s 条", "今天 %(number)s 条", today) % {"number": today}
    if not today:
        news = ngettext("本周 %(number)s 条", "本周 %(number)s 条", week) % {"number": week}
    books = ngettext("%(number)s 册", "%(number)s 册", there.books) % {"number": there.books}
    apps = npgettext("apps", "%(number)s 个", "%(number)s 个", there.apps) % {"number": there.apps}
    digest = _("第 %(number)s 期") % {"number": there.digest} if there.digest else _("还没有发过")
    return [
        Resource(_("数字图书馆"), address("learner:library"), books),
        Resource(_("公开课"), address("learner:shared"), _("%(number)s 所高校") % {"number": universities}),
        Resource(_("时事新闻"), address("learner:news"), news),
        Resource(_("舆情手机报"), address("learner:digests"), digest),
        Resource(_("实用应用"), address("learner:apps"), apps),
    ]
