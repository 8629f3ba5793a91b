"""English words are longer than Chinese ones: in large text no page may grow wider than the screen, nor be cut."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.journeys.screens import NARROW, WIDE
from tests.journeys.walking import sideways

from yuanjiao.web.shell.manage_navigation import AREAS

DRESS = {"text": "large", "django_language": "en"}
PAGES = ("/", "/courses/", "/record/", "/ranks/?board=units", "/pushes/", "/notices/", "/account/settings/")


@pytest.fixture
def phone(academy, visit):
    page = visit("LIN", viewport=NARROW)
    page.context.add_cookies([{"name": name, "value": value, "url": academy.address} for name, value in DRESS.items()])
    return page


def test_no_page_is_wider_than_the_phone(academy, phone):
    wide = {}
    for path in PAGES:
        phone.goto(academy.address + path)
        assert phone.locator("html[lang=en][data-text=large]").count() == 1
        wide[path] = sideways(phone)
    assert wide == dict.fromkeys(PAGES, 0)


@pytest.mark.parametrize("screen", [NARROW, WIDE], ids=["phone", "desk"])
def test_no_page_of_an_administrator_is_wider_than_her_screen_and_the_bar_cuts_no_word(academy, visit, screen):
    page = visit("ADMIN", viewport=screen)
    page.context.add_cookies([{"name": name, "value": value, "url": academy.address} for name, value in DRESS.items()])
    wide = {}
    for path in (reverse(each.entry.name) for area in AREAS for each in area.pages):
        page.goto(academy.address + path)
        name = page.locator(".topbar .brand > span")
        cut = name.evaluate("name => name.clientWidth > 1 && name.scrollWidth > name.clientWidth")
        areas = page.locator(".topnav").evaluate("bar => bar.scrollWidth - bar.clientWidth") if screen is WIDE else 0
        wide[path] = sideways(page), cut, areas
    assert {path: found for path, found in wide.items() if found != (0, False, 0)} == {}


def test_a_long_end_of_a_row_pushes_nothing_out_of_a_phone(academy, phone):
    phone.goto(academy.address + "/account/settings/")
    words = "Municipal departments and districts with all that is below them"
    row = f'<ul class="rows"><li><span>Published to</span><span class="row-end">{words}</span></li></ul>'
    phone.locator("main").evaluate("(main, row) => main.insertAdjacentHTML('beforeend', row)", row)
    assert (phone.locator(".row-end").count(), sideways(phone)) == (1, 0)
