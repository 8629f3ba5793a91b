"""Finding courses by words, pairs, pinyin and initials."""

from __future__ import annotations

import pytest
from tests.factories.catalogue import make_course, make_lecturer

from yuanjiao.catalogue.actions.search import rebuild_search
from yuanjiao.catalogue.models import Course
from yuanjiao.catalogue.search import index
from yuanjiao.kernel.search import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def courses() -> dict[str, Course]:
    chen = make_lecturer("陈示例")
    made = [
        make_course("宪法与依法行政", summary="讲宪法的基本原则。", tags=["法治"]),
        make_course("党史学习教育专题", tags=["党建"]),
        make_course("环境保护与可持续发展", lecturers=(chen,), summary="共享资源公开课。"),
        make_course("农村电商实务", tags=["AI", "乡村振兴"]),
        make_course("公文写作", summary="环境保护类请示的写法。"),
    ]
    list(rebuild_search())
    return {course.title: course for course in made}


def titles(text: str) -> list[str]:
    names = dict(Course.objects.values_list("id", "title"))
    return [names[number] for number in index.find(text).course_ids]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("宪法", "宪法与依法行政"),
        ("党史", "党史学习教育专题"),
        ("史学", "党史学习教育专题"),
        ("hjbh", "环境保护与可持续发展"),
        ("kcx", "环境保护与可持续发展"),
        ("huanjing", "环境保护与可持续发展"),
        ("HUANJINGBAOHU", "环境保护与可持续发展"),
        ("陈示例", "环境保护与可持续发展"),
        ("csl", "环境保护与可持续发展"),
        ("乡村振兴", "农村电商实务"),
        ("ai", "农村电商实务"),
        ("环境 fazhan", "环境保护与可持续发展"),
        ("hjbh 发展", "环境保护与可持续发展"),
        ("农", "农村电商实务"),
    ],
)
def test_a_course_is_found_first(courses: dict[str, Course], text: str, title: str) -> None:
    assert titles(text)[:1] == [title]


def test_the_title_weighs_more_than_the_summary(courses: dict[str, Course]) -> None:
    assert titles("环境保护") == ["环境保护与可持续发展", "公文写作"]


@pytest.fixture
def phrases() -> dict[str, Course]:
    made = [
        make_course("环保督察应知应会"),
        make_course("扶持贫困地区产业"),
        make_course("党的建设十讲", lecturers=(make_lecturer("王示明"),)),
        make_course("地方人民代表大会制度", tags=["发展和改革委员会"]),
        make_course("高等院校改革"),
        make_course("养老服务政策与实务"),
        make_course("大气：人人有责"),
    ]
    list(rebuild_search())
    return {course.title: course for course in made}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("环保", ["环保督察应知应会", "环境保护与可持续发展"]),
        ("扶贫", ["扶持贫困地区产业"]),
        ("党建", ["党史学习教育专题", "党的建设十讲"]),
        ("人大", ["地方人民代表大会制度"]),
        ("发改委", ["地方人民代表大会制度"]),
        ("高校", ["高等院校改革"]),
        ("环保 陈示例", ["环境保护与可持续发展"]),
    ],
)
def test_a_phrase_is_found_by_what_it_is_called_for_short(
    courses: dict[str, Course], phrases: dict[str, Course], text: str, wanted: list[str]
) -> None:
    assert titles(text) == wanted
    assert index.find(text).exact


@pytest.mark.parametrize("text", ["政务", "护环", "王明", "建党"])
def test_characters_that_only_happen_to_stand_there_find_nothing(phrases: dict[str, Course], text: str) -> None:
    assert titles(text) == []


def test_what_has_the_very_words_comes_first_and_the_limit_holds(
    courses: dict[str, Course], phrases: dict[str, Course]
) -> None:
    assert index.find("环保", 1).course_ids == [phrases["环保督察应知应会"].pk]


def test_every_word_is_wanted(courses: dict[str, Course]) -> None:
    assert titles("环境 陈示例") == ["环境保护与可持续发展"]


def test_similar_courses_are_given_when_none_has_all_the_words(courses: dict[str, Course]) -> None:
    found = index.find("宪法与量子力学")
    assert (found.exact, found.course_ids) == (False, [courses["宪法与依法行政"].pk])


@pytest.mark.parametrize(
    "text", ["", "   ", '"', "'; DROP TABLE", "*", "AND", "NOT 宪法 OR", "((", "\\", "🙂", "a" * 500]
)
def test_no_text_breaks_the_search(courses: dict[str, Course], text: str) -> None:
    assert isinstance(index.find(text).course_ids, list)


def test_a_changed_title_is_found_by_its_new_words_only(courses: dict[str, Course]) -> None:
    course = courses["公文写作"]
    course.title, course.summary = "会议记录", ""
    course.save()
    index.put(course)
    assert titles("公文") == []
    assert titles("会议记录") == ["会议记录"]


def test_the_rebuilding_tells_how_far_it_is(courses: dict[str, Course]) -> None:
    assert list(rebuild_search()) == [(5, 5)]


def test_sounds_begin_at_every_word() -> None:
    assert {"hjbh", "huanjingbaohu"} <= set(words.sounds("环境保护"))
    assert {"nczz", "zz", "zhengzhi"} <= set(words.sounds("农村整治"))
