"""The same page confirmed twice, two who remind the same people, two workers at one mailing: all at the same instant.

On SQLite there is one writer at a time and no race to show; the tests of PostgreSQL run these.
"""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.db import connection
from django.db.models import Count
from tests.concurrency.together import at_once
from tests.factories.organisation import grant, make_person, make_unit

from yuanjiao.organisation.models import Person, Role
from yuanjiao.organisation.public import Scope
from yuanjiao.outreach.models import LetterKind, Mailing, Notice, Reminder, ReminderChannel
from yuanjiao.outreach.public import Letter, Lot, NobodyToReach, SentAlready, remind, send_mailing, start_mailing

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time"),
]
NOW = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
NOTICE = [ReminderChannel.NOTICE]
MANY = 60


@pytest.fixture
def world():
    """A unit with many learners and two who may remind them."""
    unit = make_unit("示例区")
    wu, qin = (make_person(name, unit=unit, is_learner=False) for name in ("吴示例", "秦示例"))
    for person in (wu, qin):
        grant(person, Role.UNIT_ADMINISTRATOR)
    learners = [make_person(f"学员{number}", unit=unit) for number in range(MANY)]
    return SimpleNamespace(unit=unit, wu=wu, qin=qin, learners=learners)


def confirm(world, sender, key, kind=LetterKind.REMINDER):
    letter = Letter(kind, "请抽空学习", NOTICE, "" if kind == LetterKind.REMINDER else "开会")
    lot = Lot(Person.objects.filter(is_learner=True), "全部", [world.unit.path])
    actor = Scope.of(sender, NOW)
    return start_mailing(actor=actor, key=key, letter=letter, lot=lot, begin=lambda *_all: None, now=NOW)


def most_a_person(rows) -> int:
    return max(rows.values("person").annotate(number=Count("pk")).values_list("number", flat=True))


def test_a_page_confirmed_twice_at_once_sends_once(world):
    failures = at_once(*[lambda: confirm(world, world.wu, "same", LetterKind.MESSAGE)] * 4)
    assert [type(failure) for failure in failures] == [SentAlready] * 3
    assert Mailing.objects.get().reached == Notice.objects.count() == MANY
    assert most_a_person(Notice.objects.all()) == 1


def test_three_who_remind_the_same_people_at_once_remind_each_once(world):
    def by_hand():
        numbers = [person.pk for person in reversed(world.learners)]
        remind(actor=Scope.of(world.qin, NOW), person_ids=numbers, text="好", channels=NOTICE, link="", now=NOW)

    failures = at_once(by_hand, lambda: confirm(world, world.wu, "one"), lambda: confirm(world, world.qin, "two"))
    # Whoever comes a moment late finds that all have been reminded; nobody waits for another in a circle.
    assert {type(failure) for failure in failures} <= {NobodyToReach}
    assert Reminder.objects.count() == Notice.objects.count() == MANY
    assert most_a_person(Notice.objects.all()) == 1


def test_two_workers_at_one_mailing_send_each_once(world):
    mailing = Mailing.objects.create(
        key="long", kind=LetterKind.MESSAGE, sender=world.wu, at=NOW, subject="开会", text="请来", channels=NOTICE,
        whom="全部", unit_path=world.unit.path, people=MANY,
    )  # fmt: skip

    def work():
        people = Person.objects.filter(is_learner=True)
        actor = Scope.of(world.wu, NOW)
        send_mailing(
            actor=actor, mailing_id=mailing.pk, people=people, clock=lambda: NOW, step=lambda _done, _whole: None
        )

    assert at_once(work, work, work) == []
    mailing.refresh_from_db()
    assert mailing.reached == Notice.objects.count() == MANY
