"""A clerk's way from an empty list to a published circular, its files, and who has read it (A19)."""

from __future__ import annotations

import io
from datetime import timedelta

import docx
import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from tests.factories.credits import earn, enrol
from tests.factories.organisation import grant, make_person, make_unit
from tests.factories.oversight import (
    HALF_YEAR,
    SYSTEM,
    make_checked,
    make_circular,
    make_draft_circular,
    run,
    words_for,
)
from tests.oversight.test_snapshots import IN_TIME
from tests.web.sheets import column, rows_of

from yuanjiao.credits.public import RankingRules
from yuanjiao.kernel import fonts
from yuanjiao.organisation.models import Person, Role
from yuanjiao.organisation.public import publish_policy
from yuanjiao.outreach.models import Notice
from yuanjiao.oversight.models import Circular, CircularReceipt, CircularState, Reach
from yuanjiao.oversight.public import Period

FONTS = pytest.mark.skipif(
    not (fonts.FOLDER / "NotoSansSC_400Regular.ttf").exists(), reason="the front end is not built"
)
GIVEN = {
    "begins_on": "2026-01-01",
    "ends_on": "2026-06-30",
    "hour": "24",
    "target_per_cent": "50",
    "reach": "3",
    "title": "{期间}学习情况通报",
    "text": "一、总体情况\n应学{应学人数}人，达标率{达标率}，{达标率变化}。",
}


@pytest.fixture
def studied(world):
    """The city of the manage tests, in which Lin has met half of the year's requirement in time."""
    enrol(world.lin, world.zhou, world.wu, world.qin)
    earn(world.lin, 2500, category="required", at=IN_TIME)
    world.boss = make_person("总管理", unit=world.city)
    grant(world.boss, Role.ACADEMY_ADMINISTRATOR)
    return world


def page(name: str, circular: Circular) -> str:
    return reverse(f"manage:{name}", args=[circular.pk])


def test_a_clerk_writes_checks_and_publishes_a_circular(studied, as_person):
    client = as_person(studied.boss)
    assert "写第一份" in client.get("/manage/circulars/").content.decode()
    client.post("/manage/circulars/new/", {**GIVEN, "unit": studied.city.pk})
    circular = Circular.objects.get()
    run(circular.job)
    shown = client.get(page("circular", circular)).content.decode()
    assert "2026年上半年学习情况通报" in shown
    assert "应学5人，达标率20.0%，为首次统计。" in shown
    client.post(page("circular_check", circular))
    run(Circular.objects.get().job)
    assert "会通知 2 名管理员" in client.get(page("circular_publish", circular)).content.decode()
    client.post(page("circular_publish", circular))
    circular.refresh_from_db()
    assert circular.state == CircularState.PUBLISHED
    assert circular.text == "一、总体情况\n应学5人，达标率20.0%，为首次统计。"


def test_a_wrong_field_names_itself_and_nothing_that_was_written_is_lost(studied, as_person):
    answer = as_person(studied.boss).post(
        "/manage/circulars/new/", {**GIVEN, "unit": studied.city.pk, "text": "发{奖金}"}
    )
    assert answer.status_code == 422
    assert "没有名为 {奖金} 的字段。" in answer.context["form"].errors["text"][0]
    assert "发{奖金}" in answer.content.decode()
    assert "{期间}学习情况通报" in answer.content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends_on": "2025-12-31"}, "ends_on"),
        ({"ends_on": f"{timezone.localdate() + timedelta(days=9):%Y-%m-%d}"}, "hour"),
        ({"hour": "25"}, "hour"),
        ({"target_per_cent": "0"}, "target_per_cent"),
        ({"title": ""}, "title"),
    ],
)
def test_bad_input_gets_an_error_that_names_the_field(studied, as_person, wrong, field):
    answer = as_person(studied.boss).post("/manage/circulars/new/", {**GIVEN, "unit": studied.city.pk, **wrong})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_a_tier_that_is_not_below_the_unit_is_refused_at_its_field(studied, as_person):
    answer = as_person(studied.wu).post("/manage/circulars/new/", {**GIVEN, "unit": studied.here.pk, "reach": "2"})
    assert list(answer.context["form"].errors) == ["reach"]


def test_nobody_begins_a_circular_of_a_unit_that_is_not_hers(studied, as_person):
    answer = as_person(studied.wu).post("/manage/circulars/new/", {**GIVEN, "unit": studied.city.pk})
    assert list(answer.context["form"].errors) == ["unit"]
    assert not Circular.objects.exists()


def test_words_are_changed_and_figures_counted_again(studied, as_person):
    client, circular = as_person(studied.boss), make_checked(studied.city)
    assert "{应学人数}" in client.get(page("circular_edit", circular)).content.decode()
    client.post(page("circular_edit", circular), {"title": "新标题", "text": "新文字", "reach": "2"})
    circular.refresh_from_db()
    assert (circular.title, circular.reach, circular.state) == ("新标题", Reach.SECOND, CircularState.DRAFT)
    period = {f"period-{name}": GIVEN[name] for name in ("begins_on", "hour", "target_per_cent")}
    assert client.post(page("circular_count", circular), {**period, "period-ends_on": ""}).status_code == 422
    client.post(page("circular_count", circular), {**period, "period-ends_on": "2026-03-31"})
    assert f"{Circular.objects.get().snapshot.ends_on}" == "2026-03-31"


