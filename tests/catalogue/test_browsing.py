"""The catalogue: facets, orders, pages, suggestions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.factories.catalogue import PUBLISHED_AT, make_course, make_draft, make_lecturer, make_topic, make_university
from tests.factories.organisation import make_person, make_unit

from yuanjiao.catalogue.actions.search import rebuild_search
from yuanjiao.catalogue.audience import Viewer
from yuanjiao.catalogue.browsing import Browsed, Choice, browse, shared_by_university
from yuanjiao.catalogue.models import SourceKind
from yuanjiao.catalogue.public import CourseBarred, course_for, may_study, newest, suggestions

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)
ANYONE = Viewer("150", "township")


def numbers_of(browsed: Browsed, facet: str) -> dict[str, int]:
    return {value.label: value.number for found in browsed.facets if found.name == facet for value in found.values}


def titles(browsed: Browsed) -> list[str]:
    return [course.title for course in browsed.courses]


def test_published_courses_are_shown_newest_first():
    make_draft()
    make_course("旧课")
    make_course("新课", published_at=PUBLISHED_AT + timedelta(days=1))
    assert titles(browse(Choice(), ANYONE)) == ["新课", "旧课"]


def test_every_facet_counts_its_courses():
    chen = make_lecturer("陈示例")
    make_course(
        "甲",
        lessons=1,
        minutes=10,
        topic=make_topic("法治"),
        lecturers=(chen,),
        post_levels=["121"],
        rating_count=2,
        rating_sum=9,
        credit_hundredths=50,
    )
    make_course(
        "乙",
        lessons=2,
        minutes=20,
        source_kind=SourceKind.SHARED_OPEN,
        university=make_university(),
        category="required",
    )
    browsed = browse(Choice(), ANYONE)
    assert numbers_of(browsed, "topic") == {"法治": 1, "示例主题": 1}
    assert numbers_of(browsed, "source") == {"本地制作": 1, "共享资源": 1}
    assert numbers_of(browsed, "university") == {"示例大学": 1}
    assert numbers_of(browsed, "lecturer") == {"陈示例": 1}
    assert numbers_of(browsed, "length") == {"15 分钟以内（微课）": 1, "30 至 60 分钟": 1}
    assert numbers_of(browsed, "rating") == {"4.5 分以上": 1, "4 分以上": 1, "3 分以上": 1}
    assert numbers_of(browsed, "credit") == {"0.5 学分": 1, "1 学分": 1}
    assert numbers_of(browsed, "category") == {"必修": 1, "选修": 1}
    assert numbers_of(browsed, "level")["厅局级正职"] == 2
    assert numbers_of(browsed, "level")["科员及以下"] == 1


def test_my_own_progress_is_a_facet():
    done, doing = make_course("学完的"), make_course("在学的")
    make_course("没学的")
    mine = {"done": [done.pk], "doing": [doing.pk]}
    browsed = browse(Choice(selection={"mine": ("doing",)}), ANYONE, mine)
    assert (titles(browsed), numbers_of(browsed, "mine")) == (["在学的"], {"未开始": 1, "学习中": 1, "已完成": 1})


def test_words_and_facets_work_together():
    make_course("环境保护", topic=make_topic("生态"))
    make_course("环境卫生", topic=make_topic("健康"))
    list(rebuild_search())
    browsed = browse(Choice(words="环境", selection={"topic": (str(make_topic("健康").pk),)}), ANYONE)
    assert (titles(browsed), numbers_of(browsed, "topic")) == (["环境卫生"], {"生态": 1, "健康": 1})


def test_what_is_meant_for_people_like_me_comes_first():
    make_course("给乡镇的", unit_kinds=["township"], published_at=PUBLISHED_AT - timedelta(days=9))
    make_course("给大家的")
    make_course("给市里的", unit_kinds=["city"])
    assert titles(browse(Choice(), ANYONE))[0] == "给乡镇的"
    assert titles(browse(Choice(), ANYONE))[1:] == ["给市里的", "给大家的"]


@pytest.mark.parametrize(
    ("order", "first"), [("studied", "常学"), ("rated", "好评"), ("liked", "点赞"), ("shortest", "最短")]
)
def test_orders(order, first):
    make_course("常学", completion_count=9, duration_ms=9)
    make_course("好评", rating_count=1, rating_sum=5, duration_ms=9)
    make_course("点赞", like_count=9, duration_ms=9)
    make_course("最短", duration_ms=1)
    assert titles(browse(Choice(order=order), ANYONE))[0] == first


def test_a_page_beyond_the_last_is_the_last():
    for number in range(5):
        make_course(f"课程{number}")
    browsed = browse(Choice(page=99), ANYONE, page_size=2)
    assert (browsed.page, browsed.pages, browsed.total, len(browsed.courses)) == (3, 3, 5, 1)


@pytest.mark.parametrize("number", [2, 30])
def test_the_number_of_queries_does_not_grow(number, django_assert_num_queries):
    for at in range(number):
        names = str(at % 2)
        make_course(
            f"课程{at}",
            topic=make_topic(f"主题{names}"),
            lecturers=(make_lecturer(f"讲师{names}"),),
            university=make_university(f"大学{names}"),
        )
    browse(Choice(), ANYONE)
    with django_assert_num_queries(6):
        browse(Choice(), ANYONE)


def test_a_facet_that_narrows_nothing_is_not_offered():
    make_course("甲", topic=make_topic("法治"))
    make_course("乙", topic=make_topic("生态"))
    assert {facet.name for facet in browse(Choice(), ANYONE).facets} == {"topic"}


def test_cards_know_which_courses_are_meant_for_the_reader():
    near, _wide = make_course("给乡镇的", unit_kinds=["township"]), make_course("给大家的")
    assert browse(Choice(), ANYONE).fitting == {near.pk}


def test_a_suggestion_says_why():
    person = make_person(unit=make_unit(kind="township"), appointed_on=date(2025, 1, 1))
    near = make_course("给新任乡镇干部", unit_kinds=["township"], tenure_months_max=36)
    wide = make_course("给大家的")
    make_course("给市里的", unit_kinds=["city"])
    found = [(suggestion.course, suggestion.reason) for suggestion in suggestions(person, NOW)]
    assert found == [(near, "推给乡镇街道岗位任职 3 年内"), (wide, "面向全体学员，最近上线")]


def test_what_she_has_done_is_not_suggested():
    person, done = make_person(), make_course()
    assert suggestions(person, NOW, leave_out={done.pk}) == []


def test_a_suggestion_costs_constant_queries(django_assert_num_queries):
    person = make_person()
    for at in range(6):
        make_course(f"课程{at}")
    suggestions(person, NOW)
    with django_assert_num_queries(3):
        suggestions(person, NOW, limit=6)


def test_the_audience_bars_nobody_without_a_licence():
    person = make_person(unit=make_unit(kind="township"))
    assert may_study(person, make_course(unit_kinds=["city"]), NOW)


def test_a_licence_bars_others_with_words():
    person = make_person(unit=make_unit(kind="township"))
    course = make_course(unit_kinds=["city"], licence_bars_others=True)
    with pytest.raises(CourseBarred, match="这门课程的授权只限：市岗位。"):
        course_for(person, course.pk, NOW)


def test_drafts_and_retired_courses_are_not_studied():
    person = make_person()
    assert not may_study(person, make_draft(), NOW)
    assert not may_study(person, make_course(state="retired"), NOW)


def test_the_newest_are_online():
    make_draft()
    course = make_course()
    assert newest() == [course]


def test_open_courses_are_counted_by_university():
    for at in range(2):
        make_course(f"公开课{at}", source_kind=SourceKind.SHARED_OPEN, university=make_university("甲大学"))
    make_course("公开课", source_kind=SourceKind.SHARED_OPEN, university=make_university("乙大学"))
    make_course("购买的", source_kind=SourceKind.PURCHASED, university=make_university("丙大学"))
    assert [(row.university.name, row.number) for row in shared_by_university()] == [("甲大学", 2), ("乙大学", 1)]
