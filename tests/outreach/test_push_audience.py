"""Whom a campaign is for: the condition agrees with a course's audience, and says itself in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from tests.factories.catalogue import make_course
from tests.factories.credits import earn, enrol
from tests.factories.learning import make_progress
from tests.factories.organisation import make_person, make_unit

from yuanjiao.catalogue.public import fits, viewer_of
from yuanjiao.credits.public import Pace
from yuanjiao.organisation.models import Tag
from yuanjiao.outreach.public import CourseNamed, PushAudience, audience_from, people_of, sample_of, who
from yuanjiao.outreach.push_audience import as_data, why
from yuanjiao.outreach.quiet_hours import is_quiet

NOW = datetime(2026, 3, 31, 1, 0, tzinfo=UTC)


@pytest.fixture
def city(db):
    return make_unit("示例市")


def found(city, **asked):
    return [person.full_name for person in people_of(PushAudience(**asked), city, NOW).order_by("pk")]


def test_an_audience_that_asks_nothing_is_every_learner_of_the_subtree(city):
    district = make_unit("示例区", under=city)
    make_person("甲", unit=city)
    make_person("乙", unit=district)
    make_person("丙", unit=district, is_active=False)
    make_person("丁", unit=district, is_learner=False)
    assert found(city) == ["甲", "乙"]
    assert found(district) == ["乙"]


@pytest.mark.parametrize(
    "asked",
    [
        {"post_levels": ("141", "142")},
        {"unit_kinds": ("township",)},
        {"tenure_months_max": 0},
        {"tenure_months_max": 1},
        {"tenure_months_max": 12},
        {"positions": ("主任",)},
        {"positions": ("人大主席", "会计")},
        {"post_levels": ("141",), "tenure_months_max": 12},
    ],
)
def test_the_database_finds_those_whom_a_courses_audience_fits(city, asked):
    township = make_unit("示例镇", under=make_unit("示例区", under=city))
    days = (date(2026, 3, 31), date(2026, 2, 28), date(2026, 2, 1), date(2025, 3, 31), date(2025, 3, 1), None)
    posts = ("主任", "副主任", "党委书记、 人大主席", "会计;出纳", "办公室主任", "")
    people = [
        make_person(f"示例{number}", unit=city if number % 2 else township, post_level=level, position=post,
                    appointed_on=day)
        for number, (day, post, level) in enumerate(zip(days * 2, posts * 2, ("141", "142", "150") * 4, strict=True))
    ]  # fmt: skip
    audience = PushAudience(**asked)
    expected = [person.full_name for person in people if fits(audience.of_course, viewer_of(person, date(2026, 3, 31)))]
    assert found(city, **asked) == expected


def test_rank_and_tags_narrow(city):
    tagged = make_person("甲", unit=city, rank="ky1")
    tagged.tags.add(Tag.objects.create(name="党外干部"), Tag.objects.create(name="新任"))
    make_person("乙", unit=city)
    assert found(city, tags=("党外干部", "新任")) == ["甲"]
    assert found(city, ranks=("ky1", "ky2")) == ["甲"]


def test_progress_of_the_year_narrows(city):
    met, begun, waiting = (make_person(name, unit=city) for name in ("甲", "乙", "丙"))
    enrol(met, begun, waiting, at=NOW)
    earn(met, 5000, category="required", at=NOW)
    earn(begun, 25, at=NOW)
    assert found(city, paces=(Pace.MET,)) == ["甲"]
    assert found(city, paces=(Pace.NOT_STARTED, Pace.MET)) == ["甲", "丙"]


def test_having_finished_a_course_or_not_narrows(city):
    course = make_course("基层治理")
    named = CourseNamed(course.pk, course.title)
    done, doing, _new = (make_person(name, unit=city) for name in ("甲", "乙", "丙"))
    for person, at in ((done, NOW), (doing, None)):
        make_progress(person, course, completed_at=at)
    assert found(city, finished=named) == ["甲"]
    assert found(city, unfinished=named) == ["乙", "丙"]


def test_a_sample_is_small_and_always_the_same(city):
    for number in range(12):
        make_person(f"示例{number}", unit=city)
    people = people_of(PushAudience(), city, NOW)
    assert len(sample_of(people)) == 8
    assert sample_of(people) == sample_of(people)


def test_an_audience_is_kept_as_data_and_read_back():
    audience = PushAudience(post_levels=("141",), paces=(Pace.BEHIND,), finished=CourseNamed(3, "基层治理"))
    kept = as_data(audience)
    assert kept == {"post_levels": ["141"], "paces": ["behind"], "finished": {"id": 3, "title": "基层治理"}}
    assert audience_from(kept) == audience
    assert audience_from('{"paces": ["behind"]}') == PushAudience(paces=(Pace.BEHIND,))


@pytest.mark.parametrize(
    ("asked", "where", "words"),
    [
        ({}, "", "推给全体学员"),
        ({}, "涪陵区", "推给涪陵区，全体学员"),
        ({"unit_kinds": ("township",), "tenure_months_max": 36}, "", "推给乡镇街道岗位任职 3 年内"),
        (
            {"post_levels": ("141",), "paces": (Pace.BEHIND, Pace.NOT_STARTED)},
            "涪陵区",
            "推给涪陵区，乡科级正职，进度落后的、今年还没开始学的",
        ),
        ({"ranks": ("ky1",), "tags": ("新任",)}, "", "推给一级科员，标签是新任"),
        ({"unfinished": CourseNamed(1, "基层治理")}, "", "推给没学完《基层治理》的"),
    ],
)
def test_an_audience_says_itself_in_words(asked, where, words):
    assert why(PushAudience(**asked), where) == words
    assert words.endswith(who(PushAudience(**asked), where))


@pytest.mark.parametrize(
    ("at", "begin", "end", "quiet"),
    [
        ("03:00", None, None, False),
        ("12:30", "12:00", "14:00", True),
        ("14:00", "12:00", "14:00", False),
        ("23:00", "21:00", "07:30", True),
        ("07:29", "21:00", "07:30", True),
        ("07:30", "21:00", "07:30", False),
        ("20:59", "21:00", "07:30", False),
    ],
)
def test_quiet_hours_may_pass_midnight(at, begin, end, quiet):
    def hour(text):
        return time.fromisoformat(text) if text else None

    assert is_quiet(hour(at), hour(begin), hour(end)) is quiet