def test_a_check_that_fails_says_which_units_differ(studied, as_person):
    client, circular = as_person(studied.boss), make_draft_circular(studied.city)
    earn(studied.wu, 100, at=IN_TIME)
    client.post(page("circular_check", circular))
    run(Circular.objects.get().job)
    assert "不一致的：示例市、本区" in client.get(page("circular", circular)).content.decode()


def test_a_draft_is_deleted_after_its_effect_was_told_in_numbers(studied, as_person):
    client, circular = as_person(studied.boss), make_draft_circular(studied.city)
    assert "4 个单位" in client.get(page("circular_discard", circular)).content.decode()
    client.post(page("circular_discard", circular))
    assert not Circular.objects.exists()


def test_a_published_circular_has_no_page_to_change_it(studied, as_person):
    client, circular = as_person(studied.boss), make_circular(studied.city)
    for name in ("circular_edit", "circular_publish", "circular_discard"):
        assert client.get(page(name, circular)).status_code == 404
    shown = client.get(page("circular", circular)).content.decode()
    assert "写更正通报" in shown
    assert "修改" not in shown


def test_a_correction_names_the_old_one_and_the_old_one_its_correction(studied, as_person):
    client, wrong = as_person(studied.boss), make_circular(studied.city)
    begun = client.get("/manage/circulars/new/", {"corrects": wrong.pk})
    assert begun.context["form"].initial["ends_on"] == wrong.snapshot.ends_on
    right = make_circular(studied.city, corrects=wrong)
    assert f'href="{page("circular", right)}"' in client.get(page("circular", wrong)).content.decode()
    assert f'href="{page("circular", wrong)}"' in client.get(page("circular", right)).content.decode()


def test_ranks_are_shown_only_where_the_rules_allow_them(studied, as_person):
    client, circular = as_person(studied.boss), make_circular(studied.city)

    def heads(agent: str = "Desktop") -> tuple[bool, bool]:
        shown = client.get(page("circular", circular), headers={"User-Agent": agent}).content.decode()
        listed = client.get(page("circular_units", circular), headers={"User-Agent": agent}).content.decode()
        return "名次</th>" in shown, "同类名次</th>" in listed

    assert heads() == (True, True)
    publish_policy(actor=SYSTEM, kind="rankings", rules=RankingRules(units=["desktop"]), now=timezone.now())
    assert heads("Mobile") == (False, False)
    assert heads() == (True, True)


def test_what_was_published_without_ranks_never_shows_any(studied, as_person):
    now = timezone.now()
    publish_policy(actor=SYSTEM, kind="rankings", rules=RankingRules(units=[]), now=now)
    circular = make_circular(studied.city, now=now)
    later = now + timedelta(seconds=1)
    publish_policy(actor=SYSTEM, kind="rankings", rules=RankingRules(), now=later)
    shown = as_person(studied.boss).get(page("circular", circular)).content.decode()
    assert "名次" not in shown


def test_opening_is_noted_and_seen_by_the_tier_above(studied, as_person):
    circular = make_circular(studied.city)
    as_person(studied.wu).get(page("circular", circular))
    shown = as_person(studied.boss).get(page("circular_readers", circular)).content.decode()
    assert "通知了 2 名管理员，1 名已打开" in shown
    unread = column(
        as_person(studied.boss).get(page("circular_readers", circular), {"opened": "no", "export": "excel"}), "姓名"
    )
    assert unread == ["秦管理"]


def test_the_administrator_next_door_is_not_in_ones_list_of_readers(studied, as_person):
    answer = as_person(studied.wu).get(page("circular_readers", make_circular(studied.city)), {"export": "excel"})
    assert column(answer, "姓名") == ["吴管理"]


def test_those_who_have_not_opened_it_are_reminded(studied, as_person):
    circular = make_circular(studied.city)
    CircularReceipt.objects.update(told_at=timezone.now() - timedelta(days=2))
    client = as_person(studied.boss)
    client.post(page("circular_remind", circular))
    assert Notice.objects.filter(title__startswith="请阅读").count() == 2
    answer = client.post(page("circular_remind", circular), follow=True)
    assert "没有要提醒的人" in answer.content.decode()


def test_figures_of_all_units_are_searched_sorted_and_had_as_excel(studied, as_person):
    half = Period(HALF_YEAR.begins_on, HALF_YEAR.ends_on, target_per_cent=50)
    client, circular = as_person(studied.boss), make_circular(studied.city, period=half)
    path = page("circular_units", circular)
    assert column(client.get(path, {"export": "excel"}), "单位") == ["示例市", "本区", "本镇", "邻区"]
    assert column(client.get(path, {"export": "excel", "kind": "district", "sort": "low"}), "单位") == ["邻区", "本区"]
    assert [line.name for line in client.get(path, {"q": "镇"}).context["lines"]] == ["本镇"]
    rows = rows_of(client.get(path, {"export": "excel", "q": "本镇"}))
    assert dict(zip(rows[0], rows[1], strict=True))["同类名次"] == 1


