"""Unit assessments of the demonstration: the city's of last year and of this, and one that a district shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from yuanjiao.credits.public import date_of, year_of
from yuanjiao.demonstration.plan import MARK, Plan, at
from yuanjiao.demonstration.signins import ACADEMY, UNIT
from yuanjiao.kernel import jobs
from yuanjiao.organisation.models import Person, Role, RoleGrant, Unit
from yuanjiao.organisation.public import Scope, in_subtrees
from yuanjiao.oversight.models import Assessment, Rubric, Score
from yuanjiao.oversight.public import (
    IndicatorDetails,
    answer_objection,
    draft_rubric,
    finish_assessment,
    object_to,
    open_assessment,
    publish_rubric,
    show_assessment,
    working_of,
    write_indicator,
)

SYSTEM = Scope.of_system()
TITLE = f"单位学习工作考核细则{MARK}"
INDICATORS = (
    IndicatorDetails(1, "学习成效", "达标率", 30_00, "min(1, 达标率 / 0.9)", "达标率到九成得满分"),
    IndicatorDetails(2, "学习成效", "参学率", 10_00, "参学率"),
    IndicatorDetails(3, "学习成效", "人均学分", 10_00, "min(1, 人均学分 / 50)", "人均五十学分得满分"),
    IndicatorDetails(4, "组织管理", "制度和档案", 15_00, "", "看学习制度、名册、联系记录是否齐全"),
    IndicatorDetails(5, "组织管理", "班主任带班", 15_00, "", "看每班有没有班主任，提醒和联系是否及时"),
    IndicatorDetails(6, "督学整改", "约谈整改", 10_00, "max(0, 1 - 未办结约谈 * 0.5)", "一次约谈没有办结扣一半"),
    IndicatorDetails(7, "督学整改", "通报落实", 10_00, "", "看通报传达和整改报告"),
)
SAID = {
    "制度和档案": (("制度、名册齐全，联系记录记到上周。", 100), ("名册有两处没有更新，已当场改正。", 80)),
    "班主任带班": (("现场抽查三个班，提醒和联系都有记录。", 95), ("个别班换人后班主任没有及时补上。", 75)),
    "通报落实": (("通报都传达了，整改报告按期交。", 90), ("通报都传达了，整改报告迟交一次。", 70)),
}
"""What is written beside points by hand, and how many per cent of the weight they are."""
OBJECTION = "有三名学员十二月刚调入，原单位的学分没有算进来，请核对。"
ANSWER = "核对了调动日期，三人达标应计入本单位，按此改分。"
QUESTION = "有两名学员上月退休，名册还没有更新，请按实际应学人数核算。"


def write(plan: Plan, now: datetime, progress: Callable[[int, int], None]) -> None:
    """Write the rubric and three assessments, unless they are there; a city for measuring has none."""
    if not plan.city and not Rubric.objects.exists():
        people = Person.objects.select_related("unit")
        district, city = (people.get(staff_number=each.staff_number) for each in (UNIT, ACADEMY))
        begun = min(at(date(year_of(now), 1, 8), 9 * 3600), now - timedelta(days=40))
        rubric = _rubric(begun - timedelta(days=30))
        _last_year(plan, _opened(rubric, city, year_of(now) - 1, begun, now), city, district, now)
        this_year = _opened(rubric, city, year_of(now), now - timedelta(days=3), now)
        _by_hand(plan, this_year, city, now - timedelta(days=2), left=4)
        _shown(plan, _opened(rubric, district, year_of(now), now - timedelta(days=6), now), district, now)
    progress(1, 1)


def _rubric(when: datetime) -> Rubric:
    draft = draft_rubric(actor=SYSTEM, title=TITLE, now=when)
    for details in INDICATORS:
        write_indicator(actor=SYSTEM, number=draft.number, details=details, now=when)
    return publish_rubric(actor=SYSTEM, number=draft.number, now=when)


def _opened(rubric: Rubric, opener: Person, year: int, when: datetime, now: datetime) -> Assessment:
    """An assessment that was begun and counted at a moment of the story; the worker will find the job done."""
    actor = Scope.of(opener, now)
    made = open_assessment(actor=actor, unit=opener.unit, rubric=rubric, year=year, now=when)
    if made.job is not None:
        jobs.run_job.call(made.job.pk)
    Assessment.objects.filter(pk=made.pk).update(counted_at=when)
    return Assessment.objects.select_related("unit", "rubric").get(pk=made.pk)


def _last_year(plan: Plan, assessment: Assessment, city: Person, district: Person, now: datetime) -> None:
    """Final, with one objection that was right. The story has no last year, so its figures are drawn."""
    _draw(plan, assessment)
    when = assessment.opened_at
    _by_hand(plan, assessment, city, when + timedelta(days=3))
    _show(assessment, city, when + timedelta(days=5), now)
    score = _score(assessment, district.unit, "达标率")
    if score is not None:
        objected = object_to(
            actor=Scope.of(district, now), score_id=score.pk, words=OBJECTION, now=when + timedelta(days=7)
        )
        better = min((score.points or 0) + 60, score.indicator.weight)
        answer_objection(
            actor=Scope.of(city, now),
            objection_id=objected.pk,
            points=better,
            answer=ANSWER,
            now=when + timedelta(days=10),
        )
    finish_assessment(actor=Scope.of(city, now), assessment_id=assessment.pk, now=when + timedelta(days=20))


def _draw(plan: Plan, assessment: Assessment) -> None:
    """Figures of a year before the story, for every unit below, and the points that the formulas give for them."""
    assessment.scores.all().delete()
    below = Unit.objects.filter(in_subtrees([str(assessment.unit.path)]), depth=assessment.unit.depth + 1)
    rows = []
    for unit in below.filter(valid_to=None):
        draw = plan.draw("assessment", unit.name)
        met, started = draw.randint(55, 98), draw.randint(80, 100)
        figures = {
            "达标率": f"{met}/100",
            "参学率": f"{max(met, started)}/100",
            "人均学分": f"{draw.randint(3800, 5600)}/100",
            "未办结约谈": str(int(met < 60)),
        }
        for indicator in assessment.rubric.indicators.all():
            score = Score(assessment=assessment, unit=unit, indicator=indicator)
            if indicator.automatic:
                score.figures = {name: value for name, value in figures.items() if name in indicator.formula}
                working = working_of(score)
                score.points = working.points if working else None
            rows.append(score)
    Score.objects.bulk_create(rows)


def _by_hand(plan: Plan, assessment: Assessment, giver: Person, when: datetime, left: int = 0) -> None:
    """Points by hand for all units but the last ones."""
    open_ones = list(assessment.scores.filter(points__isnull=True).select_related("unit", "indicator"))
    units = sorted({score.unit.path for score in open_ones})
    scored = set(units[: len(units) - left])
    given = [score for score in open_ones if score.unit.path in scored]
    for score in given:
        draw = plan.draw("score", assessment.year, score.unit.name, score.indicator.position)
        score.words, share = draw.choice(SAID[score.indicator.title])
        score.points, score.given_by, score.given_at = score.indicator.weight * share // 100, giver, when
    Score.objects.bulk_update(given, ["words", "points", "given_by", "given_at"], batch_size=200)


def _shown(plan: Plan, assessment: Assessment, district: Person, now: datetime) -> None:
    """The district shows its townships their scores; one of them objects and waits for the answer."""
    _by_hand(plan, assessment, district, now - timedelta(days=4))
    if not assessment.scores.exists():
        return
    _show(assessment, district, now - timedelta(days=2), now)
    appointed = RoleGrant.objects.filter(role=Role.UNIT_ADMINISTRATOR, unit__in=assessment.scores.values("unit"))
    administers = appointed.select_related("person", "unit").order_by("unit__path").first()
    score = administers and _score(assessment, administers.unit, "达标率")
    if administers and score:
        actor = Scope.of(administers.person, now)
        object_to(actor=actor, score_id=score.pk, words=QUESTION, now=now - timedelta(days=1))


def _show(assessment: Assessment, shower: Person, when: datetime, now: datetime) -> None:
    show_assessment(
        actor=Scope.of(shower, now),
        assessment_id=assessment.pk,
        objections_until=date_of(when) + timedelta(days=7),
        answers_until=date_of(when) + timedelta(days=12),
        now=when,
    )


def _score(assessment: Assessment, unit: Unit, title: str) -> Score | None:
    scores = assessment.scores.select_related("indicator")
    return scores.filter(unit=unit, indicator__title=title).first()
