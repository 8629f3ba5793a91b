"""Every address, opened by nobody, by a learner, by the administrator next door, and by whom it is for."""

from __future__ import annotations

import pytest
from tests.web.access import addresses, make_world, path_of, tries
from tests.web.access_table import ARGUMENTS, TABLE

ADDRESSES = dict(addresses())


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    """The step before a page is another test's matter."""
    settings.SECOND_FACTOR_OF_ADMINISTRATORS = False


def test_every_address_has_its_row():
    missing = sorted(set(ADDRESSES) - set(TABLE))
    assert missing == [], "\n".join(missing)


def test_no_row_is_about_an_address_that_is_gone():
    assert sorted(set(TABLE) - set(ADDRESSES)) == []


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(TABLE) & set(ADDRESSES)))
def test_it_opens_to_those_it_is_for_and_to_nobody_else(name):
    world = make_world()
    access = TABLE[name]
    path = path_of(name, ADDRESSES[name], world, ARGUMENTS.get(name, {}))
    found = {visitor: tries(person, path) for visitor, person in world.visitors(access)}
    assert list(found.values()) == access.lets_in, f"{path}: {found}"
