"""The document page: for those with a right to the course, opened where they stopped."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.factories.catalogue import make_course
from tests.factories.media import make_asset
from tests.factories.organisation import make_person

from yuanjiao.catalogue.models import Lesson
from yuanjiao.media.models import AssetKind, ReadingPosition
from yuanjiao.organisation.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin(client: Client) -> Person:
    person = make_person("林示例")
    client.force_login(person)
    return person


@pytest.fixture
def lesson() -> Lesson:
    asset = make_asset(AssetKind.DOCUMENT, original_name="讲稿.pdf", parts=12)
    return Lesson.objects.create(course=make_course(), position=1, title="讲稿", asset=asset)


def test_the_page_opens_where_she_stopped(client: Client, lin: Person, lesson: Lesson) -> None:
    address = f"/learn/documents/{lesson.pk}/"
    assert client.get(address).context["config"]["place"] == 0
    answer = client.post(f"{address}place", {"place": 7, "fraction": 250})
    assert answer.status_code == 204
    config = client.get(address).context["config"]
    assert (config["form"], config["place"], config["fraction"]) == ("pdf", 7, 250)


def test_her_place_is_hers_alone(client: Client, lin: Person, lesson: Lesson) -> None:
    client.post(f"/learn/documents/{lesson.pk}/place", {"place": 3, "fraction": 0})
    client.force_login(make_person("秦示例"))
    assert client.get(f"/learn/documents/{lesson.pk}/").context["config"]["place"] == 0


@pytest.mark.parametrize("place", [{"place": -1, "fraction": 0}, {"place": 1, "fraction": 1001}, {"place": "x"}, {}])
def test_nonsense_is_not_kept(client: Client, lin: Person, lesson: Lesson, place: dict[str, object]) -> None:
    assert client.post(f"/learn/documents/{lesson.pk}/place", place).status_code == 400
    assert not ReadingPosition.objects.exists()


def test_a_place_past_the_end_is_the_end(client: Client, lin: Person, lesson: Lesson) -> None:
    client.post(f"/learn/documents/{lesson.pk}/place", {"place": 99, "fraction": 0})
    assert ReadingPosition.objects.get().place == 11


def test_a_film_is_no_document(client: Client, lin: Person) -> None:
    course = make_course(lessons=1)
    lesson = course.lessons.get()
    assert client.get(f"/learn/documents/{lesson.pk}/").status_code == 404


def test_its_addresses_come_with_the_media_cookie(client: Client, lin: Person, lesson: Lesson) -> None:
    answer = client.get(f"/learn/lessons/{lesson.pk}/media")
    assert answer.json()["base"].endswith(f"/{lesson.asset and lesson.asset.key}/")
    cookie = answer.cookies["yuanjiao_media"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/media/", True, "Lax")
