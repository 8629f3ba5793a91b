"""What a course's life page shows, and the learners in the middle of it as an administrator may see them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.models import AuditOpinion, Course, CourseMove, CourseState
from yuanjiao.learning.models import CourseProgress
from yuanjiao.learning.public import in_the_middle, numbers_in_the_middle, with_films
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Permission, Scope

AT_ONCE = 500


@dataclass(frozen=True)
class LifePage:
    """One course's life. `missing` is what keeps it from going online, `maker` who made the draft, if that is known."""

    states: list[tuple[str, str, bool]]
    missing: list[str]
    incomplete: list[str]
    audit: catalogue.AuditStanding
    past: list[AuditOpinion]
    is_author: bool
    history: list[CourseMove]
    maker: Person | None
    studying: int


@dataclass(frozen=True, slots=True)
class InTheMiddle:
    """A learner in the middle of a course."""

    person: Person
    progress: CourseProgress


def page_of(course: Course, reader: Person, now: datetime) -> LifePage:
    """The page of a course; a constant number of queries."""
    rules = catalogue.audit_rules(now)
    online = course.state in catalogue.STUDIED
    incomplete = [] if online else catalogue.missing_for_publishing(course)
    return LifePage(
        states=[(state.value, str(state.label), state == course.state) for state in CourseState],
        missing=[] if online else catalogue.missing_for_going_online(course, rules),
        incomplete=incomplete,
        audit=catalogue.audit_of(course, rules),
        past=catalogue.past_opinions(course),
        is_author=catalogue.is_author(reader, course),
        history=list(course.moves.select_related("actor", "batch")),
        maker=catalogue.maker_of(course),
        studying=numbers_in_the_middle([course.pk]).get(course.pk, 0),
    )


def retire(actor: Person, course: Course, given: dict[str, Any], now: datetime) -> str:
    """Take a course offline at once, or after the last day that was given; gives what was done in words.

    :raises CatalogueFailure: as the actions do.
    """
    reason, last_day = given["reason"], given["last_day"]
    if last_day is None:
        catalogue.retire_course(actor=actor, course=course, reason=reason, now=now)
        return _("课程已下线。已经得到的学分不受影响。")
    catalogue.announce_retirement(actor=actor, course=course, reason=reason, last_day=last_day, now=now)
    return _("已定好下线时间。正在学的学员会收到通知，可以学到那天。")


def learners_in(scope: Scope, course: Course, stage: str | None, words: str | None) -> QuerySet[CourseProgress]:
    """Those of a course whom the reader may see, by how far they are and what she searches for."""
    people = scope.people(Permission.PEOPLE_READ) if scope.has(Permission.PEOPLE_READ) else Person.objects.none()
    if words:
        people = people.filter(Q(full_name__contains=words) | Q(staff_number__startswith=words))
    begun = CourseProgress.objects.filter(course=course)
    stages = {"done": begun.filter(completed_at__isnull=False), "all": begun}
    found = stages.get(stage or "", in_the_middle(course.pk)).filter(learner_id__in=people.values("pk"))
    return with_films(found)


def number_at(course: Course, stage: str | None) -> int:
    """How many of the whole academy are so far; one query at most."""
    counted = {"done": course.completion_count, "all": course.start_count}
    if stage in counted:
        return counted[stage]
    return numbers_in_the_middle([course.pk]).get(course.pk, 0)


def named(rows: Iterable[CourseProgress]) -> list[InTheMiddle]:
    """Rows of progress with their people; one query for all."""
    found = list(rows)
    people = Person.objects.select_related("unit").in_bulk([row.learner_id for row in found])
    return [InTheMiddle(people[row.learner_id], row) for row in found if row.learner_id in people]


def named_all(rows: QuerySet[CourseProgress]) -> Iterator[InTheMiddle]:
    """As `named`, a few hundred at a time."""
    found = rows.iterator(chunk_size=AT_ONCE)
    while part := list(islice(found, AT_ONCE)):
        yield from named(part)
