"""Submitting a course for audit, giving an opinion of it, taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yuanjiao.catalogue.actions.courses import record
from yuanjiao.catalogue.actions.moving import move
from yuanjiao.catalogue.actions.publishing import CourseIncomplete
from yuanjiao.catalogue.audits import is_author
from yuanjiao.catalogue.completeness import missing_for_publishing
from yuanjiao.catalogue.failures import CatalogueFailure
from yuanjiao.catalogue.models import AuditOpinion, AuditSide, Course, CourseBatch, CourseState, Criterion
from yuanjiao.organisation.models import Person


class OwnCourse(CatalogueFailure):
    """Nobody audits a course that she made, changed or teaches."""


class NotUnderAudit(CatalogueFailure):
    """Opinions are given while a course is under audit."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What an auditor says: remarks on what is not passed, and an expert's name if somebody records it for her."""

    remarks: Mapping[Criterion, str] = field(default_factory=dict)
    expert_name: str = ""
    expert_organisation: str = ""


@transaction.atomic
def submit_for_audit(
    *, actor: Person | None, course: Course, now: datetime, reason: str = "", batch: CourseBatch | None = None
) -> Course:
    """Put a complete course before its auditors; a new round begins.

    :raises CourseIncomplete: with everything that is missing.
    :raises MoveNotPossible: from a state in which nothing is to be audited.
    """
    missing = missing_for_publishing(course)
    if missing:
        raise CourseIncomplete(missing)
    return move(actor=actor, course=course, to=CourseState.AUDIT, now=now, reason=reason, batch=batch)


@transaction.atomic
def return_course(*, actor: Person | None, course: Course, reason: str, now: datetime) -> Course:
    """Take a course back from its auditors to work on it; one that was online before is offline again.

    :raises MoveNotPossible: when it is not under audit.
    """
    back = CourseState.RETIRED if course.published_at else CourseState.DRAFT
    return move(actor=actor, course=course, to=back, now=now, reason=reason)


@transaction.atomic
def give_opinion(*, actor: Person, course: Course, opinion: Opinion, now: datetime) -> AuditOpinion:
    """Give one's own opinion of a course under audit, or record an expert's; given again it replaces the earlier.

    :raises NotUnderAudit: when it is not under audit.
    :raises OwnCourse: when the auditor made, changed or teaches it, or an author would record an expert's opinion.
    """
    course = Course.objects.select_for_update().get(pk=course.pk)
    if course.state != CourseState.AUDIT:
        raise NotUnderAudit(_("这门课程现在不在审核中。"))
    if is_author(actor, course):
        raise OwnCourse(_("您参与了这门课程的制作，请由其他人审核。"))
    taught_by = set(course.lecturers.values_list("name", flat=True))
    made_by = set(course.authors.values_list("full_name", flat=True))
    if (opinion.expert_name or actor.full_name) in taught_by | made_by:
        raise OwnCourse(_("审核人不能是这门课程的讲师或制作人。"))
    expert = bool(opinion.expert_name)
    given, _created = AuditOpinion.objects.update_or_create(
        course=course,
        round=course.audit_round,
        auditor=None if expert else actor,
        expert_name=opinion.expert_name,
        expert_organisation=opinion.expert_organisation if expert else "",
        defaults={each.value: opinion.remarks.get(each, "").strip() for each in Criterion}
        | {"side": AuditSide.EXTERNAL if expert else AuditSide.INTERNAL, "recorded_by": actor, "at": now},
    )
    told = {"passed": given.passed, "expert": opinion.expert_name, "remarks": dict(given.remarks)}
    record(actor, course, "catalogue.give_opinion", now, {"title": course.title, **told})
    return given
