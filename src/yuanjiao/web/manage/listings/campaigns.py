"""The lists of pushes, of their figures, and of the people behind them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from yuanjiao.outreach.public import audience_of_campaign
from yuanjiao.web.manage.listings.people import NAME, STAFF_NUMBER, STATE, UNIT
from yuanjiao.web.shell.listing import Column, Listing

PUSHED, SEEN, OPENED, STARTED, COMPLETED = (
    gettext_lazy("推送对象"),
    gettext_lazy("看到"),
    gettext_lazy("打开"),
    gettext_lazy("开始学"),
    gettext_lazy("学完"),
)

CAMPAIGNS = Listing(
    "pushes",
    gettext_lazy("推送"),
    (
        Column(gettext_lazy("名称"), lambda campaign: campaign.name, 32),
        Column(STATE, lambda campaign: str(campaign.get_state_display())),
        Column(UNIT, lambda campaign: str(campaign.unit), 20),
        Column(gettext_lazy("推给谁"), audience_of_campaign, 40),
        Column(gettext_lazy("优先级"), lambda campaign: str(campaign.get_priority_display())),
        Column(gettext_lazy("从"), lambda campaign: campaign.starts_at, 20),
        Column(gettext_lazy("到"), lambda campaign: campaign.ends_at, 20),
        Column(PUSHED, lambda campaign: campaign.people),
        Column(SEEN, lambda campaign: campaign.seen or 0),
        Column(OPENED, lambda campaign: campaign.opened or 0),
        Column(STARTED, lambda campaign: campaign.started or 0),
        Column(COMPLETED, lambda campaign: campaign.completed or 0),
        Column(gettext_lazy("谁建的"), lambda campaign: campaign.created_by and campaign.created_by.full_name),
        Column(gettext_lazy("统计时间"), lambda campaign: campaign.counted_at, 20),
    ),
    page_size=20,
)

FIGURES = Listing(
    "push-figures",
    gettext_lazy("推送效果"),
    (
        Column(gettext_lazy("分组"), lambda line: line.kind),
        Column(gettext_lazy("名称"), lambda line: line.name, 28),
        Column(PUSHED, lambda line: line.funnel.people),
        Column(SEEN, lambda line: line.funnel.seen),
        Column(OPENED, lambda line: line.funnel.opened),
        Column(STARTED, lambda line: line.funnel.started),
        Column(COMPLETED, lambda line: line.funnel.completed),
    ),
)

RECIPIENTS = Listing(
    "push-people",
    gettext_lazy("推送对象"),
    (
        Column(STAFF_NUMBER, lambda line: line.person.staff_number),
        Column(NAME, lambda line: line.person.full_name),
        Column(UNIT, lambda line: line.person.unit.name, 28),
        Column(gettext_lazy("职务"), lambda line: line.person.position, 24),
        Column(gettext_lazy("走到哪一步"), lambda line: line.step),
        Column(gettext_lazy("看到时间"), lambda line: line.row.seen_at, 20),
        Column(gettext_lazy("打开时间"), lambda line: line.row.opened_at, 20),
    ),
)
