"""What the Excel files of claims, trainings and exemptions say of a row."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yuanjiao.web.shell.listing import Column, Listing

WHO = (
    Column(_("学号"), lambda case: case.learner.staff_number),
    Column(_("姓名"), lambda case: case.learner.full_name),
    Column(_("单位"), lambda case: case.learner.unit.name, 28),
)

CLAIMS = Listing(
    "claims",
    _("学分申报"),
    (
        *WHO,
        Column(_("培训"), lambda claim: claim.training.title, 40),
        Column(_("主办单位"), lambda claim: claim.training.organiser, 28),
        Column(_("开始日期"), lambda claim: claim.training.starts_on),
        Column(_("结束日期"), lambda claim: claim.training.ends_on),
        Column(_("申报天数"), lambda claim: claim.training.days_hundredths / 100),
        Column(_("申报时间"), lambda claim: claim.submitted_at, 20),
        Column(_("最迟答复"), lambda claim: claim.due_on),
        Column(_("状态"), lambda claim: str(claim.get_state_display())),
        Column(_("认定天数"), lambda claim: claim.approved_days_hundredths / 100),
        Column(_("学分"), lambda claim: claim.hundredths / 100),
        Column(_("认定人"), lambda claim: str(claim.decided_by or "")),
        Column(_("答复"), lambda claim: claim.reason, 40),
    ),
    page_size=40,
)

EXEMPTIONS = Listing(
    "exemptions",
    _("学习豁免"),
    (
        *WHO,
        Column(_("原因"), lambda exemption: str(exemption.get_reason_display())),
        Column(_("从哪天起"), lambda exemption: exemption.starts_on),
        Column(_("到哪天止"), lambda exemption: exemption.last_day),
        Column(_("申请时间"), lambda exemption: exemption.requested_at, 20),
        Column(_("最迟答复"), lambda exemption: exemption.due_on),
        Column(_("状态"), lambda exemption: str(exemption.get_state_display())),
        Column(_("审批人"), lambda exemption: str(exemption.decided_by or "")),
        Column(_("答复"), lambda exemption: exemption.answer, 40),
    ),
    page_size=40,
)

TRAININGS = Listing(
    "trainings",
    _("集中申报"),
    (
        Column(_("培训"), lambda training: training.title, 40),
        Column(_("主办单位"), lambda training: training.organiser, 28),
        Column(_("开始日期"), lambda training: training.starts_on),
        Column(_("结束日期"), lambda training: training.ends_on),
        Column(_("天数"), lambda training: training.days_hundredths / 100),
        Column(_("名单人数"), lambda training: training.claimed),
        Column(_("待认定"), lambda training: training.waiting),
        Column(_("登记人"), lambda training: str(training.submitted_by or "")),
    ),
    page_size=40,
)