def test_the_list_is_searched_and_filtered_and_shows_no_drafts_of_others(studied, as_person):
    draft, out = make_draft_circular(studied.city), make_circular(studied.city)
    boss, wu = as_person(studied.boss), studied.wu
    listed = lambda client, **words: list(client.get("/manage/circulars/", words).context["page"])  # noqa: E731 -- short
    assert listed(boss) == [draft, out]
    assert listed(boss, state="published") == [out]
    assert listed(boss, q="学习情况") == [draft, out]
    assert listed(boss, q="没有") == []
    assert column(boss.get("/manage/circulars/", {"export": "excel"}), "文号") == ["", "通报〔2026〕1号"]
    assert listed(as_person(wu)) == [out]


@FONTS
def test_pdf_and_word_say_the_same_as_the_page(studied, as_person):
    client, circular = as_person(studied.boss), make_circular(studied.city)
    pdf = client.get(reverse("manage:circular_file", args=[circular.pk, "pdf"]))
    words = "".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(pdf.content)).pages)
    word = client.get(reverse("manage:circular_file", args=[circular.pk, "docx"]))
    file = docx.Document(io.BytesIO(word.content))
    text = "\n".join(paragraph.text for paragraph in file.paragraphs)
    for said in ("关于2026年上半年学习情况的通报", "应学5人，达标率0.0%。", "通报〔2026〕1号"):
        assert said in words.replace("\n", "").replace(" ", "")
        assert said in text
    assert [cell.text for cell in file.tables[1].rows[1].cells][:3] == ["1", "本区", "3"]
    assert len(file.inline_shapes) == len(file.tables)
    headings, *rows = file.tables[1].rows
    assert headings._tr.xpath("./w:trPr/w:tblHeader")
    assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in rows)
    assert headings.cells[1].width == max(cell.width for cell in headings.cells)
    assert "PAGE" in file.sections[0].footer._element.xpath("string(.//w:instrText)")
    assert client.get(reverse("manage:circular_file", args=[circular.pk, "exe"])).status_code == 404


def test_the_template_is_a_dated_rule_whose_fields_are_checked(studied, as_person):
    client = as_person(studied.boss)
    given = {"title": "{期间}通报", "text": "{奖金}", "good_from": "90", "weak_below": "60", "confirmed": "yes"}
    answer = client.post("/manage/rules/circular/", given)
    assert answer.status_code == 422
    client.post("/manage/rules/circular/", given | {"text": "达标{达标率}"})
    assert client.get("/manage/circulars/new/").context["form"].initial["text"] == "达标{达标率}"


def test_pages_cost_the_same_with_few_units_and_with_many(studied, as_person):
    client = as_person(studied.boss)

    def cost() -> list[int]:
        circular = make_circular(studied.city)
        counts = []
        for name in ("circular", "circular_units", "circular_readers"):
            client.get(page(name, circular))
            with CaptureQueriesContext(connection) as queries:
                client.get(page(name, circular))
            counts.append(len(queries))
        with CaptureQueriesContext(connection) as queries:
            client.get("/manage/circulars/")
        return [*counts, len(queries)]

    few = cost()
    for number in range(4):
        unit = make_unit(f"区{number}", under=studied.city)
        grant(make_person(f"示例{number}", unit=unit), Role.UNIT_ADMINISTRATOR)
    assert cost() == few


def test_a_learner_reads_what_was_published_to_all(studied, as_person):
    mine = make_circular(studied.city, words=words_for(Reach.EVERYONE))
    others = make_circular(studied.city)
    client = as_person(studied.lin)
    assert "2026年上半年通报" in client.get("/circulars/").content.decode()
    assert column(client.get("/circulars/", {"export": "excel"}), "标题") == ["2026年上半年通报"]
    assert "达标率0.0%。" in client.get(f"/circulars/{mine.pk}/").content.decode()
    assert client.get(f"/circulars/{others.pk}/").status_code == 404
    assert list(client.get("/circulars/", {"q": "没有"}).context["page"]) == []


def test_the_readers_list_costs_the_same_with_one_circular_and_with_many(studied, as_person):
    client = as_person(studied.lin)

    def cost() -> tuple[int, int]:
        client.get("/circulars/")
        with CaptureQueriesContext(connection) as queries:
            rows = len(client.get("/circulars/").context["page"])
        return rows, len(queries)

    make_circular(studied.city, words=words_for(Reach.EVERYONE))
    few, cost_of_few = cost()
    for _each in range(3):
        make_circular(studied.city, words=words_for(Reach.EVERYONE))
    assert cost() == (few + 3, cost_of_few)


def test_a_circular_reads_in_english_too(studied, as_person):
    circular = make_circular(studied.city)
    Person.objects.filter(pk=studied.boss.pk).update(language="en")
    with translation.override("zh-hans"):  # what the page speaks must not stay on for other tests
        shown = as_person(studied.boss).get(page("circular", circular))
    assert "Circular 2026/1" in shown.content.decode()
