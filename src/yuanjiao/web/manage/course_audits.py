"""The courses that wait for their auditors, as one reader sees them."""

from __future__ import annotations

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.models import AuditOpinion, Course, CourseState, Criterion
from yuanjiao.organisation.public import Permission, Scope

COUNTED = Q(opinions__round=F("audit_round"))
PASSED = COUNTED & Q(**{f"opinions__{each.value}": "" for each in Criterion})


def under_audit(scope: Scope) -> QuerySet[Course]:
    """Courses under audit with how each stands.

    When it was submitted, how many opinions there are, how many pass everything, whether the reader's is among
    them, and whether she made it herself.
    """
    rows = catalogue.courses_in(scope, Permission.COURSES_READ).filter(state=CourseState.AUDIT)
    mine = AuditOpinion.objects.filter(course=OuterRef("pk"), round=OuterRef("audit_round"), auditor=scope.person_id)
    made = Course.authors.through.objects.filter(course_id=OuterRef("pk"), person_id=scope.person_id)
    return rows.select_related("topic", "unit").annotate(
        submitted_at=Max("moves__at", filter=Q(moves__to_state=CourseState.AUDIT)),
        opinion_number=Count("opinions", filter=COUNTED, distinct=True),
        passed_number=Count("opinions", filter=PASSED, distinct=True),
        refused_number=F("opinion_number") - F("passed_number"),
        has_mine=Exists(mine),
        is_mine=Exists(made),
    )


def waiting_for(scope: Scope) -> int:
    """How many courses wait for an opinion of hers."""
    return under_audit(scope).filter(Q(has_mine=False, is_mine=False)).count()


MEND = Q(is_mine=True, refused_number__gt=0)
"""Courses of the reader's own that somebody has remarks on."""


def to_mend(scope: Scope) -> int:
    """How many courses of hers wait for her to follow the remarks on them."""
    return under_audit(scope).filter(MEND).count()
