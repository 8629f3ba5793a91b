"""Reminders: each with her own figures, with days of rest between, within the scope, passed on by a job."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from tests.factories.credits import earn, enrol
from tests.factories.organisation import grant, make_class, make_person, make_unit

from yuanjiao.kernel.models import AuditEntry, BackgroundJob
from yuanjiao.organisation.models import Role
from yuanjiao.organisation.public import Scope
from yuanjiao.outreach.messengers import FileMessenger
from yuanjiao.outreach.models import DeliveryState, Notice, Reminder, ReminderChannel, ReminderDelivery
from yuanjiao.outreach.public import NothingToSay, NoWay, TooManyAtOnce, Wording, filled, remind

NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
ALL = list(ReminderChannel)
pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    unit = make_unit()
    zhou = make_person("周示例", unit=unit)
    lin = make_person("林示例", unit=unit, email="lin@example.org", phone="13800000001")
    fang = make_person("方示例", unit=unit)
    grant(zhou, Role.CLASS_TEACHER)
    make_class(unit, lin, fang, teacher=zhou)
    return SimpleNamespace(unit=unit, zhou=zhou, lin=lin, fang=fang)


@pytest.fixture(autouse=True)
def by_day():
    """The worker looks at the clock by day."""
    with time_machine.travel(NOW):
        yield


def send(world, *people, at: datetime = NOW, channels=(ReminderChannel.NOTICE,), text: str = "请抽空学习"):
    numbers = [person.pk for person in people]
    actor = Scope.of(world.zhou, at)
    return remind(actor=actor, person_ids=numbers, text=text, channels=channels, link="/record/", now=at)


def states() -> dict[str, tuple[str, str]]:
    rows = ReminderDelivery.objects.values_list("channel", "state", "problem")
    return {channel: (state, problem) for channel, state, problem in rows}


def test_everyone_reads_her_own_name_and_figures(world):
    enrol(world.lin)
    earn(world.lin, 1250, at=NOW)
    send(world, world.lin, text="{姓名}：已得 {已得}，要求 {要求}，还差 {还差}")
    assert Notice.objects.get().body == "林示例：已得 12.5，要求 50，还差 37.5"
    assert Reminder.objects.get().text == Notice.objects.get().body


def test_words_of_both_languages_are_filled_and_other_braces_stay():
    assert filled("{name} {missing} {别的}", Wording("Lin", "1", "3", "2")) == "Lin 2 {别的}"


def test_whoever_was_reminded_rests_for_three_days(world):
    assert [each.person for each in send(world, world.lin)] == [world.lin]
    assert [each.person for each in send(world, world.lin, world.fang)] == [world.fang]
    assert send(world, world.lin, at=NOW + timedelta(days=2)) == []
    assert [each.person for each in send(world, world.lin, at=NOW + timedelta(days=3))] == [world.lin]


def test_the_database_lets_nobody_be_reminded_twice_a_day(world):
    send(world, world.lin)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(person=world.lin, day=NOW.date(), at=NOW, text="再发", unit_path="")


def test_mail_and_phone_are_sent_by_a_job_and_the_log_says_what_became_of_them(world, settings, tmp_path):
    settings.MESSENGER, settings.HOME = f"{FileMessenger.__module__}.FileMessenger", tmp_path
    send(world, world.lin, channels=ALL)
    assert BackgroundJob.objects.get().whole == 2
    assert {state for state, _problem in states().values()} == {DeliveryState.DONE}
    assert [(each.to, each.body) for each in mail.outbox] == [(["lin@example.org"], "请抽空学习")]
    assert "13800000001" in next(tmp_path.glob("messages/*.jsonl")).read_text()


def test_a_messenger_that_fails_is_told_of_in_the_log(world, settings):
    settings.MESSENGER = f"{__name__}.Broken"
    send(world, world.lin, channels=[ReminderChannel.PHONE])
    assert states() == {"phone": (DeliveryState.FAILED, "网关没有应答")}


class Broken:
    """A service that is down."""

    def send(self, messages, now) -> None:  # noqa: ARG002 -- the interface's signature
        raise OSError("网关没有应答")


def test_whoever_has_no_address_is_told_of_at_once_and_needs_no_job(world):
    send(world, world.fang, channels=ALL)
    assert states()["mail"] == (DeliveryState.FAILED, "没有邮箱")
    assert states()["phone"] == (DeliveryState.FAILED, "没有手机号")
    assert not BackgroundJob.objects.exists()


def test_learners_of_other_classes_are_passed_over(world):
    stranger = make_person("秦示例", unit=world.unit)
    assert send(world, stranger) == []
    assert not AuditEntry.objects.exists()
    assert send(world, world.lin)
    assert AuditEntry.objects.get().detail == {"people": [world.lin.pk]}


def test_a_reminder_needs_words_a_way_and_a_bounded_number(world):
    with pytest.raises(NothingToSay):
        send(world, world.lin, text="  ")
    with pytest.raises(NoWay):
        send(world, world.lin, channels=[])
    with pytest.raises(TooManyAtOnce):
        remind(actor=Scope.of(world.zhou, NOW), person_ids=range(201), text="好", channels=ALL, link="/", now=NOW)
