"""The demonstration's mailing that broke off: its sender can really go on with it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from tests.factories.credits import earn, enrol
from tests.factories.organisation import grant, make_person, make_unit

from yuanjiao.demonstration import mailings, signins
from yuanjiao.demonstration.plan import Plan
from yuanjiao.kernel.models import BackgroundJob, JobState
from yuanjiao.organisation.models import Role
from yuanjiao.organisation.public import Scope
from yuanjiao.outreach.actions import mailings as sending
from yuanjiao.outreach.models import Mailing, MailingState, Notice
from yuanjiao.outreach.public import send_rest
from yuanjiao.web.manage import mailing as pages

NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
PLAN = Plan(learners=20, today=date(2026, 11, 22))
pytestmark = pytest.mark.django_db


@pytest.fixture
def sender(monkeypatch: pytest.MonkeyPatch) -> object:
    """The academy's administrator, whose five learners have earned next to nothing by November; parts of two people."""
    monkeypatch.setattr(sending, "AT_ONCE", 2)
    city = make_unit("示例市")
    sender = make_person("管理示例", unit=city, staff_number=signins.ACADEMY.staff_number, is_learner=False)
    grant(sender, Role.ACADEMY_ADMINISTRATOR)
    learners = [make_person(f"学员{number}", unit=city) for number in range(5)]
    enrol(*learners, at=PLAN.begins_at)
    for learner in learners:
        earn(learner, 1, at=PLAN.begins_at)
    return sender


def test_it_stands_where_it_broke_off_and_goes_on_from_there(sender, monkeypatch: pytest.MonkeyPatch) -> None:
    mailings.break_one_off(PLAN, NOW)
    mailing = Mailing.objects.select_related("job").get()
    assert (mailing.state, mailing.reached, mailing.people) == (MailingState.BROKEN_OFF, 2, 5)
    assert (mailing.job.state, mailing.job.message) == (JobState.FAILED, mailings.STOPPED)
    address = mailing.job.arguments["list"]

    def begin(begun: Mailing, whole: int) -> BackgroundJob:
        people = pages.selected(Scope.of(sender, NOW), pages.QueryDict(address), NOW).people
        sending.send_mailing(
            actor=Scope.of(sender, NOW), mailing_id=begun.pk, people=people, clock=lambda: NOW,
            step=lambda _done, _whole: None,
        )  # fmt: skip
        return BackgroundJob.objects.create(kind=pages.KIND, owner_id=sender.pk, created_at=NOW, whole=whole)

    send_rest(actor=Scope.of(sender, NOW), mailing=mailing, begin=begin, now=NOW)
    mailing.refresh_from_db()
    assert (mailing.state, mailing.reached, Notice.objects.count()) == (MailingState.SENT, 5, 5)


def test_where_few_are_behind_it_went_out_at_once(sender, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "AT_ONCE", 200)
    mailings.break_one_off(PLAN, NOW)
    assert Mailing.objects.get().state == MailingState.SENT
