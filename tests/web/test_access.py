"""Every address, opened by nobody, by a learner, by the administrator next door, and by whom it is for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings
from tests.web.access import World, addresses, make_world, path_of, tries
from tests.web.access_table import ARGUMENTS, TABLE

ADDRESSES = dict(addresses())


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    """The step before a page is another test's matter."""
    settings.SECOND_FACTOR_OF_ADMINISTRATORS = False


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """The world that all addresses are tried in, made once; what a test changes in it goes with that test."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(SECOND_FACTOR_OF_ADMINISTRATORS=False):
            made = make_world()
        yield made
        transaction.set_rollback(True)


def test_every_address_has_its_row():
    missing = sorted(set(ADDRESSES) - set(TABLE))
    assert missing == [], "\n".join(missing)


def test_no_row_is_about_an_address_that_is_gone():
    assert sorted(set(TABLE) - set(ADDRESSES)) == []


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(TABLE) & set(ADDRESSES)))
def test_it_opens_to_those_it_is_for_and_to_nobody_else(world, name):
    access = TABLE[name]
    path = path_of(name, ADDRESSES[name], world, ARGUMENTS.get(name, {}))
    found = {visitor: tries(world, person, path) for visitor, person in world.visitors(access)}
    assert list(found.values()) == access.lets_in, f"{path}: {found}"
