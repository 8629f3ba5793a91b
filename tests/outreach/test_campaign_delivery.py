"""Telling the recipients: once each, not in quiet hours, and again when a service was down."""

from __future__ import annotations

import json
from datetime import time, timedelta

import pytest
from django.core import mail
from tests.factories.catalogue import make_course
from tests.factories.organisation import make_person, make_unit
from tests.factories.outreach import WRITTEN_AT, carry_on, run_campaign

from yuanjiao.kernel.models import BackgroundJob
from yuanjiao.outreach import public as outreach
from yuanjiao.outreach.actions import campaign_delivery
from yuanjiao.outreach.models import CampaignDelivery, Carrier, Notice

pytestmark = pytest.mark.django_db
NINE = WRITTEN_AT  # 09:00 in Shanghai
LATER = NINE + timedelta(hours=4)


@pytest.fixture
def city():
    city = make_unit("示例市")
    for number in range(3):
        make_person(f"示例{number}", unit=city, email=f"p{number}@example.org", phone=f"1380000000{number}")
    make_person("没有邮箱", unit=city)
    return city


def test_a_notice_leads_to_the_push_and_comes_once(city):
    campaign = run_campaign(city, make_course("甲"), text="请在月底前学完", by_notice=True)
    carry_on(campaign, LATER)
    notice = Notice.objects.order_by("person_id")[0]
    assert Notice.objects.count() == 4
    assert (notice.title, notice.body, notice.link) == (
        "为您推送：示例推送", "请在月底前学完", f"/pushes/{campaign.pk}/"
    )  # fmt: skip


def test_an_email_goes_to_everyone_who_has_an_address(city, settings):
    settings.PUBLIC_ADDRESS = "https://academy.example"
    campaign = run_campaign(city, make_course("甲"), text="请学", by_email=True)
    assert sorted(each.to[0] for each in mail.outbox) == [f"p{number}@example.org" for number in range(3)]
    assert mail.outbox[0].body == f"请学\n\nhttps://academy.example/pushes/{campaign.pk}/"
    delivery = campaign.deliveries.get()
    assert (delivery.sent, delivery.done_at) == (3, NINE)


def test_short_messages_are_handed_to_the_messenger(city, settings, tmp_path):
    settings.HOME = tmp_path
    run_campaign(city, make_course("甲"), by_message=True)
    lines = (tmp_path / "messages" / "2026-03-02.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["phone"] for line in lines] == [f"1380000000{number}" for number in range(3)]


def test_quiet_hours_wait_and_the_worker_takes_it_up_afterwards(city):
    campaign = run_campaign(city, make_course("甲"), by_notice=True, quiet_from=time(8), quiet_to=time(12))
    assert campaign.fixed_at == NINE, "the home page disturbs nobody"
    assert not Notice.objects.exists()
    BackgroundJob.objects.update(state="done", finished_at=NINE)
    assert outreach.carry_on_campaigns(now=NINE + timedelta(hours=2)) == 0
    assert outreach.carry_on_campaigns(now=LATER) == 1
    carry_on(campaign, LATER)
    assert Notice.objects.count() == 4


def test_a_service_that_is_down_leaves_its_portion_for_later(city, settings, monkeypatch, caplog):
    monkeypatch.setitem(campaign_delivery.AT_ONCE, Carrier.EMAIL, 2)
    settings.EMAIL_BACKEND = "tests.outreach.test_campaign_delivery.Down"
    with pytest.raises(campaign_delivery.CarrierDown):
        run_campaign(city, make_course("甲"), by_email=True)
    delivery = CampaignDelivery.objects.select_related("campaign").get()
    assert (delivery.up_to, delivery.sent, delivery.done_at) == (0, 0, None)
    said = [record for record in caplog.records if "push not handed over" in record.message]
    assert [record.exc_info for record in said] == [None], "a trace would name whom the server refused"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    carry_on(delivery.campaign, LATER)
    assert len(mail.outbox) == 3


class Down:
    """A mail server that is not there."""

    def __init__(self, **options):
        del options

    def send_messages(self, messages):
        raise ConnectionRefusedError(len(messages))
