"""The lists of class teachers and of those above them: contacts, reminders, the caseload."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from yuanjiao.outreach.models import Reminder
from yuanjiao.web.manage.listings.people import NAME, STAFF_NUMBER, UNIT
from yuanjiao.web.shell.listing import Column, Listing

CONTACTS = Listing(
    "contacts",
    gettext_lazy("联系记录"),
    (
        Column(gettext_lazy("时间"), lambda contact: contact.at, 20),
        Column(gettext_lazy("学员"), lambda contact: contact.person.full_name),
        Column(UNIT, lambda contact: contact.person.unit.name, 28),
        Column(gettext_lazy("怎么联系的"), lambda contact: str(contact.get_way_display())),
        Column(gettext_lazy("说了什么"), lambda contact: contact.said, 60),
        Column(gettext_lazy("下一步"), lambda contact: contact.next_step, 36),
        Column(gettext_lazy("哪天再联系"), lambda contact: contact.follow_up_on),
        Column(gettext_lazy("谁记的"), lambda contact: contact.by and contact.by.full_name),
    ),
    page_size=30,
)


def _channels(reminder: Reminder) -> str:
    return "；".join(
        f"{each.get_channel_display()}：{each.problem or each.get_state_display()}"
        for each in reminder.deliveries.all()
    )


REMINDERS = Listing(
    "reminders",
    gettext_lazy("提醒记录"),
    (
        Column(gettext_lazy("时间"), lambda reminder: reminder.at, 20),
        Column(gettext_lazy("学员"), lambda reminder: reminder.person.full_name),
        Column(UNIT, lambda reminder: reminder.person.unit.name, 28),
        Column(gettext_lazy("内容"), lambda reminder: str(reminder.get_kind_display())),
        Column(gettext_lazy("文字"), lambda reminder: reminder.text, 60),
        Column(gettext_lazy("方式和状态"), _channels, 36),
        Column(gettext_lazy("谁发的"), lambda reminder: reminder.sender and reminder.sender.full_name),
    ),
    page_size=30,
)

CASELOAD = Listing(
    "caseload",
    gettext_lazy("班主任工作量"),
    (
        Column(STAFF_NUMBER, lambda teacher: teacher.staff_number),
        Column(NAME, lambda teacher: teacher.full_name),
        Column(UNIT, lambda teacher: teacher.unit.name, 28),
        Column(gettext_lazy("班数"), lambda teacher: teacher.classes),
        Column(gettext_lazy("学员"), lambda teacher: teacher.learners),
        Column(gettext_lazy("落后"), lambda teacher: teacher.behind),
        Column(gettext_lazy("最近一次联系学员"), lambda teacher: teacher.last_contact, 20),
        Column(gettext_lazy("三十天内提醒"), lambda teacher: teacher.reminded or 0),
    ),
)
