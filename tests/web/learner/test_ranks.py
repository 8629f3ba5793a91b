"""Boards of people and units, as far as rules and disclosure allow."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.credits import earn, enrol
from tests.factories.organisation import make_person, make_unit
from tests.web.sheets import column

from yuanjiao.kernel.models import PolicyVersion

pytestmark = pytest.mark.django_db
PHONE = {"HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 14) Mobile Safari"}


@pytest.fixture
def city():
    return make_unit()


def learner(name, unit, hundredths, **fields):
    person = make_person(name, unit=unit, **fields)
    enrol(person, at=timezone.now())
    earn(person, hundredths, category="required", at=timezone.now())
    return person


@pytest.fixture
def lin(client, city):
    person = learner("林示例", make_unit("甲区", under=city), 100)
    client.force_login(person)
    return person


def test_the_board_shows_the_best_and_oneself(client, lin, city):
    learner("周示例", make_unit("乙区", under=city), 250, position="科长")
    shown = client.get("/ranks/").content.decode()
    assert "周科长" in shown
    assert "周示例" not in shown
    assert "第 2 / 2 人" in shown


@pytest.mark.parametrize(
    ("names", "said"), [("surname", "只显示姓氏和职务"), ("hidden", "外单位的学员不显示姓名"), ("full", "")]
)
def test_the_board_says_which_names_it_shows(client, lin, city, names, said):
    since = timezone.now() - timedelta(minutes=1)
    PolicyVersion.objects.create(kind="rankings", number=1, valid_from=since, body={"names": names})
    shown = client.get("/ranks/").content.decode()
    assert said in shown
    assert ("外单位的学员" in shown) == bool(said)


def test_an_open_board_follows_the_credits_without_being_asked(client, lin):
    shown = client.get("/ranks/?board=units").content.decode()
    assert 'hx-get="/ranks/?board=units" hx-trigger="live"' in shown
    assert 'data-live="/live?t=' in shown


def test_one_district_alone(client, lin, city):
    district = make_unit("乙区", under=city)
    learner("周示例", district, 250, position="科长")
    assert "周科长" not in client.get("/ranks/", {"unit": lin.unit_id}).content.decode()
    assert "周科长" in client.get("/ranks/", {"unit": district.pk}).content.decode()
    assert client.get("/ranks/", {"unit": "x", "board": "y"}).status_code == 200


def test_the_file_of_a_board_says_what_the_board_says(client, lin, city):
    learner("周示例", make_unit("乙区", under=city), 250, position="科长")
    people = client.get("/ranks/?export=excel")
    assert (column(people, "学员"), column(people, "学分")) == (["周科长", "林示例"], [2.5, 1])
    assert column(client.get("/ranks/?board=units&export=excel"), "单位") == ["乙区", "甲区"]


def test_where_no_board_is_open_there_is_no_file_either(client, lin):
    nowhere = {"people": [], "units": []}
    PolicyVersion.objects.create(kind="rankings", number=1, valid_from=timezone.now(), body=nowhere)
    assert "这里不显示排名" in client.get("/ranks/?export=excel").content.decode()


def test_units_stand_by_rate_and_credits_a_head(client, lin, city):
    learner("周示例", make_unit("乙区", under=city), 6000)
    shown = client.get("/ranks/", {"board": "units"}).content.decode()
    assert shown.index("乙区</th>") < shown.index("甲区</th>")
    assert "100%" in shown


def test_a_phone_shows_no_board_of_people(client, lin, city):
    learner("周示例", make_unit("乙区", under=city), 250, position="科长")
    shown = client.get("/ranks/", **PHONE).content.decode()
    assert "周科长" not in shown
    assert "第 2 / 2 人" not in shown
    assert "第 2 / 2 人" not in client.get("/record/", **PHONE).content.decode()


def test_switched_off_rankings_say_so_and_leak_nothing(client, lin, city):
    learner("周示例", make_unit("乙区", under=city), 250, position="科长")
    now = timezone.now()
    PolicyVersion.objects.create(kind="rankings", number=1, valid_from=now, body={"people": [], "units": []})
    for board in ("people", "units"):
        shown = client.get("/ranks/", {"board": board}).content.decode()
        assert "这里不显示排名" in shown
        for leak in ("周科长", "乙区", "2.5", "第 2"):
            assert leak not in shown


def test_one_and_many_learners_take_the_same_queries(client, lin, city, django_assert_num_queries):
    client.get("/ranks/")
    with CaptureQueriesContext(connection) as before:
        client.get("/ranks/")
    for number in range(4):
        learner("周示例", lin.unit, 200 + number)
    with django_assert_num_queries(len(before)):
        client.get("/ranks/")
