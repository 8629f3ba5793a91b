"""What every step of an assessment shares: its lock, the state it needs, its audit row, its notices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from yuanjiao.kernel import audit, storage
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.outreach.public import notify_many
from yuanjiao.oversight.failures import OversightRefused
from yuanjiao.oversight.models import Assessment, AssessmentState, Attachment, Score
from yuanjiao.oversight.pages import assessment_page
from yuanjiao.oversight.talks import administrators_of


class NotAtThisStage(OversightRefused):
    """The assessment has gone on, or has not come so far."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("考核现在不在这一步，请看看到了哪一步。"))


def carried_out(actor: Scope, assessment_id: int, *states: AssessmentState) -> Assessment:
    """An assessment, locked, for whoever carries it out.

    :raises OutOfScope: when the actor does not.
    :raises NotAtThisStage: when it stands in none of the states.
    """
    assessment = locked(assessment_id, *states)
    actor.demand(Permission.ASSESSMENTS_WRITE, assessment.unit)
    return assessment


def locked(assessment_id: int, *states: AssessmentState) -> Assessment:
    """An assessment, locked: every step on it or its scores takes this one lock, so that final scores are final.

    :raises NotAtThisStage: when it stands in none of the states, or is no more.
    """
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("unit", "rubric", "job")
    assessment = rows.filter(pk=assessment_id).first()
    if assessment is None or assessment.state not in states:
        raise NotAtThisStage
    return assessment


def score_of(assessment: Assessment, score_id: int) -> Score:
    """A score of a locked assessment."""
    score = Score.objects.select_related("unit", "indicator").get(pk=score_id, assessment=assessment)
    score.assessment = assessment
    return score


def assessment_of(score_id: int) -> int:
    """The assessment that a score belongs to."""
    return Score.objects.values_list("assessment_id", flat=True).get(pk=score_id)


def remove_scores(scores: QuerySet[Score]) -> None:
    """Remove scores with their files, which go from the store once that is certain."""
    files = list(Attachment.objects.filter(score__in=scores.values("pk")))
    scores.delete()
    for file in files:
        transaction.on_commit(partial(storage.originals().remove, file.stored_as))


def record(actor: Scope, act: str, assessment: Assessment, now: datetime, score: Score | None = None) -> None:
    """The audit row of a step; one about a score can be read by the unit that has it."""
    unit: Unit = score.unit if score else assessment.unit
    audit.record(
        at=now,
        actor_id=actor.actor_id,
        verb=f"oversight.{act}",
        subject=("assessment", assessment.pk),
        unit_path=str(unit.path),
        detail={"year": assessment.year}
        | ({"indicator": score.indicator.title, "points": score.points} if score else {}),
    )


def tell_units(actor: Scope, assessment: Assessment, title: str, now: datetime, body: str = "") -> None:
    """A notice to the administrators of every unit that is assessed."""
    units = assessment.scores.order_by().values_list("unit_id", flat=True).distinct()
    people = {person for group in administrators_of(units, now).values() for person in group}
    tell(actor, people, assessment, title, now, body)


def tell(
    actor: Scope, people: Iterable[int], assessment: Assessment, title: str, now: datetime, body: str = ""
) -> None:
    """A notice to some people, except whoever does it."""
    numbers = sorted(set(people) - {actor.person_id})
    link = assessment_page(assessment.pk)
    notify_many(person_ids=numbers, kind="oversight.assessment", title=title, body=body, link=link, now=now)
