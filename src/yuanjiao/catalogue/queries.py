"""Reads of the catalogue."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from yuanjiao.catalogue import events, shelf
from yuanjiao.catalogue.audience import Audience, Viewer, fits, months_between, positions_of
from yuanjiao.catalogue.failures import CatalogueFailure
from yuanjiao.catalogue.lifecycle import HIDDEN, STUDIED
from yuanjiao.catalogue.models import Course, CourseState, SourceKind
from yuanjiao.catalogue.reasons import words_for
from yuanjiao.catalogue.search import index
from yuanjiao.kernel.models import AuditEntry
from yuanjiao.organisation.models import Person


class Suggestion(NamedTuple):
    """A course shown to someone first, and why."""

    course: Course
    reason: str


class CourseBarred(CatalogueFailure):
    """The course cannot be studied by this person now; the message says why, in words for her."""


def audience_of(course: Course) -> Audience:
    """The course's audience as a value."""
    return Audience(
        frozenset(course.post_levels),
        frozenset(course.unit_kinds),
        course.tenure_months_max,
        frozenset(course.positions),
    )


def viewer_of(person: Person, on: date) -> Viewer:
    """What the catalogue looks at in a person."""
    tenure = months_between(person.appointed_on, on) if person.appointed_on else None
    return Viewer(person.post_level, person.unit.kind, tenure, positions_of(person.position))


def bar_of(person: Person, course: Course, now: datetime | None = None) -> str:
    """Why this person may not study this course, or an empty text when she may.

    Audience steers what is shown first; it bars only where the licence says so, and so does the licence's end.
    A retiring course is open to those in the middle of it, until its last day is over.
    """
    if course.state in HIDDEN and course.published_at is None:
        return _("这门课程还没有上线。")
    if course.state not in STUDIED or (course.state == CourseState.RETIRING and is_over(course, now)):
        return _("这门课程已下线。已经得到的学分不受影响。")
    if course.state == CourseState.RETIRING and not any(ask(person.pk, course.pk) for ask in events.in_the_middle):
        return _("这门课程即将下线，只留给已经在学的学员学完。已经得到的学分不受影响。")
    today = timezone.localdate(now)
    if course.licensed_until and course.licensed_until < today:
        words = {"day": date_format(course.licensed_until)}
        return _("这门课程的授权到 %(day)s 为止，现在不能学。已经得到的学分不受影响。") % words
    if not course.licence_bars_others or fits(audience_of(course), viewer_of(person, today)):
        return ""
    return _("这门课程的授权只限：%(audience)s。") % {
        "audience": words_for(audience_of(course)).removeprefix(_("推给"))
    }


def is_over(course: Course, now: datetime | None = None) -> bool:
    """Whether the last day of a retiring course is over, though the worker has not yet taken it offline."""
    return course.due_at is not None and course.due_at <= (now or timezone.now())


def seen_by_learners() -> QuerySet[Course]:
    """The courses whose pages learners may open: those that are or were online."""
    return Course.objects.exclude(state__in=HIDDEN, published_at__isnull=True)


def may_study(person: Person, course: Course, now: datetime | None = None) -> bool:
    """Whether this person may open the course's lessons now (`bar_of` says why not)."""
    return not bar_of(person, course, now)


def course_for(person: Person, course_id: int, now: datetime | None = None) -> Course:
    """The course with its topic, source and cover, for someone who may study it.

    :raises Course.DoesNotExist: when there is none, or it was never online.
    :raises CourseBarred: when it is retired or its licence leaves her out.
    """
    course = with_relations(seen_by_learners()).get(pk=course_id)
    reason = bar_of(person, course, now)
    if reason:
        raise CourseBarred(reason)
    return course


def with_relations(courses: QuerySet[Course]) -> QuerySet[Course]:
    """What cards and pages show beside a course, read at once: two queries for any number of courses."""
    return courses.select_related("topic", "university", "supplier", "cover").prefetch_related("lecturers")


def published() -> QuerySet[Course]:
    """Courses that learners see, with what cards show."""
    return with_relations(Course.objects.filter(state=CourseState.PUBLISHED))


def newest(limit: int = 6) -> list[Course]:
    """The courses that came online last."""
    return list(published().order_by("-published_at", "-id")[:limit])


def newest_shared(limit: int = 8) -> list[Course]:
    """The open courses of universities that came online last (A11)."""
    return list(published().filter(source_kind=SourceKind.SHARED_OPEN).order_by("-published_at", "-id")[:limit])


def suggest_titles(words: str, limit: int = 8) -> list[Course]:
    """Published courses for words that are still being typed, best first; similar ones are not offered."""
    found = index.find(words)
    on_shelf = shelf.current().position
    online = [number for number in found.course_ids if number in on_shelf]
    return in_order(online[:limit]) if found.exact else []


def in_order(course_ids: list[int]) -> list[Course]:
    """Published courses in the order of their numbers; those that have gone meanwhile are left out."""
    found = {course.pk: course for course in published().filter(pk__in=course_ids)}
    return [found[number] for number in course_ids if number in found]


def suggestions(person: Person, now: datetime, limit: int = 3, leave_out: Collection[int] = ()) -> list[Suggestion]:
    """Courses to show this person first, each with the reason in words (A5).

    Those meant for people like her come first, the narrowest audience before the wider, the newest
    before the older; what is left of `limit` is filled with the newest courses for everyone.

    :param leave_out: courses she has done or begun, which need no suggestion.
    """
    on_shelf = shelf.current()
    ids = on_shelf.suggested_to(viewer_of(person, timezone.localdate(now)), limit, frozenset(leave_out))
    return [Suggestion(course, reason_for(course)) for course in in_order(ids)]


def maker_of(course: Course) -> Person | None:
    """Who made the draft, as the audit trail tells it; nobody where the installation did."""
    made = AuditEntry.objects.filter(subject_kind="course", subject_id=str(course.pk), verb="catalogue.create_course")
    return Person.objects.filter(pk__in=made.order_by("at").values("actor_id")[:1]).first()


def audience_words(course: Course) -> str:
    """Whom the course is shown to first, in words."""
    return words_for(audience_of(course))


def reason_for(course: Course) -> str:
    """The words that tell a learner why this course is shown to her."""
    audience = audience_of(course)
    return words_for(audience) if audience.conditions else _("面向全体学员，最近上线")
