"""Writing the rubric: one draft at a time, understood formulas, a hundred points, and never a change once published."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from tests.factories.assessments import MET, NOW, ORDER, STARTED, SYSTEM, make_draft_rubric, make_rubric
from tests.factories.organisation import make_person, make_unit
from tests.factories.talks import administrator_of

from yuanjiao.kernel.models import AuditEntry
from yuanjiao.organisation.public import OutOfScope, Scope
from yuanjiao.oversight import public as oversight
from yuanjiao.oversight.actions import rubrics
from yuanjiao.oversight.models import Rubric

pytestmark = pytest.mark.django_db


def write(rubric, details, indicator_id=None, actor=SYSTEM):
    return oversight.write_indicator(
        actor=actor, number=rubric.number, details=details, indicator_id=indicator_id, now=NOW
    )


def titles(rubric):
    return list(rubric.indicators.order_by("position").values_list("title", flat=True))


def test_a_new_draft_begins_with_the_indicators_of_the_last_version():
    make_rubric()
    draft = make_draft_rubric()
    assert (draft.number, titles(draft)) == (2, ["达标率", "参学率", "制度健全"])
    assert AuditEntry.objects.filter(verb="oversight.draft_rubric").count() == 2


def test_there_is_one_draft_at_a_time():
    make_draft_rubric()
    with pytest.raises(rubrics.RubricThere):
        make_draft_rubric()
    with pytest.raises(IntegrityError), transaction.atomic():
        Rubric.objects.create(number=9, title="第二份草稿")


def test_an_indicator_is_written_anew_and_taken_out():
    draft = make_draft_rubric(MET, ORDER)
    met = draft.indicators.get(position=1)
    write(draft, replace(MET, title="年度达标率", formula=" min（1，达标率 ÷ 0.9） "), met.pk)
    met.refresh_from_db()
    assert (met.title, met.formula) == ("年度达标率", "min(1,达标率 / 0.9)")
    oversight.remove_indicator(actor=SYSTEM, number=draft.number, indicator_id=met.pk, now=NOW)
    assert titles(draft) == ["制度健全"]


def test_two_indicators_do_not_share_a_place():
    draft = make_draft_rubric(MET)
    with pytest.raises(oversight.PlaceTaken):
        write(draft, replace(ORDER, position=MET.position))


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        ("满意率", "没有“满意率”这个数"),
        ("达标率 +", "请检查括号和符号"),
        ("达标率 ** 2", "只能用数字"),
        ("1" * 201, "请写短一些"),
    ],
)
def test_a_formula_that_is_not_understood_is_refused_with_what_is_wrong(formula, sentence):
    draft = make_draft_rubric()
    with pytest.raises(oversight.FormulaRefused, match=sentence.replace("*", r"\*")):
        write(draft, replace(MET, formula=formula))


def test_weights_make_a_hundred_before_it_is_published():
    draft = make_draft_rubric(MET, STARTED)
    with pytest.raises(rubrics.WeightsOff, match="合计 70"):
        oversight.publish_rubric(actor=SYSTEM, number=draft.number, now=NOW)
    write(draft, ORDER)
    assert not oversight.publish_rubric(actor=SYSTEM, number=draft.number, now=NOW).draft


def test_a_published_rubric_never_changes():
    published = make_rubric()
    indicator = published.indicators.get(position=1)
    make_draft_rubric()
    for change in (
        lambda: write(published, MET, indicator.pk),
        lambda: write(published, replace(MET, position=9)),
        lambda: oversight.remove_indicator(actor=SYSTEM, number=published.number, indicator_id=indicator.pk, now=NOW),
        lambda: oversight.publish_rubric(actor=SYSTEM, number=published.number, now=NOW),
        lambda: oversight.discard_rubric(actor=SYSTEM, number=published.number, now=NOW),
    ):
        with pytest.raises(rubrics.RubricFixed):
            change()
    assert titles(published) == ["达标率", "参学率", "制度健全"]


def test_a_draft_is_discarded_with_its_indicators_and_the_next_one_begins_anew():
    published, draft = make_rubric(), make_draft_rubric(replace(MET, position=9, title="另一个"))
    oversight.discard_rubric(actor=SYSTEM, number=draft.number, now=NOW)
    assert list(Rubric.objects.all()) == [published]
    assert AuditEntry.objects.get(verb="oversight.discard_rubric").subject_id == str(draft.number)
    assert titles(make_draft_rubric()) == ["达标率", "参学率", "制度健全"]


def test_an_indicator_of_another_version_is_not_written_through_the_draft():
    published = make_rubric()
    draft = make_draft_rubric()
    with pytest.raises(rubrics.RubricFixed):
        write(draft, MET, published.indicators.get(position=1).pk)


def test_only_who_administers_the_academy_writes_it_and_sees_the_draft():
    city = make_unit("示例市")
    wu = Scope.of(administrator_of(make_unit("本区", under=city), "吴"), NOW)
    published = make_rubric()
    draft = make_draft_rubric()
    with pytest.raises(OutOfScope):
        oversight.draft_rubric(actor=wu, title="细则", now=NOW)
    with pytest.raises(OutOfScope):
        write(draft, replace(MET, position=9), actor=wu)
    with pytest.raises(OutOfScope):
        oversight.discard_rubric(actor=wu, number=draft.number, now=NOW)
    assert list(oversight.rubrics_in(wu)) == [published]
    assert list(oversight.rubrics_in(SYSTEM)) == [draft, published]
    assert list(oversight.rubrics_in(Scope.of(make_person(unit=city), NOW))) == [published]


def test_categories_keep_the_order_of_the_rubric_with_their_weights():
    assert oversight.rubric_categories(make_rubric()) == {"学习成效": 7000, "组织管理": 3000}
