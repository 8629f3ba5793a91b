"""Whoever is taken in, moved or brought back has a class without anybody pressing a button (A18)."""

from __future__ import annotations

from datetime import date

import pytest
from tests.factories.organisation import NOW, make_person, make_unit

from yuanjiao.organisation.actions.people import bring_back_person, retire_person, transfer_person
from yuanjiao.organisation.models import ClassPlace
from yuanjiao.organisation.scope import Scope

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)


def class_unit(person):
    return ClassPlace.objects.get(person=person).class_group.unit


def test_who_moves_has_a_class_in_her_new_unit():
    city = make_unit()
    lin, there = make_person(unit=make_unit("示例区", under=city)), make_unit("邻区", under=city)
    transfer_person(actor=Scope.of_system(), person_id=lin.pk, to=there, on=DAY, now=NOW)
    assert class_unit(lin) == there


def test_who_comes_back_has_a_class_again():
    lin = make_person()
    retire_person(actor=Scope.of_system(), person_id=lin.pk, on=DAY, reason="示例", now=NOW)
    bring_back_person(actor=Scope.of_system(), person_id=lin.pk, on=DAY, now=NOW)
    assert class_unit(lin) == lin.unit
