"""Recommending courses, and finding the colleague."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from tests.factories.catalogue import make_course, make_draft
from tests.factories.organisation import make_person, make_unit

from yuanjiao.credits.public import Disclosure
from yuanjiao.kernel.models import PolicyVersion
from yuanjiao.outreach import public as outreach
from yuanjiao.outreach.models import Notice

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def forget_searches():
    cache.clear()


@pytest.fixture
def lin():
    return make_person("林示例", unit=make_unit(), position="科员", initials="lsl")


@pytest.fixture
def neighbour(lin):
    return make_person("秦示例", unit=make_unit("邻区", under=lin.unit), position="科长", initials="qsl")


def recommend(sender, receiver, course):
    return outreach.recommend(
        actor=sender, receiver=receiver, course=course, words="值得一看", link="/courses/1/", now=NOW
    )


def test_the_receiver_gets_a_notice_that_leads_to_the_course(lin, neighbour):
    recommend(lin, neighbour, make_course("环境保护"))
    notice = Notice.objects.get(person=neighbour)
    assert (notice.title, notice.body, notice.link) == ("林科员向您推荐《环境保护》", "值得一看", "/courses/1/")


def test_nobody_recommends_to_herself(lin):
    with pytest.raises(outreach.RecommendedToHerself):
        recommend(lin, lin, make_course())


def test_once_is_enough(lin, neighbour):
    course = make_course()
    recommend(lin, neighbour, course)
    with pytest.raises(outreach.AlreadyRecommended):
        recommend(lin, neighbour, course)


def test_a_course_that_is_not_open_to_her_is_not_recommended(lin, neighbour):
    with pytest.raises(outreach.ColleagueCannotStudy):
        recommend(lin, neighbour, make_draft())


def test_a_day_has_a_limit(lin, neighbour):
    PolicyVersion.objects.create(
        kind="recommendations", number=1, valid_from=datetime(2020, 1, 1, tzinfo=UTC), body={"a_day": 1}
    )
    recommend(lin, neighbour, make_course())
    with pytest.raises(outreach.TooManyRecommendations):
        recommend(lin, neighbour, make_course())


def found(viewer, text, names=Disclosure.SURNAME):
    return [colleague.name for colleague in outreach.colleagues(viewer, text, names, 60)]


@pytest.mark.parametrize("text", ["周", "周示", "zs", "ZSL"])
def test_a_part_of_the_name_finds_someone_of_the_own_unit(lin, text):
    make_person("周示例", unit=lin.unit, initials="zsl")
    assert found(lin, text) == ["周示例"]


@pytest.mark.parametrize(
    ("text", "names"), [("秦", []), ("秦示", []), ("qs", []), ("秦示例", ["秦科长"]), ("qsl", ["秦科长"])]
)
def test_elsewhere_only_the_whole_name_finds_someone_and_shows_the_surname(lin, neighbour, text, names):
    assert found(lin, text) == names


def test_where_names_are_open_a_part_is_enough_everywhere(lin, neighbour):
    assert found(lin, "秦示", Disclosure.FULL) == ["秦示例"]


def test_where_names_are_hidden_the_search_stays_inside_the_unit(lin, neighbour):
    assert found(lin, "秦示例", Disclosure.HIDDEN) == []


def test_she_never_finds_herself(lin):
    assert found(lin, "林示例") == []


def test_the_search_is_no_directory_for_machines(lin):
    outreach.colleagues(lin, "周", Disclosure.SURNAME, 1)
    with pytest.raises(outreach.TooManySearches):
        outreach.colleagues(lin, "周", Disclosure.SURNAME, 1)


def test_recommendations_can_be_closed(lin, neighbour):
    PolicyVersion.objects.create(
        kind="recommendations", number=1, valid_from=datetime(2020, 1, 1, tzinfo=UTC), body={"channels": []}
    )
    with pytest.raises(outreach.RecommendationsClosed):
        recommend(lin, neighbour, make_course())
