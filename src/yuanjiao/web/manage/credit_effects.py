"""What new rules about credits would change, in sentences with numbers."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import ngettext

from yuanjiao.credits.models import ClaimState, CreditClaim, Exemption, ExemptionState
from yuanjiao.credits.public import (
    ClaimRules,
    CreditRules,
    ExemptionRules,
    lower_micro_courses,
    micro_courses_above,
    over_the_day,
)


def of_credits(rules: CreditRules) -> list[str]:
    """Courses whose credit would fall, and how often the daily cap would have been met."""
    courses = micro_courses_above(rules.micro_steps)
    told = ngettext("%(number)s 门短课的学分会调低。", "%(number)s 门短课的学分会调低。", courses)
    sentences = [told % {"number": f"{courses:,}"}] if rules.micro_steps else []
    if rules.daily_cap_hundredths:
        days = over_the_day(rules.daily_cap_hundredths)
        told = ngettext(
            "最近登记的学分里，有 %(number)s 人次一天超过这个上限。",
            "最近登记的学分里，有 %(number)s 人次一天超过这个上限。",
            days,
        )
        sentences.append(told % {"number": f"{days:,}"})
    return sentences


def after_credits(now: datetime) -> None:
    """Micro-courses show at once what they earn."""
    lower_micro_courses(now=now)


def of_claims(_rules: ClaimRules) -> list[str]:
    """Claims that wait, and would be converted by the new rules."""
    waiting = CreditClaim.objects.filter(state=ClaimState.WAITING).count()
    told = ngettext("%(number)s 件待认定的申报会按新规则折算。", "%(number)s 件待认定的申报会按新规则折算。", waiting)
    return [told % {"number": f"{waiting:,}"}]


def of_exemptions(_rules: ExemptionRules) -> list[str]:
    """Requests that wait, and would be granted under the new rules."""
    waiting = Exemption.objects.filter(state=ExemptionState.WAITING).count()
    told = ngettext("%(number)s 件待审批的豁免会按新规则折减。", "%(number)s 件待审批的豁免会按新规则折减。", waiting)
    return [told % {"number": f"{waiting:,}"}]
