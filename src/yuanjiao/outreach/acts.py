"""What acts on campaigns, reminders, messages, appeals and reviews are called in the audit trail."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yuanjiao.kernel.acts import Area, Detail, Subject, chosen, listed, named, number_said
from yuanjiao.outreach.models import Appeal, AppealState, Campaign, Mailing, Reminder, ReminderChannel, Verdict

AREAS = (
    Area(
        "campaigns",
        _("推送"),
        {
            "outreach.draft_campaign": _("起草推送"),
            "outreach.change_campaign": _("修改推送"),
            "outreach.copy_campaign": _("复制推送"),
            "outreach.schedule_campaign": _("安排推送"),
            "outreach.stop_campaign": _("停止推送"),
            "outreach.discard_campaign": _("删除推送草稿"),
        },
    ),
    Area(
        "care",
        _("督学联系"),
        {
            "outreach.remind": _("提醒学员"),
            "outreach.remind_many": _("提醒一批学员"),
            "outreach.write_to_many": _("给一批人发消息"),
            "outreach.send_rest": _("群发停了以后发给余下的人"),
            "outreach.note_contact": _("记下联系"),
            "outreach.settle_messages": _("学员留言标为已看"),
        },
    ),
    Area(
        "judging",
        _("申诉、核查和意见"),
        {
            "outreach.decide_appeal": _("答复申诉"),
            "outreach.decide_review": _("作出核查结论"),
            "outreach.answer_complaint": _("答复意见"),
            "outreach.hide_message": _("隐藏留言"),
            "outreach.restore_message": _("恢复留言"),
        },
    ),
)


def _appeals_of(person_id: int) -> Iterable[object]:
    return Appeal.objects.filter(learner_id=person_id).values_list("pk", flat=True)


SUBJECTS = {
    "campaign": Subject(pgettext_lazy("one thing", "推送"), named(Campaign.objects.all, "name")),
    "reminder": Subject(pgettext_lazy("one thing", "提醒"), named(Reminder.objects.all, "person__full_name")),
    "appeal": Subject(pgettext_lazy("one thing", "申诉"), named(Appeal.objects.all, "title"), _appeals_of),
    "mailing": Subject(pgettext_lazy("one thing", "群发"), named(Mailing.objects.all, "whom")),
    "complaint": Subject(pgettext_lazy("one thing", "意见和投诉")),
    "message": Subject(pgettext_lazy("one thing", "留言")),
}

DETAILS = {
    "outreach.remind.people": Detail(_("提醒了谁"), refers="person"),
    "outreach.people": Detail(_("人数")),
    "outreach.reached": Detail(_("已发给")),
    "outreach.whom": Detail(_("发给谁")),
    "outreach.channels": Detail(
        _("方式"), lambda values: listed([chosen(ReminderChannel.choices)(value) for value in values])
    ),
    "outreach.messages": Detail(_("条数")),
    "outreach.decide_appeal.state": Detail(_("结果"), chosen(AppealState.choices)),
    "outreach.restored": Detail(_("恢复学分记录"), number_said),
    "outreach.verdict": Detail(_("结论"), chosen(Verdict.choices)),
    "outreach.sequences": Detail(_("冲正学分记录"), number_said),
    "outreach.text": Detail(_("留言")),
}
