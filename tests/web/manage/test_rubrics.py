"""The pages of the rubric: drafted, written indicator by indicator, published; others read what is published."""

from __future__ import annotations

import pytest
from tests.factories.assessments import MET, ORDER, STARTED, make_draft_rubric, make_rubric
from tests.factories.organisation import grant

from yuanjiao.organisation.models import Role
from yuanjiao.oversight.models import Rubric

LIST = "/manage/assessments/rubrics/"
INDICATOR = {"position": 1, "category": "学习成效", "title": "达标率", "weight": "60", "formula": "达标率"}


@pytest.fixture
def writer(world, as_person):
    """Wu administers the whole academy."""
    grant(world.wu, Role.ACADEMY_ADMINISTRATOR, world.city)
    return as_person(world.wu)


def test_a_rubric_is_drafted_written_and_published_on_its_pages(writer):
    writer.post(LIST, {"title": "考核细则"})
    page = f"{LIST}1/"
    writer.post(f"{page}indicators", INDICATOR)
    writer.post(f"{page}indicators", INDICATOR | {"position": 2, "title": "制度", "weight": "39.5", "formula": ""})
    assert writer.get(page).context["sum"] == 9950
    second = Rubric.objects.get().indicators.get(position=2)
    refused = writer.post(f"{page}publish", follow=True)
    assert "合计 99.5" in refused.content.decode()
    changed = INDICATOR | {"position": 2, "title": "制度", "weight": "40", "formula": ""}
    writer.post(f"{page}indicators/{second.pk}", changed)
    writer.post(f"{page}publish")
    assert not Rubric.objects.get().draft


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"formula": "满意率"}, "formula"),
        ({"position": 2}, "position"),
        ({"weight": "0"}, "weight"),
        ({"title": ""}, "title"),
    ],
)
def test_what_is_amiss_is_told_at_its_field_and_nothing_is_lost(writer, change, field):
    draft = make_draft_rubric(STARTED)
    response = writer.post(f"{LIST}{draft.number}/indicators", INDICATOR | change)
    form = response.context["new_form"]
    assert (response.status_code, list(form.errors)) == (422, [field])
    assert form["category"].value() == "学习成效"
    written = draft.indicators.get()
    response = writer.post(f"{LIST}{draft.number}/indicators/{written.pk}", INDICATOR | {"formula": "满意率"})
    (_indicator, form), *_rest = response.context["indicators"]
    assert list(form.errors) == ["formula"]


def test_an_indicator_is_taken_out_of_the_draft(writer):
    draft = make_draft_rubric(MET, ORDER)
    indicator = draft.indicators.get(position=1)
    writer.post(f"{LIST}{draft.number}/indicators/{indicator.pk}", {"remove": "yes"})
    assert [each.title for each in draft.indicators.all()] == ["制度健全"]


def test_a_draft_is_discarded_once_its_loss_is_told_in_numbers(writer):
    make_rubric()
    draft = make_draft_rubric()
    page = f"{LIST}{draft.number}/"
    assert "草稿和它的 3 个指标会一起删除" in writer.get(page).content.decode()
    gone = writer.post(f"{page}discard", follow=True)
    assert [each.number for each in gone.context["rubrics"]] == [1]
    refused = writer.post(f"{LIST}1/discard", follow=True)
    assert "已经发布" in refused.content.decode()
    assert Rubric.objects.get().number == 1


def test_others_read_published_versions_and_no_draft(world, as_person):
    make_rubric()
    make_draft_rubric()
    client = as_person(world.wu)
    assert [each.number for each in client.get(LIST).context["rubrics"]] == [1]
    assert "由人评分" in client.get(f"{LIST}1/").content.decode()
    assert client.get(f"{LIST}2/").status_code == 404
    assert client.post(f"{LIST}1/publish").status_code == 403
    assert client.post(LIST, {"title": "另一份"}).status_code == 403
