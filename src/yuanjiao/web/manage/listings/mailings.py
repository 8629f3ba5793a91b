"""The list of what was sent to lists of people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from yuanjiao.web.shell.listing import Column, Listing

MAILINGS = Listing(
    "mailings",
    gettext_lazy("群发记录"),
    (
        Column(gettext_lazy("时间"), lambda mailing: mailing.at, 20),
        Column(gettext_lazy("内容"), lambda mailing: str(mailing.get_kind_display())),
        Column(gettext_lazy("标题"), lambda mailing: mailing.subject, 28),
        Column(gettext_lazy("文字"), lambda mailing: mailing.text, 60),
        Column(gettext_lazy("发给谁"), lambda mailing: mailing.whom, 36),
        Column(gettext_lazy("要发"), lambda mailing: mailing.people),
        Column(gettext_lazy("已发"), lambda mailing: mailing.reached),
        Column(gettext_lazy("状态"), lambda mailing: str(mailing.state.label)),
        Column(gettext_lazy("谁发的"), lambda mailing: mailing.sender and mailing.sender.full_name),
    ),
    page_size=30,
)
