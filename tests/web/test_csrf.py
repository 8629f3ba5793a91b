"""No form of another site works here: every address refuses a POST without the page's own secret."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from tests.web.access import addresses, make_world, path_of
from tests.web.access_table import ARGUMENTS, TABLE

BY_TOKEN = "api:"
"""Programs' addresses: a browser's cookie opens none of them (`tests/web/api`), so there is nothing to borrow."""


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    """The step before a page is another test's matter."""
    settings.SECOND_FACTOR_OF_ADMINISTRATORS = False


def borrowed(world, person):
    """The browser of a signed-in person on another site: it sends her cookie and knows no secret."""
    client = Client(enforce_csrf_checks=True)
    client.cookies.load({settings.SESSION_COOKIE_NAME: world.sessions[person.pk]})
    return client


@pytest.mark.slow
@pytest.mark.django_db
def test_every_address_refuses_a_form_of_another_site():
    world = make_world()
    let_through = {}
    for name, pattern in addresses():
        if name.startswith(BY_TOKEN):
            continue
        path = path_of(name, pattern, world, ARGUMENTS.get(name, {}))
        answer = borrowed(world, world.rightful(TABLE[name])).post(path)
        if answer.status_code != 403:
            let_through[name] = answer.status_code
    assert let_through == {}


@pytest.mark.django_db
def test_the_refusal_says_what_to_do():
    refused = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "A1", "password": "x"})
    assert refused.status_code == 403
    assert "<h1>" in refused.content.decode()


@pytest.mark.slow
@pytest.mark.django_db
def test_a_cookie_opens_no_address_of_programs():
    world = make_world()
    opened = {}
    for name, pattern in addresses():
        # Its description and the list of pages are for everyone to read; nothing can be sent to them.
        if not name.startswith(BY_TOKEN) or name.endswith(("docs", "json", "root")):
            continue
        answer = borrowed(world, world.administrator).post(path_of(name, pattern, world, ARGUMENTS.get(name, {})))
        if answer.status_code not in {401, 405}:
            opened[name] = answer.status_code
    assert opened == {}
