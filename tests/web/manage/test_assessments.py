"""The pages of unit assessment: begun, scored, shown, objected to, answered, made final; each score explained."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.assessments import (
    ORDER,
    Terms,
    fresh,
    make_assessment,
    make_objection,
    make_rubric,
    make_shown,
    score_all,
    the_score,
)
from tests.factories.organisation import make_unit
from tests.factories.talks import PDF, administrator_of, learners
from tests.web.sheets import column, rows_of

from yuanjiao.organisation.sheets import workbook
from yuanjiao.oversight.models import Assessment, AssessmentState, Attachment, Objection, Score
from yuanjiao.oversight.pages import assessment_page

LIST = "/manage/assessments/"


@pytest.fixture
def assessed(world):
    """Wu's township has three learners, one of whom has credits, and an administrator."""
    learners(world.township, 6000, 0, 0, at=timezone.now())
    world.mei = administrator_of(world.township, "梅")
    return world


def terms() -> Terms:
    today = timezone.localdate()
    return Terms(today + timedelta(days=7), today + timedelta(days=14))


def shown(world) -> Assessment:
    return make_shown(world.wu, world.here, now=timezone.now(), terms=terms())


def own_page(assessment: Assessment, unit) -> str:
    return f"{assessment_page(assessment.pk)}units/{unit.pk}/"


def test_an_assessment_is_begun_on_the_list_and_counted(assessed, as_person):
    rubric, year = make_rubric(), timezone.localdate().year
    client = as_person(assessed.wu)
    sent = {"unit": "本区", "year": year, "rubric": rubric.pk}
    response = client.post(LIST, sent)
    assessment = Assessment.objects.get()
    assert response.headers["Location"] == assessment_page(assessment.pk) == f"{LIST}{assessment.pk}/"
    (line,) = client.get(assessment_page(assessment.pk)).context["lines"]
    assert (line.scores.unit.name, line.scores.missing) == ("本镇", 1)
    again = client.post(LIST, sent)
    assert again.status_code == 422
    assert "已经有一次考核" in again.content.decode()


def test_who_may_not_assess_a_unit_cannot_name_it(assessed, as_person):
    rubric = make_rubric()
    sent = {"unit": "本区", "year": timezone.localdate().year, "rubric": rubric.pk}
    assert list(as_person(assessed.qin).post(LIST, sent).context["new_form"].errors) == ["unit"]


def test_points_are_given_with_words_and_a_file_on_the_page_of_the_unit(assessed, as_person):
    assessment = make_assessment(assessed.wu, assessed.here, now=timezone.now())
    score, client = the_score(assessment, assessed.township, ORDER.title), as_person(assessed.wu)
    sent = {"points": "25.5", "words": "制度齐全。", "file": SimpleUploadedFile("制度.pdf", PDF)}
    response = client.post(f"{LIST}scores/{score.pk}/points", sent)
    assert response.headers["Location"] == own_page(assessment, assessed.township)
    score.refresh_from_db()
    assert (score.points, score.words) == (2550, "制度齐全。")
    file = client.get(f"{LIST}files/{Attachment.objects.get().key}")
    assert b"".join(file.streaming_content) == PDF
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert as_person(assessed.mei).get(f"{LIST}files/{Attachment.objects.get().key}").status_code == 404


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"points": "31", "words": "看过。"}, "points"),
        ({"points": "101", "words": "看过。"}, "points"),
        ({"points": "10", "words": ""}, "words"),
    ],
)
def test_points_that_are_amiss_are_told_at_their_field_and_nothing_is_lost(assessed, as_person, sent, field):
    assessment = make_assessment(assessed.wu, assessed.here, now=timezone.now())
    score = the_score(assessment, assessed.township, ORDER.title)
    response = as_person(assessed.wu).post(f"{LIST}scores/{score.pk}/points", sent)
    assert response.status_code == 422
    form = response.context["shown"][1].scores[0].points_form
    assert list(form.errors) == [field]
    assert form["points"].value() == sent["points"]


def test_a_score_is_explained_by_its_figure_formula_and_points(assessed, as_person):
    assessment = shown(assessed)
    page = as_person(assessed.mei).get(own_page(assessment, assessed.township))
    first = page.context["shown"][0]
    met, started = first.scores
    assert (met.figures, met.working.points, met.score.points) == ([("达标率", "33.33%")], 2000, 2000)
    assert (started.figures, started.working.share) == ([("参学率", "33.33%")], Fraction(2, 3))
    text = page.content.decode()
    assert "60 分 × 33.33% = 20 分" in text
    assert "看过台账。" in text


def test_a_unit_is_led_to_its_own_scores_and_sees_no_other(assessed, as_person):
    other = make_unit("别镇", under=assessed.here)
    learners(other, 6000, at=timezone.now())
    assessment = shown(assessed)
    client = as_person(assessed.mei)
    response = client.get(assessment_page(assessment.pk))
    assert response.headers["Location"] == own_page(assessment, assessed.township)
    assert client.get(own_page(assessment, other)).status_code == 404
    page = client.get(own_page(assessment, assessed.township))
    assert (page.context["oversees"], page.context["units"]) == (False, 1)
    assert "别镇" not in page.content.decode()


