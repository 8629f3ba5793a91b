"""Mailings: to whoever of a list may and should get it, once, part by part, with mail that waits for the morning."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from tests.factories.credits import earn, enrol
from tests.factories.kernel import make_job
from tests.factories.organisation import grant, make_person, make_unit

from yuanjiao.kernel.jobs import JobCancelled
from yuanjiao.kernel.models import AuditEntry, JobState
from yuanjiao.organisation.models import Person, Role
from yuanjiao.organisation.public import Scope
from yuanjiao.outreach.actions import mailings
from yuanjiao.outreach.models import (
    DeliveryState,
    LetterKind,
    Mailing,
    MailingState,
    Notice,
    Reminder,
    ReminderChannel,
    ReminderDelivery,
)
from yuanjiao.outreach.public import (
    Letter,
    Lot,
    NobodyToReach,
    NoSubject,
    NothingLeft,
    Reach,
    SentAlready,
    break_off_abandoned,
    break_off_mailing,
    deliver_in_the_morning,
    mailings_in,
    reach_of,
    remind,
    send_mailing,
    send_rest,
    start_mailing,
)

NOON = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
NIGHT = datetime(2026, 6, 1, 14, 0, tzinfo=UTC)
MORNING = NIGHT + timedelta(hours=10)
NOTICE = [ReminderChannel.NOTICE]
BOTH = [ReminderChannel.NOTICE, ReminderChannel.MAIL]
pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """Wu's district with three learners, one of them with an e-mail, and Qin's next door with one."""
    here, next_door = make_unit("本区"), make_unit("邻区")
    wu, qin = make_person("吴示例", unit=here, is_learner=False), make_person("秦示例", unit=next_door)
    lin = make_person("林示例", unit=here, email="lin@example.org", phone="13800000001")
    fang, zhou = make_person("方示例", unit=here), make_person("周示例", unit=here)
    grant(wu, Role.UNIT_ADMINISTRATOR)
    grant(qin, Role.UNIT_ADMINISTRATOR)
    return SimpleNamespace(here=here, next_door=next_door, wu=wu, qin=qin, lin=lin, fang=fang, zhou=zhou)


def letter(kind=LetterKind.REMINDER, text="请抽空学习", channels=NOTICE):
    return Letter(kind, text, channels, "" if kind == LetterKind.REMINDER else "开会", "/record/")


def send(world, people=None, sent=None, key="k", at=NOON, sender=None):
    people = Person.objects.all() if people is None else people
    lot = Lot(people, "全部", [world.here.path])
    actor = Scope.of(sender or world.wu, at)
    made, _job = start_mailing(actor=actor, key=key, letter=sent or letter(), lot=lot, begin=no_job, now=at)
    return made


def no_job(mailing, whole):
    pytest.fail(f"{whole} people are few: {mailing} goes out at once")


def open_mailing(world, people: int, at=NOON) -> Mailing:
    """A mailing that a job is to send."""
    return Mailing.objects.create(
        key="long", kind=LetterKind.REMINDER, sender=world.wu, at=at, text="请抽空学习", channels=BOTH, whom="全部",
        unit_path=world.here.path, people=people,
    )  # fmt: skip


def carry_on(world, mailing, people=None, at=NOON, step=lambda _done, _whole: None) -> Mailing:
    people = Person.objects.all() if people is None else people
    actor = Scope.of(world.wu, at)
    return send_mailing(actor=actor, mailing_id=mailing.pk, people=people, clock=lambda: at, step=step)


def names(kind=LetterKind.REMINDER) -> set[str]:
    return set(Reminder.objects.filter(kind=kind).values_list("person__full_name", flat=True))


def states() -> set[tuple[str, str, str]]:
    return set(ReminderDelivery.objects.values_list("reminder__person__full_name", "channel", "state"))


def test_everybody_of_the_list_who_is_hers_and_studies_is_reminded_with_her_own_figures(world):
    enrol(world.lin)
    earn(world.lin, 1250, at=NOON)
    made = send(world, sent=letter(text="{姓名}还差 {还差}"))
    assert names() == {"林示例", "方示例", "周示例"}
    assert (made.people, made.reached, made.finished_at) == (3, 3, NOON)
    notice = Notice.objects.get(person=world.lin)
    assert (notice.title, notice.body, notice.link) == (
        "学习提醒：今年的学分",
        "林示例还差 37.5\n— 吴示例，本区",
        "/record/",
    )


def test_numbers_of_strangers_reach_nobody(world):
    with pytest.raises(NobodyToReach):
        send(world, Person.objects.filter(pk=world.qin.pk))
    send(world, Person.objects.filter(pk__in=[world.qin.pk, world.lin.pk]))
    assert names() == {"林示例"}


def test_the_numbers_say_who_is_left_out_and_why(world):
    Person.objects.filter(pk=world.zhou.pk).update(is_active=False)
    remind(actor=Scope.of(world.wu, NOON), person_ids=[world.fang.pk], text="好", channels=NOTICE, link="", now=NOON)
    everybody = Person.objects.all()
    numbers = reach_of(Scope.of(world.wu, NOON), everybody, LetterKind.REMINDER, NOON + timedelta(days=2))
    assert numbers == Reach(
        whole=5, not_hers=1, gone=1, no_learners=1, met=0, rested=1, people=1, without_mail=0, without_phone=0
    )
    message = reach_of(Scope.of(world.wu, NOON), everybody, LetterKind.MESSAGE, NOON)
    assert (message.people, message.gone, message.rested, message.without_mail) == (3, 1, 0, 2)


def test_whoever_has_met_the_year_is_not_reminded_of_it_and_gets_messages_all_the_same(world):
    enrol(world.lin, world.fang)
    earn(world.lin, 10_000, category="required", at=NOON)
    both = Person.objects.filter(pk__in=[world.lin.pk, world.fang.pk])
    assert reach_of(Scope.of(world.wu, NOON), both, LetterKind.REMINDER, NOON)[4:7] == (1, 0, 1)
    send(world, both, key="reminder")
    assert names() == {"方示例"}
    assert reach_of(Scope.of(world.wu, NOON), both, LetterKind.MESSAGE, NOON).people == 2


def test_whoever_was_reminded_within_three_days_rests_and_is_reminded_on_the_fourth(world):
    lin = Person.objects.filter(pk=world.lin.pk)
    send(world, lin, key="first")
    with pytest.raises(NobodyToReach):
        send(world, lin, key="second", at=NOON + timedelta(days=2))
    send(world, lin, key="third", at=NOON + timedelta(days=3))
    assert Reminder.objects.filter(person=world.lin).count() == 2


def test_confirming_twice_sends_once(world):
    message = letter(LetterKind.MESSAGE)
    send(world, sent=message)
    with pytest.raises(SentAlready), transaction.atomic():
        send(world, sent=message)
    assert Mailing.objects.count() == 1
    assert Notice.objects.filter(person=world.lin).count() == 1


def test_a_message_reaches_whoever_was_reminded_and_whoever_studies_nothing(world):
    send(world, key="first")
    send(world, key="second", sent=letter(LetterKind.MESSAGE))
    assert names(LetterKind.MESSAGE) == {"林示例", "方示例", "周示例", "吴示例"}
    assert Notice.objects.filter(kind="outreach.message").first().title == "开会"


def test_a_message_has_a_subject(world):
    with pytest.raises(NoSubject):
        send(world, sent=Letter(LetterKind.MESSAGE, "各位好", NOTICE))
    assert not Mailing.objects.exists()


def test_one_line_of_the_audit_trail_says_how_many_and_whom(world):
    made = send(world)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.subject_id, entry.unit_path) == ("outreach.remind_many", str(made.pk), world.here.path)
    assert entry.detail == {"people": 3, "whom": "全部", "channels": ["notice"]}


def test_a_mailing_is_seen_where_it_was_sent_and_above_and_not_next_door(world):
    made = send(world)
    city = make_person("城示例", unit=world.here)
    grant(city, Role.ACADEMY_ADMINISTRATOR)
    assert list(mailings_in(Scope.of(world.wu, NOON))) == list(mailings_in(Scope.of(city, NOON))) == [made]
    assert list(mailings_in(Scope.of(world.qin, NOON))) == []


def test_a_long_list_is_left_to_a_job(world, monkeypatch):
    monkeypatch.setattr(mailings, "AT_ONCE", 2)
    begun = []
    lot = Lot(Person.objects.all(), "全部", [world.here.path])
    start_mailing(
        actor=Scope.of(world.wu, NOON), key="k", letter=letter(), lot=lot, now=NOON,
        begin=lambda mailing, whole: begun.append((mailing.reached, whole)),
    )  # fmt: skip
    assert begun == [(0, 5)]
    assert not Reminder.objects.exists()


def test_what_was_broken_off_goes_on_where_it_stood(world, monkeypatch):
    monkeypatch.setattr(mailings, "AT_ONCE", 2)
    mailing = open_mailing(world, 3)

    def die(done, _whole):
        raise RuntimeError(done)

    with pytest.raises(RuntimeError):
        carry_on(world, mailing, step=die)
    steps = []
    made = carry_on(world, mailing, step=lambda done, whole: steps.append((done, whole)))
    assert (made.reached, names()) == (3, {"林示例", "方示例", "周示例"})
    assert steps == [(4, 5), (5, 5)]
    assert Notice.objects.count() == 3


def test_a_part_that_another_worker_has_written_is_not_written_twice(world):
    mailing = open_mailing(world, 3)
    stale = Mailing.objects.get(pk=mailing.pk)
    carry_on(world, mailing)
    everybody = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    mailings._send_part(Scope.of(world.wu, NOON), stale, everybody, NOON)
    assert Notice.objects.count() == 3


def test_the_database_lets_a_mailing_reach_nobody_twice(world):
    mailing = open_mailing(world, 3)
    fields = {"kind": LetterKind.MESSAGE, "mailing": mailing, "person": world.lin, "day": NOON, "at": NOON}
    Reminder.objects.create(text="一", unit_path="", **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(text="二", unit_path="", **fields)


def test_whoever_loses_her_role_meanwhile_reaches_nobody_further(world):
    mailing = open_mailing(world, 3)
    world.wu.role_grants.all().delete()
    assert carry_on(world, mailing).reached == 0


def test_mail_goes_out_by_day(world, at_noon):
    send(world, sent=letter(channels=BOTH))
    assert [each.to for each in mail.outbox] == [["lin@example.org"]]
    assert ("林示例", "mail", DeliveryState.DONE) in states()
    assert ("方示例", "mail", DeliveryState.FAILED) in states()


def test_at_night_the_notice_is_there_and_mail_waits_for_the_morning(world, at_noon):
    send(world, sent=letter(channels=BOTH), at=NIGHT)
    assert Notice.objects.count() == 3
    assert (mail.outbox, deliver_in_the_morning(now=NIGHT)) == ([], 0)
    assert deliver_in_the_morning(now=MORNING) == 1
    assert [each.to for each in mail.outbox] == [["lin@example.org"]]
    assert deliver_in_the_morning(now=MORNING) == 0


def test_a_mailing_that_is_cancelled_sends_no_more_mail(world, at_noon, monkeypatch):
    monkeypatch.setattr(mailings, "AT_ONCE", 1)
    mailing = open_mailing(world, 3)

    def stop(_done, _whole):
        if Reminder.objects.filter(person=world.lin).exists():
            raise JobCancelled

    with pytest.raises(JobCancelled):
        carry_on(world, mailing, step=stop)
    broken_off(mailing)
    assert mailing.state == MailingState.BROKEN_OFF
    assert ("林示例", "mail", DeliveryState.STOPPED) in states()
    assert (deliver_in_the_morning(now=NOON), mail.outbox) == (0, [])


def test_the_rest_of_what_broke_off_is_sent_with_the_mail_that_was_kept_back_and_nobody_gets_it_twice(
    world, at_noon, by_threes
):
    mailing = half_sent(world)
    assert (mailing.state, mailing.reached, Notice.objects.count()) == (MailingState.BROKEN_OFF, 1, 1)
    send_the_rest(world, mailing)
    mailing.refresh_from_db()
    assert (mailing.state, mailing.reached) == (MailingState.SENT, 3)
    assert sorted(Notice.objects.values_list("person__full_name", flat=True)) == ["周示例", "方示例", "林示例"]
    assert [each.to for each in mail.outbox] == [["lin@example.org"]]
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.detail) == ("outreach.send_rest", {"people": 3, "reached": 1, "whom": "全部"})


def test_mail_stays_kept_back_while_the_rest_is_asked_for_and_cancelled_before_it_began(world, at_noon, by_threes):
    mailing = half_sent(world)
    cancelled = make_job(world.wu, state=JobState.CANCELLED)
    send_rest(actor=Scope.of(world.wu, NOON), mailing=mailing, begin=lambda _begun, _whole: cancelled, now=NOON)
    assert ("林示例", "mail", DeliveryState.STOPPED) in states()
    again = Mailing.objects.select_related("job").get(pk=mailing.pk)
    assert again.state == MailingState.BROKEN_OFF
    send_the_rest(world, again)
    assert [each.to for each in mail.outbox] == [["lin@example.org"]]


def test_a_mailing_whose_job_was_given_up_waits_no_more_and_its_rest_can_be_sent(world, at_noon, by_threes):
    mailing = half_sent(world)
    ReminderDelivery.objects.filter(state=DeliveryState.STOPPED).update(state=DeliveryState.WAITING)
    Mailing.objects.update(broken_off_at=None)
    assert (break_off_abandoned(now=NOON), break_off_abandoned(now=NOON)) == (1, 0)
    assert ("林示例", "mail", DeliveryState.STOPPED) in states()
    send_the_rest(world, Mailing.objects.select_related("job").get(pk=mailing.pk))
    assert (Mailing.objects.get().state, len(mail.outbox)) == (MailingState.SENT, 1)


def test_a_mailing_whose_job_is_under_way_is_left_alone(world):
    mailing = open_mailing(world, 3)
    Mailing.objects.filter(pk=mailing.pk).update(job=make_job(world.wu, state=JobState.RUNNING), up_to=1)
    assert break_off_abandoned(now=NOON) == 0


def test_a_part_that_is_held_while_all_breaks_off_is_not_written(world, by_threes):
    mailing = half_sent(world)
    everybody = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    mailings._send_part(Scope.of(world.wu, NOON), Mailing.objects.get(pk=mailing.pk), everybody[3:], NOON)
    assert Notice.objects.count() == 1


def test_mail_that_was_kept_back_for_longer_than_the_rest_of_days_goes_out_no_more(world, at_noon, by_threes):
    send_the_rest(world, half_sent(world), at=NOON + timedelta(days=4))
    assert ("林示例", "mail", DeliveryState.STOPPED) in states()
    assert mail.outbox == []


def test_the_rest_is_sent_once_however_often_it_is_asked_for(world, by_threes):
    mailing = half_sent(world)
    seen_by_another = Mailing.objects.select_related("job").get(pk=mailing.pk)
    send_the_rest(world, mailing)
    for stale in (seen_by_another, Mailing.objects.select_related("job").get(pk=mailing.pk)):
        with pytest.raises(NothingLeft), transaction.atomic():
            send_the_rest(world, stale)
    assert Notice.objects.count() == 3


def test_a_job_that_ends_late_does_not_break_off_the_one_that_followed_it(world, by_threes):
    mailing = half_sent(world)
    first, second = mailing.job_id, make_job(world.wu).pk
    Mailing.objects.filter(pk=mailing.pk).update(job=second, broken_off_at=None)
    break_off_mailing(mailing_id=mailing.pk, job_id=first, now=NOON)
    assert Mailing.objects.get().broken_off_at is None


def test_a_mailing_whose_job_was_cancelled_before_it_began_says_so_and_has_no_rest(world):
    mailing = open_mailing(world, 3)
    mailing.job = make_job(world.wu, state=JobState.CANCELLED)
    assert mailing.state == MailingState.CANCELLED
    with pytest.raises(NothingLeft):
        send_the_rest(world, mailing)


def half_sent(world) -> Mailing:
    """A mailing whose job died after its first part."""
    mailing = open_mailing(world, 3)
    Mailing.objects.filter(pk=mailing.pk).update(job=make_job(world.wu, state=JobState.FAILED))

    def die(done, _whole):
        raise RuntimeError(done)

    with pytest.raises(RuntimeError):
        carry_on(world, mailing, step=die)
    return broken_off(mailing)


def broken_off(mailing: Mailing) -> Mailing:
    mailing.refresh_from_db()
    break_off_mailing(mailing_id=mailing.pk, job_id=mailing.job_id or 0, now=NOON)
    mailing.refresh_from_db()
    return mailing


def send_the_rest(world, mailing, at=NOON) -> None:
    def begin(begun, _whole):
        carry_on(world, begun, at=at)
        return make_job(world.wu)

    send_rest(actor=Scope.of(world.wu, at), mailing=mailing, begin=begin, now=at)


@pytest.fixture
def at_noon():
    """The worker looks at the clock at noon."""
    with time_machine.travel(NOON):
        yield


@pytest.fixture
def by_threes(monkeypatch):
    """Parts of three people: the first holds Wu and Qin, who study nothing here, and Lin."""
    monkeypatch.setattr(mailings, "AT_ONCE", 3)
