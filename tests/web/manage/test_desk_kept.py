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
    body = asked_by_the_page(client, sort="-people").content.decode()
    assert body in client.get(DESK, {"sort": "-people"}).content.decode()


def test_the_next_morning_it_is_counted_at_once(world, as_person, clock):
    client = as_person(world.wu)
    assert counted(client)
    clock[0] += A_WORKING_DAY + 1
    assert counted(client)


def test_what_only_a_page_asks_for_leads_anybody_else_to_the_desk(world, as_person):
    assert as_person(world.wu).get(COUNTED).url == DESK


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
