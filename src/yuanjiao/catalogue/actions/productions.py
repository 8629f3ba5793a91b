"""Local productions: planning, changing, and moving from state to state until there is a course."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanjiao.catalogue.actions.origins import Origin, set_origin
from yuanjiao.catalogue.failures import CatalogueFailure
from yuanjiao.catalogue.models import (
    Course,
    CourseOrigin,
    Production,
    ProductionCrew,
    ProductionState,
    ProductionStep,
    SourceKind,
)
from yuanjiao.catalogue.producing import may_go, needs_words
from yuanjiao.kernel import audit
from yuanjiao.organisation.models import Person, Unit


@dataclass(frozen=True, slots=True)
class CrewMember:
    """Somebody of the academy, or a name; and what she does there."""

    person: Person | None = None
    name: str = ""
    duty: str = ""


@dataclass(frozen=True, slots=True)
class ProductionFields:
    """Everything of a production that an editor fills in."""

    event: str
    record_on: date
    place: str = ""
    equipment: str = ""
    cost_fen: int = 0
    notes: str = ""
    unit: Unit | None = None
    crew: tuple[CrewMember, ...] = ()


class StepNotPossible(CatalogueFailure):
    """No such change leads from the state the production is in."""


class WordsMissing(CatalogueFailure):
    """Who gives work up or sends it back says why."""


class CourseMissing(CatalogueFailure):
    """A production ends as a course, which is named."""


class CourseHasOtherSource(CatalogueFailure):
    """The course comes from elsewhere, or from another production."""


@transaction.atomic
def plan_production(*, actor: Person | None, fields: ProductionFields, now: datetime) -> Production:
    """Plan a recording."""
    production = Production(changed_at=now)
    _fill(production, fields)
    ProductionStep.objects.create(production=production, state=production.state, at=now, actor=actor)
    _record(actor, production, "catalogue.plan_production", now)
    return production


@transaction.atomic
def change_production(
    *, actor: Person | None, production: Production, fields: ProductionFields, now: datetime
) -> Production:
    """Change what is known of a recording, in any state."""
    _fill(production, fields)
    _record(actor, production, "catalogue.change_production", now)
    return production


@transaction.atomic
def move_production(
    *,
    actor: Person | None,
    production: Production,
    to: ProductionState,
    now: datetime,
    remark: str = "",
    course: Course | None = None,
) -> Production:
    """Bring a production into another state: one ahead, one back, given up, or taken up again.

    In this order: the change is checked against the state it is in now; one that ends as a course makes that a
    local one; a step says who, when and why; the audit trail has its entry.

    :raises StepNotPossible: when no such change leads from its state.
    :raises WordsMissing: when it is given up or sent back without a word.
    :raises CourseMissing: when it is to be a course, and none is named.
    :raises CourseHasOtherSource: when that course was bought, introduced, shared, or recorded elsewhere.
    """
    production = Production.objects.select_for_update().get(pk=production.pk)
    state = ProductionState(production.state)
    if not may_go(state, to):
        words = {"state": state.label, "to": to.label}
        raise StepNotPossible(_("现在是“%(state)s”，不能改为“%(to)s”。") % words)
    if needs_words(state, to) and not remark.strip():
        raise WordsMissing(gettext_lazy("请写一句为什么。"))
    if to == ProductionState.PUBLISHED:
        production.course = _made_into(actor, course, now)
    production.state, production.changed_at = to, now
    production.save()
    ProductionStep.objects.create(production=production, state=to, at=now, actor=actor, remark=remark.strip())
    _record(actor, production, "catalogue.move_production", now)
    return production


def _made_into(actor: Person | None, course: Course | None, now: datetime) -> Course:
    if course is None:
        raise CourseMissing(gettext_lazy("请选出它做成的课程。"))
    elsewhere = CourseOrigin.objects.filter(course=course).exists()
    if elsewhere or Production.objects.filter(course=course).exists():
        raise CourseHasOtherSource(_("“%(title)s”已有别的来源。") % {"title": course.title})
    return set_origin(actor=actor, course=course, origin=Origin(SourceKind.LOCALLY_PRODUCED), now=now)


def _fill(production: Production, fields: ProductionFields) -> None:
    for name in ("event", "record_on", "place", "equipment", "cost_fen", "notes", "unit"):
        setattr(production, name, getattr(fields, name))
    production.save()
    production.crew.all().delete()
    ProductionCrew.objects.bulk_create(
        ProductionCrew(
            production=production, person=member.person, name=member.name, duty=member.duty, position=position
        )
        for position, member in enumerate(fields.crew)
    )


def _record(actor: Person | None, production: Production, verb: str, now: datetime) -> None:
    audit.record(
        at=now,
        actor_id=actor.pk if actor else None,
        verb=verb,
        subject=("production", production.pk),
        unit_path=str(production.unit.path) if production.unit else "",
        detail={"event": production.event, "state": production.state},
    )
