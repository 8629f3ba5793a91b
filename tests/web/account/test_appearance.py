"""Large text, light and dark, language: one tap, and it stays."""

from __future__ import annotations

import pytest
from tests.factories.organisation import make_person

pytestmark = pytest.mark.django_db


def opening(client):
    page = client.get("/help/").content.decode()
    return page[page.index("<html") : page.index("<head>")]


def test_large_text_is_in_the_first_byte_and_stays(client):
    client.post("/account/appearance/", {"large_text": "on", "next": "/help/"})
    assert 'data-text="large"' in opening(client)
    client.post("/account/appearance/", {"large_text": "off"})
    assert "data-text" not in opening(client)


def test_large_text_follows_her_to_another_device(client):
    lin = make_person()
    client.force_login(lin)
    client.post("/account/appearance/", {"large_text": "on"})
    client.cookies.pop("text")
    assert 'data-text="large"' in opening(client)


def test_her_language_follows_her_to_another_device(client):
    lin = make_person(language="en")
    client.force_login(lin)
    assert 'lang="en"' in opening(client)


def test_dark_stays_until_the_device_is_asked_again(client):
    client.post("/account/appearance/", {"theme": "dark"})
    assert 'data-bs-theme="dark"' in opening(client)
    client.post("/account/appearance/", {"theme": "auto"})
    assert 'data-bs-theme="auto"' in opening(client)


def test_the_language_changes_at_once(client):
    client.post("/account/appearance/", {"language": "en"})
    assert 'lang="en"' in opening(client)


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_nobody_is_led_to_another_site(client, elsewhere):
    answer = client.post("/account/appearance/", {"theme": "dark", "next": elsewhere})
    assert answer.headers["Location"] == "/"


def test_nonsense_changes_nothing(client):
    client.post("/account/appearance/", {"theme": "pink", "next": "/help/"})
    assert 'data-bs-theme="auto"' in opening(client)
