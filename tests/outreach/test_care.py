"""Contacts and messages between a learner and those who look after her."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from tests.factories.organisation import grant, make_class, make_person, make_unit

from yuanjiao.organisation.models import Role
from yuanjiao.organisation.public import OutOfScope, Scope, hand_over_class
from yuanjiao.outreach.models import Contact, Notice, TeacherMessage
from yuanjiao.outreach.public import (
    FollowUpLiesBehind,
    MessageSaysNothing,
    NoClassTeacher,
    NothingWasSaid,
    Talk,
    TooManyToTeacher,
    answer_learner,
    contacts_in,
    last_contacts,
    note_contact,
    read_teachers_messages,
    settle_messages,
    waiting_messages,
    write_to_teacher,
)

NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    unit = make_unit()
    zhou, he, lin = (make_person(name, unit=unit) for name in ("周示例", "何示例", "林示例"))
    grant(zhou, Role.CLASS_TEACHER)
    return SimpleNamespace(unit=unit, zhou=zhou, he=he, lin=lin, group=make_class(unit, lin, teacher=zhou))


def note(world, said: str = "电话通了", at: datetime = NOW, **fields) -> Contact:
    return note_contact(actor=Scope.of(world.zhou, at), person=world.lin, talk=Talk(said, **fields), now=at)


def test_the_latest_contact_stands_with_its_day(world):
    note(world, follow_up_on=date(2026, 6, 3))
    latest = note(world, "已经开始学", at=NOW + timedelta(days=1))
    assert last_contacts([world.lin.pk]) == {world.lin.pk: latest}


def test_a_contact_says_something_and_looks_ahead(world):
    with pytest.raises(NothingWasSaid):
        note(world, " ")
    with pytest.raises(FollowUpLiesBehind):
        note(world, follow_up_on=date(2026, 5, 31))


def test_teacher_and_substitute_read_the_same_log(world):
    contact = note(world)
    assert list(contacts_in(Scope.of(world.he, NOW))) == []
    days = {"since": NOW.date(), "until": NOW.date()}
    hand_over_class(
        actor=Scope.of(world.zhou, NOW), class_id=world.group.pk, person=world.he, reason="", now=NOW, **days
    )
    assert list(contacts_in(Scope.of(world.he, NOW))) == [contact]
    own = note_contact(actor=Scope.of(world.he, NOW), person=world.lin, talk=Talk("代班时联系"), now=NOW)
    assert set(contacts_in(Scope.of(world.zhou, NOW))) == {contact, own}


def test_a_strangers_learner_is_out_of_reach(world):
    stranger = make_person("秦示例", unit=world.unit)
    with pytest.raises(OutOfScope):
        note_contact(actor=Scope.of(world.zhou, NOW), person=stranger, talk=Talk("你好"), now=NOW)
    with pytest.raises(OutOfScope):
        answer_learner(actor=Scope.of(world.zhou, NOW), learner=stranger, text="你好", link="/", now=NOW)


def test_a_message_reaches_the_teacher_and_the_answer_the_learner(world):
    write_to_teacher(actor=world.lin, text="课程打不开", link="/a", now=NOW)
    assert Notice.objects.values_list("person", "body", "link").get() == (world.zhou.pk, "课程打不开", "/a")
    assert waiting_messages([world.lin.pk]) == {world.lin.pk: 1}
    answer_learner(actor=Scope.of(world.zhou, NOW), learner=world.lin, text="换个浏览器", link="/b", now=NOW)
    assert waiting_messages([world.lin.pk]) == {}
    assert Notice.objects.filter(person=world.lin, body="换个浏览器", link="/b").exists()
    assert read_teachers_messages(actor=world.lin, now=NOW) == 1
    assert read_teachers_messages(actor=world.lin, now=NOW) == 0


def test_a_message_can_be_put_aside_without_an_answer(world):
    write_to_teacher(actor=world.lin, text="谢谢", link="/", now=NOW)
    assert settle_messages(actor=Scope.of(world.zhou, NOW), learner=world.lin, now=NOW) == 1
    assert waiting_messages([world.lin.pk]) == {}


def test_a_substitute_is_told_too(world):
    days = {"since": NOW.date(), "until": NOW.date()}
    hand_over_class(
        actor=Scope.of(world.zhou, NOW), class_id=world.group.pk, person=world.he, reason="", now=NOW, **days
    )
    write_to_teacher(actor=world.lin, text="在吗", link="/", now=NOW)
    assert set(Notice.objects.values_list("person", flat=True)) == {world.zhou.pk, world.he.pk}


def test_a_message_needs_words_a_teacher_and_a_bounded_number(world):
    with pytest.raises(MessageSaysNothing):
        write_to_teacher(actor=world.lin, text=" ", link="/", now=NOW)
    with pytest.raises(NoClassTeacher):
        write_to_teacher(actor=world.he, text="在吗", link="/", now=NOW)
    for number in range(10):
        write_to_teacher(actor=world.lin, text=str(number), link="/", now=NOW)
    with pytest.raises(TooManyToTeacher):
        write_to_teacher(actor=world.lin, text="11", link="/", now=NOW)
    assert TeacherMessage.objects.count() == 10
