"""Editors hear in time that a licence ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.catalogue import make_course
from tests.factories.learning import make_progress
from tests.factories.organisation import grant, make_person, make_unit
from tests.factories.sources import NOW, make_contract

from yuanjiao.catalogue.models import Contract, CourseOrigin, SeatUse
from yuanjiao.catalogue.public import crowded, standing_of
from yuanjiao.organisation.models import Role
from yuanjiao.outreach.models import Notice
from yuanjiao.outreach.public import count_seats, remind_of_licences

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


def count(now=NOW):
    return count_seats(now=now, page_of=lambda number: f"/manage/contracts/{number}/")


def begin(number, *courses, at=NOW):
    """So many new people begin these courses."""
    for _each in range(number):
        person = make_person()
        for course in courses:
            make_progress(person, course, started_at=at)


@pytest.fixture
def seated(people):
    """A contract of the editor's unit for ten people, with two courses."""
    courses = make_course(), make_course()
    return make_contract("公文课程", unit=people[0].unit, seats=10, courses=courses), *courses


def test_seats_are_taken_by_people_whatever_they_begin_and_since_the_licence_began(seated):
    _contract, first, second = seated
    begin(3, first, second)
    begin(2, second)
    begin(4, first, at=NOW - timedelta(days=90))
    begin(1, make_course())
    count()
    assert list(SeatUse.objects.values_list("used", "counted_at", "warned")) == [(5, NOW, 0)]
    assert not Notice.objects.exists()


def test_the_editors_hear_once_when_nine_in_ten_seats_are_taken_and_once_when_there_are_too_few(seated, people):
    editor, english = people
    contract, course, _other = seated
    begin(9, course)
    assert count() == 0
    begin(1, course)
    assert (count(), count()) == (2, 0)
    assert set(Notice.objects.values_list("person", "title", "link")) == {
        (editor.pk, "“公文课程”的授权人数已用完", f"/manage/contracts/{contract.pk}/"),
        (english.pk, "The seats of “公文课程” are all taken", f"/manage/contracts/{contract.pk}/"),
    }
    begin(1, course)
    assert (count(), count()) == (2, 0)
    told = Notice.objects.filter(person=editor).latest("pk")
    assert (told.title, "授权 10 人，授权期内已有 11 人开始学" in told.body) == ("学“公文课程”的人已超过授权人数", True)


def test_whether_there_are_seats_left_or_none_is_said_as_it_is(seated, people):
    contract, course, _other = seated
    Contract.objects.filter(pk=contract.pk).update(seats=12)
    begin(11, course)
    count()
    assert Notice.objects.filter(person=people[0]).latest("pk").title == "“公文课程”的授权人数快用完了"


def test_seats_are_counted_before_the_transaction_that_writes_the_count_down(seated):
    with CaptureQueriesContext(connection) as captured:
        count()
    said = [query["sql"] for query in captured]
    counting = next(place for place, sql in enumerate(said) if "COUNT(DISTINCT" in sql)
    assert counting < next(place for place, sql in enumerate(said) if sql.startswith("SAVEPOINT"))


def test_seats_that_were_bought_end_the_warning_and_it_comes_again_when_they_run_out_too(seated):
    contract, course, _other = seated
    begin(11, course)
    assert count() == 2
    Contract.objects.filter(pk=contract.pk).update(seats=12)
    assert count() == 0
    Contract.objects.filter(pk=contract.pk).update(seats=20)
    assert count() == 0
    assert SeatUse.objects.get().warned == 0
    begin(8, course)
    assert count() == 2


def test_contracts_without_seats_out_of_force_or_renewed_are_not_counted(seated):
    old, course, other = seated
    begin(12, course, other)
    make_contract("不限", courses=(make_course(),))
    make_contract("过期", seats=1, licence_to=TODAY - timedelta(days=1))
    make_contract("续签", seats=10, renews=old)
    count()
    assert list(SeatUse.objects.values_list("contract__title", "used")) == [("续签", 0)]


def test_a_contract_renewed_early_counts_its_seats_until_the_new_one_begins(seated, people):
    old, course, _other = seated
    new = make_contract(
        "续签", unit=people[0].unit, seats=10, renews=old, licence_from=TODAY + timedelta(days=30), courses=()
    )
    far = TODAY + timedelta(days=400)
    again = make_contract("再续", seats=10, renews=new, licence_from=far, licence_to=far)
    CourseOrigin.objects.filter(contract=old).update(contract=again)
    begin(10, course)
    assert count() == 2
    assert list(SeatUse.objects.values_list("contract", "used")) == [(old.pk, 10)]
    assert list(crowded(Contract.objects.all(), TODAY)) == [old]
    assert standing_of(Contract.objects.all(), TODAY, 90).crowded == 1
    later = NOW + timedelta(days=30)
    begin(2, course, at=later)
    count(later)
    assert SeatUse.objects.get(contract=new).used == 2
    assert list(crowded(Contract.objects.all(), timezone.localdate(later))) == []
