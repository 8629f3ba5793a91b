"""The people of the manage pages' tests: a city, Wu's district, Qin's next door."""

from __future__ import annotations

import pytest
from tests.factories.districts import make_districts

from yuanjiao.organisation.models import Person

BACKEND = "yuanjiao.organisation.sign_in.PersonBackend"


@pytest.fixture
def world(db, settings):
    """A city with two districts, a township, and those who act."""
    settings.SECOND_FACTOR_OF_ADMINISTRATORS = False
    return make_districts()


@pytest.fixture
def as_person(client):
    """Sign somebody in without a password."""

    def sign_in(person: Person):
        client.force_login(person, backend=BACKEND)
        return client

    return sign_in
