"""What follows learners when their unit is reorganised, as the preview counts it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from yuanjiao.credits.models import ClaimState, CreditClaim, Exemption, ExemptionState
from yuanjiao.organisation.public import events, in_subtrees


def count_waiting(paths: Sequence[str]) -> list[events.Belonging]:
    """How many claims and requests for exemption of learners in these subtrees wait for a decision."""
    reach = in_subtrees(paths, "learner__unit__path")
    claims = CreditClaim.objects.filter(reach, state=ClaimState.WAITING)
    exemptions = Exemption.objects.filter(reach, state=ExemptionState.WAITING)
    return [
        events.Belonging(_("待认定的学分申报"), claims.count()),
        events.Belonging(_("待审批的豁免"), exemptions.count()),
    ]
