"""The course editor: who may, what is kept on an error, from a draft to a course online."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories.catalogue import make_asset, make_course, make_draft, make_lesson, make_quiz
from tests.factories.organisation import grant, make_person, make_unit
from tests.factories.outreach import make_message
from tests.learning.test_question_bank import sheet
from tests.web.sheets import column

from yuanjiao.catalogue.models import Course, Lecturer, Lesson
from yuanjiao.catalogue.public import bar_of, may_study
from yuanjiao.catalogue.search import index
from yuanjiao.kernel.models import AuditEntry
from yuanjiao.learning.models import Question, Quiz
from yuanjiao.learning.question_sheet import read
from yuanjiao.media.models import AssetKind, AssetState
from yuanjiao.organisation.models import Role

pytestmark = pytest.mark.django_db

FIELDS = {
    "title": "环境保护",
    "summary": "讲环境",
    "topic": "生态",
    "source_kind": "locally_produced",
    "lecturers": "陈示例（示例大学）、周示例",
    "tags": "生态、环保",
    "category": "elective",
    "credit": "0.5",
    "post_levels": ["141"],
    "unit_kinds": ["township"],
    "positions": "民政办主任、会计、会计",
    "tenure_months_max": "36",
}


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.SECOND_FACTOR_OF_ADMINISTRATORS = False


@pytest.fixture
def city():
    return make_unit("示例市")


@pytest.fixture
def district(city):
    return make_unit("示例区", under=city)


def signed_in(person):
    client = Client()
    client.force_login(person, backend="yuanjiao.organisation.sign_in.PersonBackend")
    return client


@pytest.fixture
def editor(district):
    person = make_person("编辑示例", unit=district)
    grant(person, Role.COURSE_EDITOR, district)
    return person


@pytest.fixture
def page(editor):
    return signed_in(editor)


@pytest.fixture
def next_door(city):
    unit = make_unit("邻区", under=city)
    person = make_person("邻编示例", unit=unit)
    grant(person, Role.COURSE_EDITOR, unit)
    return signed_in(person)


@pytest.fixture
def draft(district):
    return make_draft("示例草稿", unit=district, summary="示例")


CRITERIA = ("political", "scientific", "complete", "reasonable", "conforming")
PAGES = ("", "edit/", "preview/", "retire/", "schedule/", "quiz/", "quiz/new/", "quiz/import/", "lessons/{lesson}/")


@pytest.mark.parametrize("part", PAGES)
def test_pages_open_to_her_editor_and_to_nobody_else(draft, page, next_door, client, part):
    make_quiz(draft)
    address = f"/manage/courses/{draft.pk}/{part.format(lesson=make_lesson(draft).pk)}"
    learner = signed_in(make_person())
    answers = [visitor.get(address).status_code for visitor in (client, learner, next_door, page)]
    assert answers == [302, 403, 403, 200]


def test_an_editor_of_the_unit_above_may_too(draft, city):
    person = make_person(unit=city)
    grant(person, Role.COURSE_EDITOR, city)
    assert signed_in(person).get(f"/manage/courses/{draft.pk}/edit/").status_code == 200


def test_the_academys_own_courses_are_for_editors_of_the_whole_academy(page, city):
    course = make_course()
    person = make_person(unit=city)
    grant(person, Role.ACADEMY_ADMINISTRATOR, city)
    answers = [visitor.get(f"/manage/courses/{course.pk}/").status_code for visitor in (page, signed_in(person))]
    assert answers == [403, 200]


def test_an_auditor_reads_the_list_and_changes_nothing(draft, district):
    person = make_person(unit=district)
    grant(person, Role.AUDITOR, district)
    auditor = signed_in(person)
    assert "示例草稿" in auditor.get("/manage/courses/").content.decode()
    assert auditor.get(f"/manage/courses/{draft.pk}/edit/").status_code == 403


def test_a_preview_leads_to_editing_only_those_who_may(draft, district, page):
    person = make_person(unit=district)
    grant(person, Role.AUDITOR, district)
    editing, address = f'href="/manage/courses/{draft.pk}/"', f"/manage/courses/{draft.pk}/preview/"
    found = [editing in visitor.get(address).content.decode() for visitor in (signed_in(person), page)]
    assert found == [False, True]


@pytest.mark.parametrize("name", ["manage:review", "manage:audits"])
def test_a_page_leads_to_the_rules_only_those_who_may_read_them(page, city, name):
    person = make_person(unit=city)
    grant(person, Role.ACADEMY_ADMINISTRATOR, city)
    pages = [visitor.get(reverse(name)).content.partition(b"page-head")[2] for visitor in (page, signed_in(person))]
    assert [b'href="/manage/rules/' in main for main in pages] == [False, True]


def test_a_course_is_created_with_all_its_fields(page, district):
    answer = page.post("/manage/courses/new/", FIELDS | {"unit": district.pk})
    course = Course.objects.get()
    assert answer.headers["Location"] == f"/manage/courses/{course.pk}/"
    assert (course.credit_hundredths, course.tags, course.post_levels) == (50, ["生态", "环保"], ["141"])
    assert course.positions == ["民政办主任", "会计"]
    assert [str(lecturer) for lecturer in course.lecturers.order_by("pk")] == ["陈示例", "周示例"]
    assert Lecturer.objects.get(name="陈示例").organisation == "示例大学"
    assert index.find("环保").course_ids == [course.pk]
    assert AuditEntry.objects.get().unit_path == district.path


def test_the_editor_shows_the_posts_again_and_offers_those_of_her_own_people(page, district, city):
    make_person(unit=district, position="民政办主任")
    make_person(unit=city, position="市里的职务")
    page.post("/manage/courses/new/", FIELDS | {"unit": district.pk})
    course = Course.objects.get()
    form = page.get(f"/manage/courses/{course.pk}/edit/").content.decode()
    assert 'value="民政办主任、会计"' in form
    assert '<option value="民政办主任">' in form
    assert "市里的职务" not in form
    assert "乡镇街道的乡科级正职的会计、民政办主任" in page.get(f"/manage/courses/{course.pk}/").content.decode()


def test_a_licence_may_be_for_single_posts_only(page, district):
    only = {"licence_bars_others": "on", "post_levels": [], "unit_kinds": [], "tenure_months_max": ""}
    page.post("/manage/courses/new/", FIELDS | {"unit": district.pk} | only)
    course = Course.objects.get()
    course.state, course.published_at = "published", timezone.now()
    course.save()
    accountant, other = make_person(unit=district, position="会计"), make_person(unit=district, position="副会计")
    assert may_study(accountant, course)
    assert bar_of(other, course) == "这门课程的授权只限：会计、民政办主任。"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "这个字段是必填项"),
        ({"source_kind": "shared_open"}, "共享资源要写明来自哪所高校。"),
        ({"source_kind": "purchased"}, "购买的课程要写明供应商。"),
        ({"credit": "0"}, "大于或等于"),
        (
            {
                "licence_bars_others": "on",
                "post_levels": [],
                "unit_kinds": [],
                "positions": "",
                "tenure_months_max": "",
            },
            "请至少填一项",
        ),
        ({"positions": "长" * 81}, "一个职务最多 80 个字"),
    ],
)
def test_nothing_typed_is_lost_on_an_error(page, district, wrong, sentence):
    answer = page.post("/manage/courses/new/", FIELDS | {"unit": district.pk} | wrong)
    text = answer.content.decode()
    assert (answer.status_code, Course.objects.count()) == (422, 0)
    assert sentence in text
    assert "陈示例（示例大学）、周示例" in text
    assert "讲环境" in text


def test_a_course_cannot_be_given_to_the_unit_next_door(page, district, city):
    other = make_unit("邻区", under=city)
    answer = page.post("/manage/courses/new/", FIELDS | {"unit": other.pk})
    assert (answer.status_code, Course.objects.count()) == (422, 0)


def test_a_change_is_found_and_recorded(page, draft, district):
    page.post(f"/manage/courses/{draft.pk}/edit/", FIELDS | {"unit": district.pk, "title": "水土保持"})
    assert index.find("水土").course_ids == [draft.pk]


def test_somebody_elses_picture_is_no_cover(page, draft, district):
    picture = make_asset(AssetKind.PICTURE, owner=make_person())
    page.post(f"/manage/courses/{draft.pk}/edit/", FIELDS | {"unit": district.pk, "cover": picture.pk})
    assert Course.objects.get().cover is None


def test_from_a_draft_to_a_course_online(page, editor, draft):
    film = make_asset(owner=editor)
    page.post(f"/manage/courses/{draft.pk}/lessons/", {"title": "第一讲"})
    lesson = Lesson.objects.get()
    page.post(f"/manage/courses/{draft.pk}/lessons/{lesson.pk}/", {"title": "总论", "asset": film.pk})
    page.post(f"/manage/courses/{draft.pk}/submit/")
    colleague = make_person("同事示例", unit=draft.unit)
    grant(colleague, Role.COURSE_EDITOR, draft.unit)
    signed_in(colleague).post(f"/manage/courses/{draft.pk}/opinion/", {f"{each}_passed": "on" for each in CRITERIA})
    page.post(f"/manage/courses/{draft.pk}/publish/")
    draft.refresh_from_db()
    assert (draft.state, draft.lesson_count, draft.duration_ms) == ("published", 1, 600_000)


def test_what_is_missing_is_said_before_and_after_the_attempt(page, draft):
    make_lesson(draft, asset=make_asset(state=AssetState.PROCESSING))
    make_quiz(draft, questions=1, draw=5)
    shown = page.get(f"/manage/courses/{draft.pk}/").content.decode()
    page.post(f"/manage/courses/{draft.pk}/publish/")
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert "第 1 讲“第1讲”的文件还在处理，请稍候。" in shown
    assert "题库只有 1 题" in shown


def test_lessons_move_and_go(page, draft):
    first, second, third = (make_lesson(draft, position=at) for at in (1, 2, 3))
    page.post(f"/manage/courses/{draft.pk}/lessons/{third.pk}/move/", {"to": "up"})
    page.post(f"/manage/courses/{draft.pk}/lessons/{first.pk}/move/", {"to": "9"})
    assert list(draft.lessons.values_list("pk", flat=True)) == [third.pk, second.pk, first.pk]
    page.post(f"/manage/courses/{draft.pk}/lessons/{second.pk}/remove/")
    assert list(draft.lessons.values_list("pk", "position")) == [(third.pk, 1), (first.pk, 2)]


def test_the_last_lesson_of_a_course_online_stays(page, district):
    course = make_course(lessons=1, unit=district)
    page.post(f"/manage/courses/{course.pk}/lessons/{course.lessons.get().pk}/remove/")
    assert course.lessons.count() == 1


def test_retiring_needs_a_reason_and_says_whom_it_touches(page, district):
    course = make_course(lessons=1, unit=district)
    assert "0 名学员正在学" in page.get(f"/manage/courses/{course.pk}/retire/").content.decode()
    assert page.post(f"/manage/courses/{course.pk}/retire/", {"reason": " "}).status_code == 422
    page.post(f"/manage/courses/{course.pk}/retire/", {"reason": "内容已过时"})
    course.refresh_from_db()
    assert (course.state, course.retired_reason) == ("retired", "内容已过时")


def test_the_list_is_searched_filtered_and_ordered(page, district):
    page.post("/manage/courses/new/", FIELDS | {"unit": district.pk})
    make_course("别的课", unit=district, click_count=9)
    assert [course.title for course in page.get("/manage/courses/?q=hjbh").context["page"]] == ["环境保护"]
    assert [course.title for course in page.get("/manage/courses/?state=published").context["page"]] == ["别的课"]
    assert page.get("/manage/courses/?sort=clicks").context["page"][0].title == "别的课"


def test_the_list_comes_as_excel(page, draft):
    assert column(page.get("/manage/courses/?export=excel"), "课程") == ["示例草稿"]


def test_questions_are_searched_filtered_and_exported_so_that_they_can_be_imported_again(page, draft):
    make_quiz(draft, questions=2)
    path = f"/manage/courses/{draft.pk}/quiz/"
    page.post(f"{path}new/", {"kind": "true_false", "text": "=地球是圆的", "truth": "false"})
    assert [question.text for question in page.get(f"{path}?q=地球").context["page"]] == ["=地球是圆的"]
    assert len(page.get(f"{path}?kind=single").context["page"]) == 2
    file = page.get(f"{path}?export=excel")
    assert column(file, "题干") == ["示例问题1？", "示例问题2？", "'=地球是圆的"]
    drafts, faults = read(file.content)
    assert faults == []
    assert drafts[0].choices == (("选项1", True), ("选项2", False), ("选项3", False), ("选项4", False))
    assert (drafts[2].text, drafts[2].choices) == ("=地球是圆的", (("对", False), ("错", True)))


@pytest.mark.parametrize("number", [1, 12])
def test_the_question_bank_costs_constant_queries(page, draft, number, django_assert_max_num_queries):
    make_quiz(draft, questions=number)
    page.get(f"/manage/courses/{draft.pk}/quiz/")
    with django_assert_max_num_queries(12):
        page.get(f"/manage/courses/{draft.pk}/quiz/")


@pytest.mark.parametrize("number", [1, 20])
def test_the_list_costs_constant_queries(page, district, number, django_assert_max_num_queries):
    for at in range(number):
        make_course(f"课程{at}", unit=district)
    page.get("/manage/courses/")  # the session learns here that no sign-in step is left
    with django_assert_max_num_queries(9):
        page.get("/manage/courses/")


def test_a_quiz_is_set_and_filled(page, draft):
    page.post(f"/manage/courses/{draft.pk}/quiz/", {"draw": 1, "tries": 3, "pass_mark": 60})
    question = {"kind": "single", "text": "一加一？", "choice_A": "二", "right_A": "on", "choice_B": "三"}
    page.post(f"/manage/courses/{draft.pk}/quiz/new/", question)
    page.post(f"/manage/courses/{draft.pk}/quiz/new/", {"kind": "true_false", "text": "地球是圆的", "truth": "true"})
    assert [str(row) for row in Question.objects.all()] == ["一加一？", "地球是圆的"]
    assert list(Question.objects.all()[1].choices.values_list("text", "correct")) == [("对", True), ("错", False)]


def test_an_unsound_question_keeps_what_was_typed(page, draft):
    make_quiz(draft, questions=0)
    answer = page.post(
        f"/manage/courses/{draft.pk}/quiz/new/", {"kind": "single", "text": "一加一？", "choice_A": "二"}
    )
    assert answer.status_code == 422
    assert "一加一？" in answer.content.decode()


def test_questions_come_from_excel_after_a_first_look(page, draft):
    make_quiz(draft, questions=0)
    good = ("单选", "一加一？", "二", "三", "", "", "", "", "A", "")
    bad = ("单选", "没有答案", "二", "三", "", "", "", "", "", "")
    upload = io.BytesIO(sheet(good, bad))
    upload.name = "questions.xlsx"
    looked = page.post(f"/manage/courses/{draft.pk}/quiz/import/", {"file": upload})
    assert ([fault.row for fault in looked.context["sheet"].faults], Question.objects.count()) == ([3], 0)
    page.post(f"/manage/courses/{draft.pk}/quiz/import/", {"checked": looked.context["checked"]})
    assert Question.objects.get().text == "一加一？"


def test_forged_questions_are_not_applied(page, draft):
    make_quiz(draft, questions=0)
    page.post(f"/manage/courses/{draft.pk}/quiz/import/", {"checked": "forged"})
    assert not Question.objects.exists()


def test_another_courses_question_is_out_of_reach(page, draft):
    other = make_quiz(make_draft()).questions.all()[0]
    make_quiz(draft)
    assert page.get(f"/manage/courses/{draft.pk}/quiz/{other.pk}/").status_code == 404


def test_a_quiz_is_taken_away_after_its_effect_is_said(page, draft):
    make_quiz(draft)
    assert "5 道题" in page.get(f"/manage/courses/{draft.pk}/quiz/remove/").content.decode()
    page.post(f"/manage/courses/{draft.pk}/quiz/remove/")
    assert not Quiz.objects.exists()


def test_messages_are_moderated_within_the_scope(page, editor, next_door):
    message = make_message(make_person(unit=editor.unit))
    assert "示例留言" not in next_door.get("/manage/board/").content.decode()
    assert next_door.post(f"/manage/board/{message.pk}/hide/", {"reason": "不当"}).status_code == 404
    page.post(f"/manage/board/{message.pk}/hide/", {"reason": "广告"})
    message.refresh_from_db()
    assert message.hidden_reason == "广告"
    page.post(f"/manage/board/{message.pk}/restore/")
    message.refresh_from_db()
    assert message.hidden_at is None


@pytest.mark.parametrize("number", [1, 20])
def test_moderation_costs_constant_queries(page, editor, number, django_assert_max_num_queries):
    for _ in range(number):
        make_message(make_person(unit=editor.unit))
    page.get("/manage/board/")  # as above
    with django_assert_max_num_queries(7):
        page.get("/manage/board/")
