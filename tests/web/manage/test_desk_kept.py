"""The desk is kept for a moment; what its reader does herself shows at once."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.factories.credits import enrol
from tests.factories.organisation import make_person

from yuanjiao.web.manage import desk_kept
from yuanjiao.web.manage.door import ACTED

DESK = "/manage/"


@pytest.fixture
def clock(settings, monkeypatch):
    """Desks are kept for a minute, and time stands until it is moved."""
    settings.DESK_KEPT_SECONDS = 60.0
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


def test_after_a_minute_what_others_did_shows(world, as_person, clock):
    client = as_person(world.wu)
    before = client.get(DESK).context["stands"].outlook.people
    learner_comes(world)
    clock[0] += 59
    assert not counted(client)
    clock[0] += 2
    assert client.get(DESK).context["stands"].outlook.people == before + 1


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
