"""What acts on credits, claims, exemptions and requirements are called in the audit trail."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yuanjiao.credits.models import (
    ClaimState,
    CreditClaim,
    EntryKind,
    Exemption,
    ExemptionReason,
    LedgerEntry,
    Training,
)
from yuanjiao.kernel.acts import Area, Detail, Subject, chosen, day_said, hundredths_said, named, number_said
from yuanjiao.organisation.models import PostLevel

AREAS = (
    Area(
        "claims",
        _("学分申报"),
        {
            "credits.claim": _("申报学分"),
            "credits.claim_for": _("集中申报学分"),
            "credits.withdraw_claim": _("撤回申报"),
            "credits.decide_claim": _("认定申报"),
            "credits.approve_training": _("集中认定申报"),
        },
    ),
    Area(
        "exemptions",
        _("学习豁免"),
        {
            "credits.request_exemption": _("申请豁免"),
            "credits.grant_exemption": _("批准豁免"),
            "credits.refuse_exemption": _("不批准豁免"),
            "credits.end_exemption": _("提前结束豁免"),
            "credits.withdraw_exemption": _("撤回豁免申请"),
        },
    ),
    Area(
        "credits",
        _("学分和年度要求"),
        {
            "credits.reverse": _("冲正学分"),
            "credits.restore": _("恢复学分"),
            "credits.publish_requirement": _("发布年度要求"),
            "credits.hold_further": _("年度要求扩大适用"),
            "credits.open_year": _("开启新年度"),
        },
    ),
)


def _claims_of(person_id: int) -> Iterable[object]:
    return CreditClaim.objects.filter(learner_id=person_id).values_list("pk", flat=True)


def _exemptions_of(person_id: int) -> Iterable[object]:
    return Exemption.objects.filter(learner_id=person_id).values_list("pk", flat=True)


def _corrected_entries_of(person_id: int) -> Iterable[object]:
    """Those that were reversed, and those that gave something back: the audit trail tells of no others."""
    entries = LedgerEntry.objects.filter(learner_id=person_id)
    if not (reversals := list(entries.filter(kind=EntryKind.REVERSAL))):
        return []
    given_back = entries.filter(kind=EntryKind.RESTORED).values_list("pk", flat=True)
    taken = entries.filter(sequence__in=[each.evidence.get("reverses") or 0 for each in reversals])
    return [*given_back, *taken.values_list("pk", flat=True)]


SUBJECTS = {
    "credit_claim": Subject(
        pgettext_lazy("one thing", "学分申报"), named(CreditClaim.objects.all, "training__title"), _claims_of
    ),
    "training": Subject(pgettext_lazy("one thing", "线下培训"), named(Training.objects.all, "title")),
    "exemption": Subject(
        pgettext_lazy("one thing", "学习豁免"), named(Exemption.objects.all, "learner__full_name"), _exemptions_of
    ),
    "requirement": Subject(pgettext_lazy("one thing", "年度要求")),
    "ledger_entry": Subject(
        pgettext_lazy("one thing", "学分记录"), named(LedgerEntry.objects.all, "title"), _corrected_entries_of
    ),
    "year": Subject(pgettext_lazy("one thing", "年度"), lambda years: {year: year for year in years}),
}

DETAILS = {
    "credits.learner_id": Detail(pgettext_lazy("one thing", "学员"), refers="person"),
    "credits.training": Detail(_("培训")),
    "credits.days": Detail(_("天数"), hundredths_said),
    "credits.hundredths": Detail(_("学分"), hundredths_said),
    "credits.state": Detail(_("结果"), chosen(ClaimState.choices)),
    "credits.learners": Detail(_("学员"), refers="person"),
    "credits.grant_exemption.reason": Detail(_("事由"), chosen(ExemptionReason.choices)),
    "credits.request_exemption.reason": Detail(_("事由"), chosen(ExemptionReason.choices)),
    "credits.refuse_exemption.reason": Detail(_("事由"), chosen(ExemptionReason.choices)),
    "credits.end_exemption.reason": Detail(_("事由"), chosen(ExemptionReason.choices)),
    "credits.withdraw_exemption.reason": Detail(_("事由"), chosen(ExemptionReason.choices)),
    "credits.from": Detail(_("起"), day_said),
    "credits.to": Detail(_("最后一天"), day_said),
    "credits.sequence": Detail(_("第几条")),
    "credits.post_level": Detail(_("职务层次"), chosen(PostLevel.choices)),
    "credits.post_levels": Detail(_("职务层次"), number_said),
    "credits.total": Detail(_("总学分"), hundredths_said),
    "credits.required": Detail(_("其中必修"), hundredths_said),
    "credits.carry_over": Detail(_("可结转"), hundredths_said),
    "credits.standings": Detail(_("学员数")),
}
