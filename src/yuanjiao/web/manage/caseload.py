"""How much each class teacher looks after, and how she does (A18)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from yuanjiao.credits.public import Pace, has_pace
from yuanjiao.organisation.models import ClassGroup, ClassPlace, Person
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.outreach.public import last_contact_by, recent_reminders_by

LATELY = timedelta(days=30)


def teachers_of(scope: Scope, now: datetime) -> QuerySet[Person]:
    """The class teachers of the scope, each with her classes, learners, those behind, last contact and reminders.

    Every figure is a subquery of its own, so a page counts for the fifty teachers that it shows.
    """
    groups = scope.rows(Permission.CLASSES_READ, ClassGroup.objects.filter(teacher__isnull=False))
    hers = groups.filter(teacher=OuterRef("pk")).order_by().values("teacher")
    behind = (
        ClassPlace.objects.filter(has_pace([Pace.BEHIND], now, "person_id"), class_group__teacher=OuterRef("pk"))
        .filter(class_group__in=groups)
        .order_by()
        .values("class_group__teacher")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return (
        Person.objects.filter(pk__in=groups.values("teacher"))
        .select_related("unit")
        .annotate(
            classes=_number(hers.annotate(number=Count("pk")).values("number")),
            learners=_number(hers.annotate(number=Sum("size")).values("number")),
            behind=_number(behind),
            last_contact=last_contact_by(),
            reminded=recent_reminders_by(now),
        )
    )


def _number(rows: QuerySet[Any, Any]) -> Coalesce:
    return Coalesce(Subquery(rows, output_field=IntegerField()), 0)
