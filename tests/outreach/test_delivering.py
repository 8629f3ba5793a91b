"""Mail and short messages: by day, each once, not against the will of whoever sent them, and never held up by one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from tests.factories.organisation import grant, make_person, make_unit

from yuanjiao.kernel.models import BackgroundJob, JobState
from yuanjiao.organisation.models import Person, Role
from yuanjiao.organisation.public import Scope
from yuanjiao.outreach.actions import delivering
from yuanjiao.outreach.models import DeliveryState, LetterKind, Mailing, ReminderChannel, ReminderDelivery
from yuanjiao.outreach.public import Letter, Lot, deliver_in_the_morning, remind, start_mailing

NOON = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
NIGHT = datetime(2026, 6, 1, 14, 0, tzinfo=UTC)
MORNING = NIGHT + timedelta(hours=10)
MAIL = [ReminderChannel.MAIL]
pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    """Wu of a district with two learners whom e-mail reaches."""
    unit = make_unit("本区")
    for number in (1, 2):
        make_person(f"学员{number}", unit=unit, email=f"learner{number}@example.org")
    wu = make_person("吴示例", unit=unit, is_learner=False)
    grant(wu, Role.UNIT_ADMINISTRATOR)
    return Scope.of(wu, NIGHT)


@pytest.fixture(autouse=True)
def by_day():
    """The worker looks at the clock by day."""
    with time_machine.travel(NOON):
        yield


def learners() -> list[int]:
    return list(Person.objects.filter(is_learner=True).order_by("pk").values_list("pk", flat=True))


def remind_by_hand(actor: Scope, at: datetime) -> None:
    remind(actor=actor, person_ids=learners(), text="请抽空学习", channels=MAIL, link="", now=at)


def mail_a_message(actor: Scope, at: datetime, subject: str = "开会") -> Mailing:
    lot = Lot(Person.objects.filter(pk__in=learners()), "全部", ["0001"])
    letter = Letter(LetterKind.MESSAGE, "请来", MAIL, subject)
    made, _job = start_mailing(actor=actor, key="k", letter=letter, lot=lot, begin=lambda *_all: None, now=at)
    return made


def states() -> set[tuple[str, str]]:
    return set(ReminderDelivery.objects.values_list("state", "problem"))


def test_a_reminder_by_hand_waits_for_the_morning_as_a_mailing_does(actor):
    remind_by_hand(actor, NIGHT)
    assert (mail.outbox, BackgroundJob.objects.count()) == ([], 0)
    assert deliver_in_the_morning(now=NIGHT) == 0
    assert deliver_in_the_morning(now=MORNING) == 1
    assert [each.to for each in mail.outbox] == [["learner1@example.org"], ["learner2@example.org"]]
    assert BackgroundJob.objects.get().owner_id == actor.person_id
    assert deliver_in_the_morning(now=MORNING) == 0


def test_reminders_by_hand_and_mailings_go_in_jobs_of_their_own(actor):
    mail_a_message(actor, NIGHT)
    remind_by_hand(actor, NIGHT)
    assert deliver_in_the_morning(now=MORNING) == 2
    assert len(mail.outbox) == 4


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps figures on its rows")
def test_looking_for_what_waits_begins_with_what_waits(actor):
    made = mail_a_message(actor, NIGHT)
    for mailings in ([], [made]):
        assert (
            "SCAN outreach_reminderdelivery USING INDEX deliveries_that_wait" in delivering._of_no(mailings).explain()
        )


def test_sending_stops_when_the_night_begins_and_says_so(actor):
    with time_machine.travel(NIGHT):
        remind_by_hand(actor, NOON)
    assert mail.outbox == []
    assert BackgroundJob.objects.get().message == "现在是夜里，余下的早上 7:30 以后发出。"
    assert deliver_in_the_morning(now=MORNING) == 1
    assert len(mail.outbox) == 2


def test_what_its_sender_cancelled_is_not_begun_again(actor):
    made = mail_a_message(actor, NIGHT)
    remind_by_hand(actor, NIGHT)
    by_hand = ReminderDelivery.objects.filter(reminder__mailing=None).values_list("pk", flat=True)
    for arguments in ({"mailing": made.pk}, {"deliveries": list(by_hand)}):
        BackgroundJob.objects.create(
            kind=delivering.DELIVERING, title="发送", state=JobState.CANCELLED, created_at=NIGHT, finished_at=NIGHT,
            arguments=arguments,
        )  # fmt: skip
    assert deliver_in_the_morning(now=MORNING) == 0
    assert (mail.outbox, states()) == ([], {(DeliveryState.FAILED, "发送中途取消了")})


def test_work_that_broke_off_is_not_tried_every_minute(actor):
    remind_by_hand(actor, NIGHT)
    BackgroundJob.objects.create(
        kind=delivering.DELIVERING, title="发送", state=JobState.FAILED, created_at=MORNING, finished_at=MORNING,
        arguments={"deliveries": []},
    )  # fmt: skip
    assert deliver_in_the_morning(now=MORNING + timedelta(minutes=30)) == 0
    assert deliver_in_the_morning(now=MORNING + timedelta(minutes=90)) == 1


def test_what_has_waited_for_days_is_not_sent_any_more(actor):
    remind_by_hand(actor, NIGHT)
    assert deliver_in_the_morning(now=MORNING + timedelta(days=3)) == 0
    assert (mail.outbox, states()) == ([], {(DeliveryState.FAILED, "耽搁太久，没有再发")})


def test_a_title_of_several_lines_becomes_one_and_is_mailed(actor):
    assert mail_a_message(actor, NOON, "周五\r\n开会").subject == "周五 开会"
    assert [each.subject for each in mail.outbox] == ["周五 开会"] * 2


def test_one_address_that_no_mail_can_carry_keeps_nobody_else_back(actor):
    Person.objects.filter(pk=learners()[0]).update(email="broken\n@example.org")
    remind_by_hand(actor, NOON)
    assert [each.to for each in mail.outbox] == [["learner2@example.org"]]
    assert {state for state, _problem in states()} == {DeliveryState.DONE, DeliveryState.FAILED}
    assert BackgroundJob.objects.get().state == JobState.DONE
