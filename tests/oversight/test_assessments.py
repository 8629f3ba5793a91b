"""Assessing units: counted, scored by hand, shown, objected to, answered, final; who may, who is told (A19)."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from tests.factories.assessments import (
    AFTER,
    ANSWERED,
    NOW,
    ORDER,
    UNTIL,
    fresh,
    make_assessment,
    make_draft_rubric,
    make_final,
    make_objection,
    make_rubric,
    make_shown,
    score_all,
    the_score,
)
from tests.factories.credits import earn
from tests.factories.organisation import make_unit
from tests.factories.oversight import run
from tests.factories.plans import make_plan, make_task
from tests.factories.talks import PDF, administrator_of, call, draw_line, learners

from yuanjiao.kernel.jobs import JobCancelled
from yuanjiao.kernel.models import AuditEntry, JobState
from yuanjiao.kernel.storage import originals
from yuanjiao.organisation.public import OutOfScope, Scope
from yuanjiao.outreach.models import Notice
from yuanjiao.oversight import public as oversight
from yuanjiao.oversight.actions import assessments, scores
from yuanjiao.oversight.assessment_figures import MEANINGS, figures_of_units
from yuanjiao.oversight.models import Assessment, AssessmentState, Attachment, PlanTaskState, Score
from yuanjiao.oversight.pages import assessment_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    """Wu's district with two townships, Mei's and Lan's, and one without learners; Qin's district next door."""
    city = make_unit("示例市")
    here, next_door = make_unit("本区", under=city), make_unit("邻区", under=city)
    first, second = make_unit("甲镇", under=here), make_unit("乙镇", under=here)
    make_unit("空镇", under=here)
    people = learners(first, 6000, 6000, 0), learners(second, 6000, 100, 0, 0)
    wu, qin = administrator_of(here, "吴"), administrator_of(next_door, "秦")
    mei, lan = administrator_of(first, "梅"), administrator_of(second, "兰")
    return SimpleNamespace(**locals())


def scope(person, now=NOW):
    return Scope.of(person, now)


def points(assessment, scope_):
    lines = oversight.unit_scores(scope_, assessment)
    return [(line.rank, line.unit.name, line.points) for line in lines]


def give(actor, score, given=2500, words="看过台账。", **more):
    return oversight.give_points(actor=scope(actor), score_id=score.pk, points=given, words=words, now=NOW, **more)


def show(actor, assessment, until=UNTIL, answered=ANSWERED):
    return oversight.show_assessment(
        actor=scope(actor), assessment_id=assessment.pk, objections_until=until, answers_until=answered, now=NOW
    )


def answer(actor, objection, given=5000, words="核实后改。", now=NOW):
    return oversight.answer_objection(
        actor=scope(actor, now), objection_id=objection.pk, points=given, answer=words, now=now
    )


def finish(actor, assessment, now=AFTER):
    return oversight.finish_assessment(actor=scope(actor, now), assessment_id=assessment.pk, now=now)


def titles(person):
    return list(Notice.objects.filter(person=person, kind="oversight.assessment").values_list("title", flat=True))


def test_every_unit_with_learners_is_scored_by_the_formulas(tree):
    assessment = make_assessment(tree.wu, tree.here)
    assert (assessment.state, assessment.job.state) == (AssessmentState.SCORING, JobState.DONE)
    assert points(assessment, scope(tree.wu)) == [(1, "甲镇", 5000), (2, "乙镇", 2500)]
    assert the_score(assessment, tree.first, ORDER.title).points is None


def test_a_counted_score_keeps_its_figures_and_comes_out_the_same_from_them(tree):
    score = the_score(make_assessment(tree.wu, tree.here), tree.first, "达标率")
    assert score.figures == {"达标率": "2/3"}
    earn(tree.people[0][2], 9000, category="required")
    working = oversight.working_of(score)
    assert (working.value, working.points, score.points) == (Fraction(2, 3), 4000, 4000)
    assert oversight.working_of(the_score(score.assessment, tree.first, ORDER.title)) is None


def test_figures_are_those_of_standings_talks_and_plans(tree):
    draw_line()
    call(tree.wu, tree.second)
    plan = make_plan(tree.mei, tree.first)
    task = make_task(plan, tree.mei)
    make_task(plan, tree.mei, "第二项")
    oversight.report_plan_task(
        actor=scope(tree.mei), task_id=task.pk, state=PlanTaskState.DONE, progress=100, words="", now=NOW
    )
    found = figures_of_units([tree.first.pk, tree.second.pk], 2026)
    assert {name: found[tree.first.pk][name] for name in ("应学人数", "人均学分", "计划完成率", "约谈次数")} == {
        "应学人数": 3, "人均学分": 40, "计划完成率": Fraction(1, 2), "约谈次数": 0,
    }  # fmt: skip
    second = found[tree.second.pk]
    assert (second["参学率"], second["约谈次数"], second["未办结约谈"]) == (Fraction(1, 2), 1, 1)
    assert (second["去年达标率"], second["达标率增幅"]) == (0, Fraction(1, 4))
    assert list(second) == list(MEANINGS)


def test_there_is_one_assessment_a_unit_and_year_under_a_published_rubric(tree):
    first = make_assessment(tree.wu, tree.here)
    again = {"actor": scope(tree.wu), "unit": tree.here, "now": NOW}
    with pytest.raises(assessments.AssessedAlready):
        oversight.open_assessment(**again, rubric=first.rubric, year=2026)
    with pytest.raises(assessments.RubricUnpublished):
        oversight.open_assessment(**again, rubric=make_draft_rubric(), year=2025)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.create(unit=tree.here, year=2026, rubric=first.rubric, opened_at=NOW)


def test_who_assesses_administers_the_unit_above(tree):
    rubric = make_rubric()
    for stranger in (tree.qin, tree.mei):
        with pytest.raises(OutOfScope):
            make_assessment(stranger, tree.here, rubric)
    assessment = make_assessment(tree.wu, tree.here, rubric)
    score = the_score(assessment, tree.first, ORDER.title)
    for stranger in (tree.qin, tree.mei):
        with pytest.raises(OutOfScope):
            give(stranger, score)
        with pytest.raises(OutOfScope):
            show(stranger, assessment)
        with pytest.raises(OutOfScope):
            oversight.discard_assessment(actor=scope(stranger), assessment_id=assessment.pk, now=NOW)


def test_points_by_hand_say_what_they_rest_on_and_fit_the_indicator(tree):
    assessment = make_assessment(tree.wu, tree.here)
    score = the_score(assessment, tree.first, ORDER.title)
    with pytest.raises(oversight.PointsOff, match="最多 30 分"):
        give(tree.wu, score, 3001)
    with pytest.raises(scores.GivenByFormula):
        give(tree.wu, the_score(assessment, tree.first, "达标率"))
    with pytest.raises(IntegrityError), transaction.atomic():
        give(tree.wu, score, words="")
    given = give(tree.wu, score, 3000, file=oversight.sound("制度.pdf", PDF))
    assert (given.points, given.words, given.given_by) == (3000, "看过台账。", tree.wu)
    assert originals().read(given.attachments.get().stored_as) == PDF
    entry = AuditEntry.objects.get(verb="oversight.give_points")
    assert entry.detail == {"year": 2026, "indicator": "制度健全", "points": 3000}
    assert entry.unit_path == tree.first.path


def test_counting_again_takes_the_figures_of_now_and_keeps_points_by_hand(tree):
    assessment = make_assessment(tree.wu, tree.here)
    give(tree.wu, the_score(assessment, tree.first, ORDER.title))
    earn(tree.people[0][2], 6000, category="required")
    again = oversight.count_scores_again(actor=scope(tree.wu), assessment_id=assessment.pk, now=NOW)
    run(again.job)
    assert points(assessment, scope(tree.wu))[0] == (1, "甲镇", 9500)
    assert the_score(assessment, tree.first, ORDER.title).words == "看过台账。"


def test_counting_again_drops_a_unit_that_has_ended_with_its_files_and_keeps_the_rows_of_others(
    tree, django_capture_on_commit_callbacks
):
    assessment = make_assessment(tree.wu, tree.here)
    gone, stays = (the_score(assessment, unit, ORDER.title) for unit in (tree.first, tree.second))
    stored = give(tree.wu, gone, file=oversight.sound("制度.pdf", PDF)).attachments.get().stored_as
    type(tree.first).objects.filter(pk=tree.first.pk).update(valid_to=NOW.date())
    with django_capture_on_commit_callbacks(execute=True):
        run(oversight.count_scores_again(actor=scope(tree.wu), assessment_id=assessment.pk, now=NOW).job)
    assert [line.unit for line in oversight.unit_scores(scope(tree.wu), assessment)] == [tree.second]
    assert the_score(assessment, tree.second, ORDER.title) == stays
    assert originals().held(stored).files == 0


def test_a_job_that_was_cancelled_or_comes_late_counts_nothing(tree):
    assessment = make_assessment(tree.wu, tree.here)

    def cancelled(_done, _whole):
        raise JobCancelled

    Assessment.objects.update(state=AssessmentState.COUNTING)
    with pytest.raises(JobCancelled):
        scores.count_scores(assessment_id=assessment.pk, now=AFTER, told=cancelled)
    assert fresh(assessment).counted_at == assessment.counted_at
    Assessment.objects.update(state=AssessmentState.SCORING)
    job = assessment.job
    type(job).objects.filter(pk=job.pk).update(state=JobState.WAITING, finished_at=None)
    assert run(job).state == JobState.FAILED
    assert fresh(assessment).counted_at == assessment.counted_at


def test_a_discarded_assessment_takes_its_scores_and_files_along(tree, django_capture_on_commit_callbacks):
    assessment = make_assessment(tree.wu, tree.here)
    score = the_score(assessment, tree.first, ORDER.title)
    stored = give(tree.wu, score, file=oversight.sound("制度.pdf", PDF)).attachments.get().stored_as
    with django_capture_on_commit_callbacks(execute=True):
        oversight.discard_assessment(actor=scope(tree.wu), assessment_id=assessment.pk, now=NOW)
    assert (Assessment.objects.count(), Score.objects.count(), Attachment.objects.count()) == (0, 0, 0)
    assert originals().held(stored).files == 0


def test_it_is_shown_when_every_score_is_there_with_a_term_for_objections_and_answers(tree):
    assessment = make_assessment(tree.wu, tree.here)
    with pytest.raises(assessments.PointsMissing, match="还有 2 项"):
        show(tree.wu, assessment)
    score_all(tree.wu, assessment)
    for until, answered in ((NOW.date(), ANSWERED), (UNTIL, UNTIL - timedelta(days=1))):
        with pytest.raises(oversight.TermTooShort):
            show(tree.wu, assessment, until, answered)
    assert show(tree.wu, assessment).state == AssessmentState.SHOWN
    assert titles(tree.mei) == titles(tree.lan) == ["2026 年度考核得分公示"]
    assert titles(tree.wu) == titles(tree.qin) == []
    assert Notice.objects.filter(person=tree.mei).get().link == assessment_page(assessment.pk)


def test_without_a_unit_with_learners_nothing_is_shown(tree):
    assessment = make_assessment(tree.qin, tree.next_door)
    with pytest.raises(assessments.NobodyAssessed):
        show(tree.qin, assessment)


def test_a_unit_reads_its_own_scores_once_they_are_shown(tree):
    assessment = make_assessment(tree.wu, tree.here)
    assert list(oversight.assessments_in(scope(tree.mei))) == []
    assert points(assessment, scope(tree.mei)) == []
    score_all(tree.wu, assessment)
    show(tree.wu, assessment)
    shown = oversight.assessments_in(scope(tree.mei)).get()
    assert points(shown, scope(tree.mei)) == [(1, "甲镇", 7000)]
    assert points(shown, scope(tree.wu)) == [(1, "甲镇", 7000), (2, "乙镇", 4500)]
    assert list(oversight.assessments_in(scope(tree.qin))) == []


def test_a_unit_objects_to_its_own_score_until_the_day(tree):
    assessment = make_shown(tree.wu, tree.here)
    score = the_score(assessment, tree.first, "达标率")
    for stranger in (tree.lan, tree.qin, tree.wu):
        with pytest.raises(OutOfScope):
            make_objection(stranger, score)
    with pytest.raises(OutOfScope):
        make_objection(tree.mei, score, now=AFTER)
    make_objection(tree.mei, score)
    with pytest.raises(scores.ObjectedAlready):
        make_objection(tree.mei, score)
    assert titles(tree.wu) == ["甲镇对“达标率”有异议"]
    assert oversight.objections_to_answer(scope(tree.wu)).count() == 1
    assert oversight.objections_to_answer(scope(tree.mei)).count() == 0


def test_an_answer_may_change_the_points_and_keeps_what_they_were(tree):
    assessment = make_shown(tree.wu, tree.here)
    objection = make_objection(tree.mei, the_score(assessment, tree.first, "达标率"))
    with pytest.raises(OutOfScope):
        answer(tree.mei, objection)
    with pytest.raises(oversight.PointsOff):
        answer(tree.wu, objection, 6001)
    answered = answer(tree.wu, objection)
    assert (answered.points_before, answered.points_after, answered.waits) == (4000, 5000, False)
    assert the_score(assessment, tree.first, "达标率").points == 5000
    assert titles(tree.mei)[-1] == "对“达标率”的异议有答复了"
    with pytest.raises(scores.AnsweredAlready):
        answer(tree.wu, objection)


def test_scores_become_final_after_the_day_when_every_objection_is_answered(tree):
    assessment = make_shown(tree.wu, tree.here)
    objection = make_objection(tree.mei, the_score(assessment, tree.first, "达标率"))
    with pytest.raises(assessments.StillOpen, match="以前还可以提异议"):
        finish(tree.wu, assessment, NOW)
    with pytest.raises(assessments.StillOpen, match="还有 1 条异议"):
        finish(tree.wu, assessment)
    answer(tree.wu, objection, now=AFTER)
    with pytest.raises(OutOfScope):
        finish(tree.qin, assessment)
    final = finish(tree.wu, assessment)
    assert (final.state, final.final_at) == (AssessmentState.FINAL, AFTER)
    assert "2026 年度考核得分已定" in titles(tree.lan)


def test_final_scores_never_change(tree):
    assessment = make_final(tree.wu, tree.here)
    score = the_score(assessment, tree.first, ORDER.title)
    for step in (
        lambda: give(tree.wu, score),
        lambda: make_objection(tree.mei, score),
        lambda: show(tree.wu, assessment),
        lambda: finish(tree.wu, assessment),
        lambda: oversight.count_scores_again(actor=scope(tree.wu), assessment_id=assessment.pk, now=AFTER),
        lambda: oversight.discard_assessment(actor=scope(tree.wu), assessment_id=assessment.pk, now=AFTER),
    ):
        with pytest.raises(oversight.NotAtThisStage):
            step()
    assert oversight.assessment_holds(fresh(assessment))
    Score.objects.filter(pk=score.pk).update(points=2999)
    assert not oversight.assessment_holds(fresh(assessment))


def test_the_final_points_of_the_year_before_stand_beside_those_of_this_year(tree):
    last = make_assessment(tree.wu, tree.here)
    Assessment.objects.filter(pk=last.pk).update(year=2025)
    this = make_assessment(tree.wu, tree.here)
    assert [line.before for line in oversight.unit_scores(scope(tree.wu), this)] == [None, None]
    score_all(tree.wu, last)
    show(tree.wu, last)
    finish(tree.wu, last)
    assert [line.before for line in oversight.unit_scores(scope(tree.wu), this)] == [7000, 4500]


def test_what_waits_for_whom(tree):
    assessment = make_shown(tree.wu, tree.here)
    assert list(oversight.open_to_objection(scope(tree.mei), NOW)) == [assessment]
    assert list(oversight.open_to_objection(scope(tree.mei), AFTER)) == []
    assert list(oversight.open_to_objection(scope(tree.wu), NOW)) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"state": AssessmentState.FINAL},
        {"state": AssessmentState.SHOWN, "answers_until": UNTIL, "objections_until": ANSWERED},
        {"objections_until": UNTIL, "answers_until": UNTIL},
        {"hash": "x"},
    ],
)
def test_the_database_holds_the_states_together(tree, fields):
    assessment = make_assessment(tree.wu, tree.here)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=assessment.pk).update(**fields)
