"""The review board and the period report on their pages."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from docx import Document
from python_calamine import CalamineWorkbook
from tests.factories.catalogue import make_course, make_move, make_topic
from tests.factories.organisation import grant, make_person
from tests.web.sheets import column

from yuanjiao.catalogue.models import CourseProposal
from yuanjiao.organisation.models import Role

USED = {"start_count": 100, "completion_count": 80, "rating_count": 20, "rating_sum": 90, "click_count": 300}


@pytest.fixture
def editors(world, as_person):
    """Signs in one of two editors of Wu's district."""
    people = [make_person(name, unit=world.here) for name in ("甲编辑", "乙编辑")]
    for person in people:
        grant(person, Role.COURSE_EDITOR)
    return lambda place: as_person(people[place])


@pytest.fixture
def courses(world):
    """A course that is used and one that is not, online for a year."""
    since = timezone.now() - timedelta(days=365)
    used = make_course("常用课", unit=world.here, published_at=since, topic=make_topic("生态"), **USED)
    return used, make_course("冷门课", unit=world.here, published_at=since, start_count=10)


def titles(answer):
    return [line.course.title for line in answer.context["page"]]


def test_the_lowest_score_comes_first_and_every_order_is_to_be_had(editors, courses):
    page = editors(0)
    assert titles(page.get("/manage/courses/review/")) == ["冷门课", "常用课"]
    firsts = {
        sort: titles(page.get("/manage/courses/review/", {"sort": sort}))[0]
        for sort in ("best", "clicks", "starts", "completions", "unfinished", "rating", "oldest")
    }
    assert firsts.pop("unfinished") == firsts.pop("oldest") == "冷门课"
    assert set(firsts.values()) == {"常用课"}


def test_the_board_is_narrowed_by_topic_state_score_and_proposal(editors, courses):
    page, (used, weak) = editors(0), courses
    make_course("已下线课", state="retired", unit=used.unit)

    def shown(**words):
        return titles(page.get("/manage/courses/review/", words))

    assert shown(topic=used.topic_id) == ["常用课"]
    assert shown(state="retired") == ["已下线课"]
    assert len(shown(state="all")) == 3
    assert shown(weak="yes") == ["冷门课"]
    page.post(f"/manage/courses/review/{weak.pk}/", {"kind": "retire", "reason": "少人学"})
    assert shown(proposal="waiting") == ["冷门课"]
    assert shown(proposal="none") == ["常用课"]
    assert shown(proposal="retire") == []


def test_every_part_of_the_score_says_how_it_came_about(editors, courses):
    shown = editors(0).get(f"/manage/courses/review/{courses[0].pk}/").content.decode()
    assert "100 人开始，80 人学完；全部学完得 100 分。" in shown
    assert "20 人评分，平均 4.5 星；1 星 0 分，5 星 100 分。" in shown
    assert "没有到期的授权，不计。" in shown


def test_the_file_has_figures_parts_and_score(editors, courses):
    file = editors(0).get("/manage/courses/review/", {"export": "excel", "sort": "best"})
    assert column(file, "课程") == ["常用课", "冷门课"]
    assert column(file, "完成") == [80, 0]
    assert column(file, "评分")[0] == 87.5


def test_a_proposal_is_decided_by_somebody_else_and_leads_on_to_the_act(editors, courses):
    weak = courses[1]
    editors(0).post(f"/manage/courses/review/{weak.pk}/", {"kind": "retire", "reason": "少人学"})
    proposal = CourseProposal.objects.get()
    decide = f"/manage/courses/review/proposals/{proposal.pk}/decide/"
    editors(0).post(decide, {"accepted": "yes", "answer": "同意"})
    proposal.refresh_from_db()
    assert proposal.decided_by is None
    assert editors(1).post(decide, {"accepted": "yes", "answer": ""}).headers["Location"].endswith(f"{weak.pk}/")
    answer = editors(1).post(decide, {"accepted": "yes", "answer": "同意"})
    assert editors(1).get(answer.headers["Location"]).context["form"]["reason"].value() == "少人学"
    assert proposal.figures["starts"] == 10


def test_what_a_proposal_lacks_is_said_and_nothing_is_lost(editors, courses):
    answer = editors(0).post(f"/manage/courses/review/{courses[0].pk}/", {"kind": "renew", "reason": ""})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["reason"]


