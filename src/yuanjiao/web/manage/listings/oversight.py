"""What the Excel files of oversight say of a row."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuanjiao.web.shell.listing import Column, Listing


def _percent(share: float) -> float:
    return round(share * 100, 1)


UNDER = Listing(
    "units-under-the-line",
    _("低于约谈线的单位"),
    (
        Column(_("单位"), lambda each: each.unit.name, 28),
        Column(_("上级"), lambda each: each.above, 20),
        Column(_("类别"), lambda each: str(each.unit.get_kind_display())),
        Column(_("应学"), lambda each: each.figures.people),
        Column(_("已达标"), lambda each: each.figures.met),
        Column(_("达标率（%）"), lambda each: _percent(each.figures.met_rate)),
        Column(_("人均学分"), lambda each: round(each.figures.credits_a_head, 2)),
        Column(_("约谈"), lambda each: str(each.talk.get_state_display()) if each.talk else ""),
    ),
)

TALKS = Listing(
    "talks",
    _("约谈"),
    (
        Column(_("单位"), lambda talk: talk.unit.name, 28),
        Column(_("年度"), lambda talk: talk.year),
        Column(_("状态"), lambda talk: str(talk.get_state_display())),
        Column(_("通知日期"), lambda talk: timezone.localdate(talk.called_at)),
        Column(_("约谈时间"), lambda talk: talk.held_at or talk.meets_at, 20),
        Column(_("地点"), lambda talk: talk.place, 24),
        Column(_("参加人"), lambda talk: talk.attended, 30),
        Column(_("通知时达标率（%）"), lambda talk: _percent(talk.figures_then.met_rate), 20),
        Column(_("通知时人均学分"), lambda talk: round(talk.figures_then.credits_a_head, 2), 20),
        Column(_("承诺"), lambda talk: talk.commitments, 40),
        Column(_("整改期限"), lambda talk: talk.rectify_by),
        Column(_("办结日期"), lambda talk: timezone.localdate(talk.ended_at) if talk.ended_at else None),
    ),
)

PLANS = Listing(
    "plans",
    _("年度计划"),
    (
        Column(_("标题"), lambda plan: plan.title, 36),
        Column(_("单位"), lambda plan: plan.unit.name, 24),
        Column(_("年度"), lambda plan: plan.year),
        Column(_("任务"), lambda plan: plan.whole),
        Column(_("已完成"), lambda plan: plan.finished),
    ),
)

PLAN_TASKS = Listing(
    "plan-tasks",
    _("计划任务"),
    (
        Column(_("要做什么"), lambda task: task.title, 40),
        Column(_("负责人"), lambda task: task.owner.full_name),
        Column(_("开始"), lambda task: task.begins_on),
        Column(_("完成期限"), lambda task: task.ends_on),
        Column(_("状态"), lambda task: str(task.get_state_display())),
        Column(_("完成百分比"), lambda task: task.progress),
        Column(_("完成日期"), lambda task: task.finished_on),
        Column(_("备注"), lambda task: task.remarks, 40),
    ),
)

MEASURES_NOTED = Listing(
    "measures-noted",
    _("阅知情况"),
    (
        Column(_("单位"), lambda each: each.unit.name, 28),
        Column(_("应学"), lambda each: each.learners),
        Column(_("已阅知"), lambda each: each.noted),
        Column(_("还没有"), lambda each: each.waiting),
        Column(_("单位确认"), lambda each: timezone.localdate(each.receipt.at) if each.receipt else None),
        Column(_("谁确认的"), lambda each: str(each.receipt.by or "") if each.receipt else ""),
    ),
)

SCREENS = Listing(
    "screens",
    _("大屏"),
    (
        Column(_("放在哪里"), lambda screen: screen.name, 28),
        Column(_("单位"), lambda screen: screen.unit.name, 24),
        Column(_("谁建的"), lambda screen: str(screen.made_by or "")),
        Column(_("建立日期"), lambda screen: timezone.localdate(screen.made_at)),
        Column(_("停用日期"), lambda screen: timezone.localdate(screen.revoked_at) if screen.revoked_at else None),
    ),
)

ASSESSMENTS = Listing(
    "assessments",
    _("单位考核"),
    (
        Column(_("考核单位"), lambda assessment: assessment.unit.name, 28),
        Column(_("年度"), lambda assessment: assessment.year),
        Column(_("细则"), lambda assessment: assessment.rubric.title, 32),
        Column(_("状态"), lambda assessment: str(assessment.get_state_display())),
        Column(_("异议截止"), lambda assessment: assessment.objections_until),
        Column(_("答复截止"), lambda assessment: assessment.answers_until),
        Column(_("定分时间"), lambda assessment: assessment.final_at, 20),
    ),
)
