"""Rubrics and assessments, made by the actions themselves and the jobs that they start."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from tests.factories.organisation import make_unit
from tests.factories.oversight import run
from tests.factories.talks import PDF, administrator_of, learners

from yuanjiao.organisation.models import Person, Unit
from yuanjiao.organisation.public import Scope
from yuanjiao.oversight.models import Assessment, Objection, Rubric, Score
from yuanjiao.oversight.public import (
    IndicatorDetails,
    draft_rubric,
    finish_assessment,
    give_points,
    object_to,
    open_assessment,
    publish_rubric,
    show_assessment,
    sound,
    write_indicator,
)

NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
UNTIL, ANSWERED = date(2026, 6, 8), date(2026, 6, 15)
AFTER = NOW + timedelta(days=10)
SYSTEM = Scope.of_system()
MET = IndicatorDetails(1, "学习成效", "达标率", 6000, "达标率", "到年底为止")
STARTED = IndicatorDetails(2, "学习成效", "参学率", 1000, "min(1, 参学率 / 0.5)")
ORDER = IndicatorDetails(3, "组织管理", "制度健全", 3000, guidance="看制度文本和执行记录")


class Terms(NamedTuple):
    """Until when units may object, and until when they are answered."""

    objections_until: date
    answers_until: date


TERMS = Terms(UNTIL, ANSWERED)


def make_draft_rubric(*indicators: IndicatorDetails, now: datetime = NOW) -> Rubric:
    """A draft with these indicators beside what it took over."""
    draft = draft_rubric(actor=SYSTEM, title="考核细则", now=now)
    for details in indicators:
        write_indicator(actor=SYSTEM, number=draft.number, details=details, now=now)
    return draft


def make_rubric(*indicators: IndicatorDetails, now: datetime = NOW) -> Rubric:
    """A published rubric: two counted indicators and one by hand, or these."""
    draft = make_draft_rubric(*(indicators or (MET, STARTED, ORDER)), now=now)
    return publish_rubric(actor=SYSTEM, number=draft.number, now=now)


def make_assessment(actor: Person, unit: Unit, rubric: Rubric | None = None, now: datetime = NOW) -> Assessment:
    """An assessment of the units below one, counted; under the last rubric unless another is given."""
    rubric = rubric or Rubric.objects.filter(draft=False).last() or make_rubric(now=now)
    made = open_assessment(actor=Scope.of(actor, now), unit=unit, rubric=rubric, year=now.year, now=now)
    run(made.job)
    return fresh(made)


def score_all(actor: Person, assessment: Assessment, points: int = 2000, now: datetime = NOW) -> None:
    """Points by hand wherever they are missing."""
    for score in assessment.scores.filter(points__isnull=True):
        give_points(actor=Scope.of(actor, now), score_id=score.pk, points=points, words="看过台账。", now=now)


def make_shown(actor: Person, unit: Unit, now: datetime = NOW, terms: Terms | None = None) -> Assessment:
    """An assessment whose units see their scores."""
    assessment = make_assessment(actor, unit, now=now)
    score_all(actor, assessment, now=now)
    show_assessment(actor=Scope.of(actor, now), assessment_id=assessment.pk, now=now, **(terms or TERMS)._asdict())
    return fresh(assessment)


def make_final(actor: Person, unit: Unit) -> Assessment:
    """An assessment whose scores are final."""
    assessment = make_shown(actor, unit)
    finish_assessment(actor=Scope.of(actor, AFTER), assessment_id=assessment.pk, now=AFTER)
    return fresh(assessment)


def fresh(assessment: Assessment) -> Assessment:
    """The assessment as the database has it now."""
    return Assessment.objects.select_related("unit", "rubric", "job").get(pk=assessment.pk)


def the_score(assessment: Assessment, unit: Unit, title: str) -> Score:
    """A unit's score for an indicator."""
    return Score.objects.select_related("indicator").get(assessment=assessment, unit=unit, indicator__title=title)


def make_objection(actor: Person, score: Score, words: str = "少算了两人。", now: datetime = NOW) -> Objection:
    """An objection of a unit's administrator."""
    return object_to(actor=Scope.of(actor, now), score_id=score.pk, words=words, now=now)


def arguments_of_an_assessment(unit: Unit, actor: Person) -> dict[str, object]:
    """What addresses name of an assessment by a unit: a score by hand with a file and an objection; and a draft."""
    township = make_township(unit)
    assessment = make_assessment(actor, unit)
    score = the_score(assessment, township, ORDER.title)
    scope, file = Scope.of(actor, NOW), sound("示例.pdf", PDF)
    give_points(actor=scope, score_id=score.pk, points=100, words="示例", file=file, now=NOW)
    score_all(actor, assessment)
    show_assessment(actor=scope, assessment_id=assessment.pk, objections_until=UNTIL, answers_until=ANSWERED, now=NOW)
    draft = make_draft_rubric()
    return {
        "assessment_id": assessment.pk,
        "assessed_unit_id": township.pk,
        "score_id": score.pk,
        "objection_id": make_objection(administrator_of(township), score).pk,
        "score_file_key": score.attachments.get().key,
        "rubric_number": draft.number,
        "indicator_id": draft.indicators.order_by("position")[0].pk,
    }


def make_township(unit: Unit) -> Unit:
    """A unit below with a learner."""
    township = make_unit("考核镇", under=unit)
    learners(township, 100)
    return township
