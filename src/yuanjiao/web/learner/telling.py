"""Telling learners what happened to their credits, in their own language."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from yuanjiao.credits.events import ClaimDecided, ExemptionDecided, Reversed
from yuanjiao.credits.models import ClaimState, ExemptionState
from yuanjiao.organisation.models import Person
from yuanjiao.outreach.public import notify
from yuanjiao.web.shell.templatetags.shell import credit


def tell_of_reversal(happened: Reversed) -> None:
    """Leave the learner a notice: what was taken back, why, what stays, and where to object."""
    language = Person.everyone.values_list("language", flat=True).get(pk=happened.learner_id)
    with override(language):
        words = {"title": happened.title, "credit": credit(happened.hundredths), "reason": happened.reason}
        notify(
            person_id=happened.learner_id,
            kind="credits.reversed",
            title=_("《%(title)s》的 %(credit)s 学分已冲正") % words,
            body=_(
                "原因：%(reason)s。其他学分和学习记录都不变，原来那条记录也还在。如果觉得不对，请在这条记录的页面说明，会有人答复。"
            )
            % words,
            link=reverse("learner:entry", args=[happened.sequence]),
            now=happened.at,
        )


def tell_of_claim(happened: ClaimDecided) -> None:
    """Leave the learner a notice: what her training earned, or why not, and where to see it."""
    claim = happened.claim
    with override(claim.learner.language):
        words = {"title": claim.training.title, "credit": credit(claim.hundredths), "reason": claim.reason}
        titles = {
            ClaimState.APPROVED: _("《%(title)s》已认定 %(credit)s 学分"),
            ClaimState.PARTLY: _("《%(title)s》部分认定，%(credit)s 学分"),
            ClaimState.REFUSED: _("《%(title)s》没有认定"),
        }
        earned = _("学分已记入台账。") if happened.sequence else _("如果觉得不对，请在申报页面说明，会有人答复。")
        notify(
            person_id=claim.learner_id,
            kind="credits.claim_decided",
            title=titles[ClaimState(claim.state)] % words,
            body=(_("答复：%(reason)s。") % words if claim.reason else "") + earned,
            link=reverse("learner:claim", args=[claim.pk]),
            now=happened.at,
        )


def tell_of_exemption(happened: ExemptionDecided) -> None:
    """Leave the learner a notice: whether she is exempt, from when until when, and what that changes."""
    exemption = happened.exemption
    with override(exemption.learner.language):
        words = {"first": exemption.starts_on, "last": exemption.last_day, "reason": exemption.answer}
        if exemption.state == ExemptionState.REFUSED:
            title, body = (
                _("学习豁免没有批准"),
                _("原因：%(reason)s。如果觉得不对，请在意见页面说明，会有人答复。") % words,
            )
        elif exemption.ended_on:
            title = _("学习豁免提前结束，最后一天是 %(last)s") % words
            body = _("年度要求已按实际豁免的时间重新计算。")
        else:
            title = _("学习豁免已批准：%(first)s 至 %(last)s") % words
            body = _("年度要求已按时间减下来，到期自动结束。已经得到的学分不变。")
        notify(
            person_id=exemption.learner_id,
            kind="credits.exemption_decided",
            title=title,
            body=body,
            link=reverse("learner:exemptions"),
            now=happened.at,
        )
