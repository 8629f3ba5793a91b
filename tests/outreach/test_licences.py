"""Editors hear in time that a licence ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.factories.organisation import grant, make_person, make_unit
from tests.factories.sources import NOW, make_contract

from yuanjiao.organisation.models import Role
from yuanjiao.outreach.models import Notice
from yuanjiao.outreach.public import remind_of_licences

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)


def remind(now=NOW):
    return remind_of_licences(now=now, page_of=lambda number: f"/manage/contracts/{number}/")


@pytest.fixture
def people():
    city = make_unit("示例市")
    here = make_unit("本区", under=city)
    editor, english = make_person("编辑示例", unit=here), make_person("英文示例", unit=city, language="en")
    for person in (editor, english):
        grant(person, Role.COURSE_EDITOR)
    make_person("林示例", unit=here)
    return editor, english


def test_the_editors_of_the_unit_and_those_above_are_told_once_each_in_their_language(people):
    editor, english = people
    contract = make_contract("公文课程", unit=editor.unit, licence_to=TODAY + timedelta(days=29))
    assert remind() == 2
    assert remind() == 0
    told = {notice.person: notice for notice in Notice.objects.all()}
    assert told[editor].title == "“公文课程”的授权还有 29 天到期"
    assert told[editor].link == f"/manage/contracts/{contract.pk}/"
    assert "29 days" in told[english].title


def test_the_academys_contracts_are_the_academys_editors_business(people):
    _editor, english = people
    make_contract(licence_to=TODAY + timedelta(days=7))
    assert remind() == 1
    assert Notice.objects.get().person == english


def test_they_are_told_again_when_the_end_comes_nearer_or_moves(people):
    contract = make_contract(licence_to=TODAY + timedelta(days=29))
    assert remind() == 1
    assert remind(NOW + timedelta(days=24)) == 1
    contract.licence_to += timedelta(days=10)
    contract.save()
    assert remind(NOW + timedelta(days=24)) == 1
