"""English words are longer than Chinese ones: in large text on a phone no page of a learner may grow wider than it."""

from __future__ import annotations

import pytest
from tests.journeys.screens import NARROW
from tests.journeys.walking import sideways

PAGES = ("/", "/courses/", "/record/", "/ranks/?board=units", "/pushes/", "/notices/", "/account/settings/")


@pytest.fixture
def phone(academy, visit):
    page = visit("LIN", viewport=NARROW)
    chosen = {"text": "large", "django_language": "en"}
    page.context.add_cookies([{"name": name, "value": value, "url": academy.address} for name, value in chosen.items()])
    return page


def test_no_page_is_wider_than_the_phone(academy, phone):
    wide = {}
    for path in PAGES:
        phone.goto(academy.address + path)
        assert phone.locator("html[lang=en][data-text=large]").count() == 1
        wide[path] = sideways(phone)
    assert wide == dict.fromkeys(PAGES, 0)
