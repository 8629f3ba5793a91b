"""What tests may expect of their database: it has its tables, and what one test leaves meets no other."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from tests import databases
from tests.factories.organisation import make_person

from yuanjiao.organisation.models import Person, Unit


def test_a_test_that_asks_no_database_is_seen_once(request: pytest.FixtureRequest) -> None:
    assert not databases.asked_by(request.node)


@pytest.mark.django_db
def test_a_test_that_asks_one_is_seen_on_each(request: pytest.FixtureRequest) -> None:
    assert databases.asked_by(request.node)
    assert not Person.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_was_left_is_deleted_and_what_the_migrations_made_stays() -> None:
    kinds = ContentType.objects.count()
    make_person("Lin")
    databases.empty()
    assert (Person.objects.count(), Unit.objects.count(), ContentType.objects.count()) == (0, 0, kinds)
    assert kinds > 0