def test_an_objection_is_sent_answered_and_the_scores_become_final(assessed, as_person):
    assessment = shown(assessed)
    score = the_score(assessment, assessed.township, "达标率")
    mei = as_person(assessed.mei)
    assert mei.post(f"{LIST}scores/{score.pk}/object", {"words": ""}).status_code == 422
    mei.post(f"{LIST}scores/{score.pk}/object", {"words": "少算了一人。"})
    objection = Objection.objects.get()
    wu = as_person(assessed.wu)
    (waiting,) = wu.get(own_page(assessment, assessed.township)).context["shown"][0].scores[0].objections
    assert waiting.form["points"].value() == 20
    wu.post(f"{LIST}objections/{objection.pk}/answer", {"points": "40", "answer": "核实后改。"})
    score.refresh_from_db()
    assert score.points == 4000
    finish = f"{assessment_page(assessment.pk)}finish"
    assert '<button class="btn btn-primary">定分' not in wu.get(finish).content.decode()
    Assessment.objects.update(objections_until=timezone.localdate() - timedelta(days=1))
    assert wu.get(finish).context["changed"] == 1
    assert '<button class="btn btn-primary">定分' in wu.get(finish).content.decode()
    wu.post(finish)
    assert fresh(assessment).state == AssessmentState.FINAL
    assert "没有改动" in wu.get(assessment_page(assessment.pk)).content.decode()
    Score.objects.filter(pk=score.pk).update(points=1)
    assert "定分时不一样" in wu.get(assessment_page(assessment.pk)).content.decode()


def test_an_objection_comes_with_a_file_for_those_who_may_read_the_score(assessed, as_person):
    assessment = shown(assessed)
    score = the_score(assessment, assessed.township, "达标率")
    mei, address = as_person(assessed.mei), f"{LIST}scores/{score.pk}/object"
    wrong = {"words": "少算了一人。", "file": SimpleUploadedFile("名单.pdf", b"example")}
    refused = mei.post(address, wrong)
    assert (refused.status_code, Objection.objects.count()) == (422, 0)
    assert "不是 PDF" in refused.content.decode()
    mei.post(address, {"words": "少算了一人。", "file": SimpleUploadedFile("名单.pdf", PDF)})
    held = Attachment.objects.get()
    assert (held.objection.score, held.score) == (score, None)
    file = f"{LIST}files/{held.key}"
    assert file in mei.get(own_page(assessment, assessed.township)).content.decode()
    for reader in (assessed.mei, assessed.wu):
        assert b"".join(as_person(reader).get(file).streaming_content) == PDF
    next_door = administrator_of(make_unit("邻镇", under=assessed.here), "邻")
    assert as_person(next_door).get(file).status_code == 404


def test_whoever_scores_is_led_from_unit_to_unit_until_none_is_missing(assessed, as_person):
    others = [make_unit(name, under=assessed.here) for name in ("别镇", "末镇")]
    for other in others:
        learners(other, 100, at=timezone.now())
    assessment, client = make_assessment(assessed.wu, assessed.here, now=timezone.now()), as_person(assessed.wu)

    def after(unit):
        return client.get(own_page(assessment, unit)).context["next"]

    assert [after(assessed.township), after(others[0]), after(others[1])] == [*others, assessed.township]
    score_all(assessed.wu, assessment, now=timezone.now())
    assert after(assessed.township) is None


def test_many_units_are_scored_in_excel_or_told_what_is_amiss_by_row(assessed, as_person):
    assessment, client = make_assessment(assessed.wu, assessed.here, now=timezone.now()), as_person(assessed.wu)
    page = f"{assessment_page(assessment.pk)}sheet/"
    head, row = rows_of(client.get(f"{page}file"))

    def send(points, words):
        content = workbook("评分表", head, [[*row[:4], points, words]])
        return client.post(page, {"file": SimpleUploadedFile("评分表.xlsx", content)})

    refused = send(31, "看过台账。")
    assert (refused.status_code, [fault.row for fault in refused.context["sheet"].faults]) == (422, [2])
    broken = client.post(page, {"file": SimpleUploadedFile("x.xlsx", b"example")})
    assert list(broken.context["form"].errors) == ["file"]
    assert send(28, "看过台账。").headers["Location"] == assessment_page(assessment.pk)
    assert the_score(assessment, assessed.township, ORDER.title).points == 2800
    assert as_person(assessed.mei).get(f"{page}file").status_code == 404