def test_a_reader_may_look_and_not_propose(world, as_person, courses):
    client = as_person(world.wu)
    assert client.get(f"/manage/courses/review/{courses[0].pk}/").status_code == 200
    answer = client.post(f"/manage/courses/review/{courses[0].pk}/", {"kind": "retire", "reason": "x"})
    assert answer.status_code == 403


@pytest.mark.parametrize("path", ["/manage/courses/review/", "/manage/courses/changes/", "/manage/courses/period/"])
def test_a_page_costs_the_same_for_few_courses_and_for_many(world, editors, path):
    client = editors(0)

    def one_more(number):
        course = make_course(f"课{number}", unit=world.here, start_count=3)
        make_move(course, "audit", "published", at=timezone.now(), actor=make_person())

    def cost():
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        return len(queries)

    one_more(0)
    few = cost()
    for number in range(1, 4):
        one_more(number)
    assert cost() == few


@pytest.fixture
def moved(world):
    """A course that came and one that went today, and one next door."""
    for title, unit, change in (
        ("新课", world.here, ("audit", "published")),
        ("旧课", world.here, ("published", "retired")),
        ("邻区课", world.next_door, ("audit", "published")),
    ):
        course = make_course(title, unit=unit, state=change[1], published_at=timezone.now())
        make_move(course, *change, at=timezone.now(), reason="示例原因")


def test_the_report_says_what_came_and_went_in_the_readers_scope(editors, moved):
    answer = editors(0).get("/manage/courses/period/")
    whole = answer.context["report"].whole
    assert (whole.added, whole.retired) == (1, 1)
    assert "新上线课程 1 门，下线 1 门，期末在线 1 门。" in answer.content.decode()


def test_every_figure_of_the_report_leads_to_its_courses(editors, moved):
    page, today = editors(0), timezone.localdate()
    words = {"first": today, "last": today}
    for what, title in (("added", "新课"), ("retired", "旧课")):
        found = page.get("/manage/courses/changes/", words | {"what": what}).context["page"]
        assert [move.course.title for move in found] == [title]


def test_the_report_as_excel_has_sentences_tables_and_courses(editors, moved):
    content = editors(0).get("/manage/courses/period/", {"export": "excel"}).content
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["课程增减报告", "按主题", "按来源", "课程清单"]
    assert {row[2] for row in book.get_sheet_by_name("课程清单").to_python()[1:]} == {"新课", "旧课"}
    assert book.get_sheet_by_name("按主题").to_python()[-1][:4] == ["合计", 1, 1, 0]


def test_the_report_as_word_has_sentences_and_tables(editors, moved):
    content = editors(0).get("/manage/courses/period/", {"export": "word"}).content
    paper = Document(io.BytesIO(content))
    assert any("新上线课程 1 门" in paragraph.text for paragraph in paper.paragraphs)
    assert [cell.text for cell in paper.tables[0].rows[-1].cells][:4] == ["合计", "1", "1", "0"]
    assert "PAGE" in paper.sections[0].footer._element.xpath("string(.//w:instrText)")


@pytest.mark.parametrize(
    ("words", "field"),
    [({"first": "2026-03-01", "last": "2026-01-01"}, "last"), ({"first": "x"}, "first")],
)
def test_a_period_that_makes_no_sense_is_said_at_its_field(editors, words, field):
    answer = editors(0).get("/manage/courses/period/", words)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_the_changes_are_searched_by_reason_and_course(editors, moved):
    page = editors(0)
    assert len(page.get("/manage/courses/changes/", {"q": "示例原因"}).context["page"]) == 2
    assert len(page.get("/manage/courses/changes/", {"q": "新课"}).context["page"]) == 1
    assert column(page.get("/manage/courses/changes/", {"q": "新课", "export": "excel"}), "原因") == ["示例原因"]


def test_weights_that_are_all_nothing_are_refused(world, as_person):
    grant(world.wu, Role.ACADEMY_ADMINISTRATOR, world.city)
    none = dict.fromkeys(("use", "completion", "rating", "age", "licence"), 0)
    rules = none | {"ratings_least": 5, "old_after_months": 60, "weak_below": 40}
    answer = as_person(world.wu).post("/manage/rules/course_review/", rules)
    assert list(answer.context["form"].errors) == ["use"]
