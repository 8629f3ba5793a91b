"""The desk is kept for a moment; what its reader does herself shows at once."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.factories.credits import enrol
from tests.factories.organisation import make_person

from yuanjiao.web.manage import desk_kept
from yuanjiao.web.manage.door import ACTED

DESK = "/manage/"
COUNTED = "/manage/counted/"
A_WORKING_DAY = 8 * 3600


@pytest.fixture
def clock(settings, monkeypatch):
    """Desks are kept for a minute and shown for a working day, and time stands until it is moved."""
    settings.DESK_KEPT_SECONDS = 60.0
    settings.DESK_SHOWN_SECONDS = float(A_WORKING_DAY)
    desk_kept.forget()
    moment = [1_000_000.0]
    monkeypatch.setattr("time.time", lambda: moment[0])
    yield moment
    desk_kept.forget()


def learner_comes(world):
    person = make_person("新来", unit=world.township)
    enrol(person, at=timezone.now().replace(month=1, day=1))


def counted(client, **words) -> bool:
    """Whether the desk was counted for this answer."""
    return "stands" in (client.get(DESK, words).context or {})


def test_a_desk_opened_again_is_not_counted_again(world, as_person, clock, django_assert_max_num_queries):
    client = as_person(world.wu)
    first = client.get(DESK)
    with django_assert_max_num_queries(6):
        again = client.get(DESK)
    assert "stands" in first.context
    assert "stands" not in again.context
    assert "应学学员" in again.content.decode()


def asked_by_the_page(client, **words):
    return client.get(COUNTED, words, headers={"HX-Request": "true"})


def test_after_a_minute_the_page_asks_for_what_others_did(world, as_person, clock):
    client = as_person(world.wu)
    before = client.get(DESK).context["stands"].outlook.people
    learner_comes(world)
    clock[0] += 59
    assert COUNTED not in client.get(DESK).content.decode()
    clock[0] += 2
    page = client.get(DESK)
    assert "stands" not in page.context
    assert f'hx-get="{COUNTED}?"' in page.content.decode()
    assert asked_by_the_page(client).context["stands"].outlook.people == before + 1
    assert COUNTED not in client.get(DESK).content.decode()


def test_what_the_page_asks_for_is_the_same_desk(world, as_person, clock):
    client = as_person(world.wu)
    client.get(DESK, {"sort": "-people"})
    clock[0] += 61
    assert f'hx-get="{COUNTED}?sort=-people"' in client.get(DESK, {"sort": "-people"}).content.decode()
    body, _told = asked_by_the_page(client, sort="-people").content.decode().split('<p class="visually-hidden" role')
    assert body.strip() in client.get(DESK, {"sort": "-people"}).content.decode()


def test_the_next_morning_it_is_counted_at_once(world, as_person, clock):
    client = as_person(world.wu)
    assert counted(client)
    clock[0] += A_WORKING_DAY + 1
    assert counted(client)


@pytest.fixture
def large(clock, settings):
    """Desks of more than one learner are too large to be counted while their reader waits."""
    settings.DESK_COUNTED_AT_ONCE = 1
    return clock


@pytest.fixture
def many(world):
    """More learners in the township, and in all above it, than a desk counts at once."""
    enrol(world.wu, world.lin, at=timezone.now().replace(month=1, day=1))
    learner_comes(world)


def test_a_large_desk_shows_its_outline_and_then_the_figures(world, as_person, large, many):
    client = as_person(world.wu)
    first = client.get(DESK, {"sort": "-people"})
    page = first.content.decode()
    assert "stands" not in first.context
    assert f'hx-get="{COUNTED}?sort=-people"' in page
    assert 'aria-busy="true"' in page
    assert (first.context["figures"][0].value, first.context["figures"][0].label) == ("3", "应学学员")
    came = asked_by_the_page(client, sort="-people")
    assert came.context["stands"].outlook.people == 3
    assert 'hx-swap-oob="true"' in came.content.decode()
    again = client.get(DESK, {"sort": "-people"}).content.decode()
    assert "aria-busy" not in again
    assert "各单位" in again


def test_the_outline_costs_one_query_more_than_a_desk_that_is_kept(
    world, as_person, large, many, django_assert_max_num_queries
):
    client = as_person(world.wu)
    client.get(DESK)
    with django_assert_max_num_queries(7) as few:
        client.get(DESK)
    for _each in range(4):
        learner_comes(world)
    with django_assert_max_num_queries(7) as more:
        assert client.get(DESK).context["figures"][0].value == "7"
    assert len(few) == len(more)


def test_the_outline_of_one_unit_is_about_that_unit(world, as_person, large, many):
    client = as_person(world.wu)
    page = client.get(DESK, {"unit": world.township.pk})
    assert page.context["figures"][0].value == "2"
    assert f'hx-get="{COUNTED}?unit={world.township.pk}"' in page.content.decode()
    assert client.get(DESK, {"unit": world.next_door.pk}).status_code == 404


def test_after_her_own_act_a_large_desk_never_shows_what_was_before(world, as_person, large, many):
    client = as_person(world.wu)
    asked_by_the_page(client)
    large[0] += 1
    client.post(f"/manage/people/{world.lin.pk}/", {})
    learner_comes(world)
    large[0] += 1
    assert client.get(DESK).context["figures"][0].value == "4"
    assert asked_by_the_page(client).context["stands"].outlook.people == 4


def test_a_browser_without_script_is_led_from_the_outline_to_the_counted_desk(world, as_person, large, many):
    client = as_person(world.wu)
    assert f'<a href="{COUNTED}?sort=-people">' in client.get(DESK, {"sort": "-people"}).content.decode()
    page = client.get(COUNTED, {"sort": "-people"})
    assert page.context["stands"].outlook.people == 3
    assert "<html" in page.content.decode()
    assert client.get(COUNTED, {"sort": "-people", "recount": "1"}).url == f"{COUNTED}?sort=-people"


def test_what_she_does_herself_shows_at_once(world, as_person, clock):
    client = as_person(world.wu)
    assert counted(client)
    clock[0] += 1
    client.post(f"/manage/people/{world.lin.pk}/", {})
    assert ACTED in client.cookies
    clock[0] += 1
    assert counted(client)
    assert not counted(client)


def test_she_may_ask_for_a_new_count(world, as_person, clock):
    client = as_person(world.wu)
    assert counted(client)
    clock[0] += 1
    answer = client.get(DESK, {"sort": "-people", "recount": "1"})
    assert answer.url == f"{DESK}?sort=-people"
    clock[0] += 1
    assert counted(client)


def test_a_colleague_and_another_unit_have_desks_of_their_own(world, as_person, clock):
    client = as_person(world.wu)
    assert counted(client)
    assert counted(client, unit=world.township.pk)
    assert counted(as_person(world.qin))


@pytest.mark.parametrize("nonsense", ["x", "-1", "9" * 400, "²"])
def test_a_cookie_that_says_nonsense_counts_anew(world, as_person, clock, nonsense):
    client = as_person(world.wu)
    assert counted(client)
    client.cookies[ACTED] = nonsense
    clock[0] += 1
    assert counted(client)


def test_only_so_many_are_kept(world, as_person, clock, monkeypatch):
    monkeypatch.setattr(desk_kept, "MOST", 2)
    client = as_person(world.wu)
    for sort in ("", "-people", "-unmet"):
        client.get(DESK, {"sort": sort})
    assert counted(client, sort="")
    assert not counted(client, sort="-unmet")
