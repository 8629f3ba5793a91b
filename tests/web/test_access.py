"""Every address, opened by nobody, by a learner, by the administrator next door, and by whom it is for."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.web.access import addresses, gets_through, make_world, path_of
from tests.web.access_table import ARGUMENTS, TABLE

ADDRESSES = dict(addresses())


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    """The step before a page is another test's matter."""
    settings.SECOND_FACTOR_OF_ADMINISTRATORS = False


def test_every_address_has_its_row():
    assert sorted(set(ADDRESSES) - set(TABLE)) == []


def test_no_row_is_about_an_address_that_is_gone():
    assert sorted(set(TABLE) - set(ADDRESSES)) == []


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(TABLE) & set(ADDRESSES)))
def test_it_opens_to_those_it_is_for_and_to_nobody_else(name):
    world = make_world()
    access = TABLE[name]
    path = path_of(name, ADDRESSES[name], world, ARGUMENTS.get(name, {}))
    found = {}
    for visitor, person in world.visitors(access):
        client = Client()
        if person is not None:
            client.force_login(person, backend="yuanjiao.organisation.sign_in.PersonBackend")
        found[visitor] = gets_through(client, path)
    assert list(found.values()) == access.lets_in, f"{path}: {found}"