def test_it_is_shown_on_a_page_that_says_to_how_many(assessed, as_person):
    assessment, client = make_assessment(assessed.wu, assessed.here, now=timezone.now()), as_person(assessed.wu)
    page = f"{assessment_page(assessment.pk)}show"
    sent = terms()._asdict()
    assert client.get(page).context["missing"] == 1
    refused = client.post(page, sent)
    assert (refused.status_code, "还有 1 项没有评分" in refused.content.decode()) == (422, True)
    score_all(assessed.wu, assessment, now=timezone.now())
    assert list(client.post(page, sent | {"answers_until": "x"}).context["form"].errors) == ["answers_until"]
    assert client.get(page).context["units"] == 1
    client.post(page, sent)
    assert fresh(assessment).state == AssessmentState.SHOWN


def test_counting_again_and_discarding_are_asked_for_on_the_page(assessed, as_person):
    assessment, client = make_assessment(assessed.wu, assessed.here, now=timezone.now()), as_person(assessed.wu)
    score_all(assessed.wu, assessment, now=timezone.now())
    client.post(f"{assessment_page(assessment.pk)}count")
    assert fresh(assessment).state == AssessmentState.SCORING
    asked = client.get(f"{assessment_page(assessment.pk)}discard").context
    assert (asked["units"], asked["by_hand"], asked["files"]) == (1, 1, 0)
    client.post(f"{assessment_page(assessment.pk)}discard")
    assert Assessment.objects.count() == 0


def test_the_file_has_every_unit_with_its_points_by_category_and_indicator(assessed, as_person):
    assessment = shown(assessed)
    head, row = rows_of(as_person(assessed.wu).get(assessment_page(assessment.pk), {"export": "excel"}))
    assert dict(zip(head, row, strict=True)) == {
        "名次": 1, "单位": "本镇", "区划代码": "500999001000", "总分": 46.67, "上一年": "",
        "学习成效（70）": 26.67, "组织管理（30）": 20,
        "达标率（60）": 20, "参学率（10）": 6.67, "制度健全（30）": 20, "没有评分的项": 0,
    }  # fmt: skip


def test_units_are_filtered_and_sorted_by_the_address(assessed, as_person):
    other = make_unit("别镇", under=assessed.here)
    learners(other, 6000, at=timezone.now())
    assessment, client = shown(assessed), as_person(assessed.wu)
    make_objection(assessed.mei, the_score(assessment, assessed.township, "达标率"), now=timezone.now())

    def units(**words):
        lines = client.get(assessment_page(assessment.pk), words).context["lines"]
        return [line.scores.unit.name for line in lines]

    assert units() == ["别镇", "本镇"]
    assert units(sort="worst") == units(sort="unit") == ["本镇", "别镇"]
    assert (units(open="objection"), units(open="missing"), units(q="别")) == (["本镇"], [], ["别镇"])
    assert column(client.get(assessment_page(assessment.pk), {"q": "别", "export": "excel"}), "名次") == [1]


@pytest.mark.parametrize("name", ["assessment", "assessment_unit"])
def test_a_page_costs_the_same_with_one_unit_and_with_many(assessed, as_person, name):
    client = as_person(assessed.wu)

    def cost(assessment: Assessment) -> int:
        path = assessment_page(assessment.pk) if name == "assessment" else own_page(assessment, assessed.township)
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        return len(queries)

    assessment = shown(assessed)
    make_objection(assessed.mei, the_score(assessment, assessed.township, "达标率"), now=timezone.now())
    few = cost(assessment)
    Objection.objects.all().delete()
    Assessment.objects.all().delete()
    for number in range(4):
        learners(make_unit(f"镇{number}", under=assessed.here), 100, at=timezone.now())
    rubric = assessment.rubric
    assessment = make_assessment(assessed.wu, assessed.here, rubric, timezone.now())
    score_all(assessed.wu, assessment, now=timezone.now())
    Assessment.objects.update(state=AssessmentState.SHOWN, **terms()._asdict())
    make_objection(assessed.mei, the_score(assessment, assessed.township, "达标率"), now=timezone.now())
    make_objection(assessed.mei, the_score(assessment, assessed.township, "参学率"), now=timezone.now())
    assert cost(assessment) == few


def test_the_desk_tells_the_unit_to_look_and_its_tier_above_to_answer(assessed, as_person):
    assessment = shown(assessed)
    (due,) = [task for task in as_person(assessed.mei).get("/manage/").context["due"] if "考核" in task.sentence]
    assert (due.address, due.aside) == (assessment_page(assessment.pk), "还有 7 天")
    make_objection(assessed.mei, the_score(assessment, assessed.township, "达标率"), now=timezone.now())
    desk = as_person(assessed.wu).get("/manage/").context
    (task,) = [task for task in desk["waiting"] if "异议" in task.sentence]
    assert (task.sentence, task.aside) == ("答复 1 条考核异议", "14 天内答复")
    (line,) = as_person(assessed.wu).get(task.address).context["lines"]
    assert line.scores.unit == assessed.township
    assert not [task for task in desk["due"] if "考核" in task.sentence]
