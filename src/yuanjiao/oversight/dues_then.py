"""What a year required of single learners at a past moment: versions, exemptions and surplus as they were then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from yuanjiao.credits.dues import Exempt, granted_in, with_carried
from yuanjiao.credits.models import Exemption, Standing
from yuanjiao.credits.pro_rata import surplus_of
from yuanjiao.credits.public import Due, YearRequirements
from yuanjiao.kernel.models import AuditEntry
from yuanjiao.organisation.models import PostLevel


class DuesThen:
    """The requirements of a year as of a moment, with a handful of queries however many learners are asked about.

    What a learner earned the year before is told by whoever counts the ledger; what that year required of her is her
    closed standing's.
    """

    def __init__(self, year: int, at: datetime) -> None:
        self._year = year
        self._requirements = YearRequirements(year, at)
        self._exempt = Exempt(year, (), known=exemptions_then(year, at))
        self.carries = any(self._requirements.of(level).carry_over_hundredths for level in PostLevel)
        self._before = self._dues_before() if self.carries else {}

    def _dues_before(self) -> dict[int, tuple[int, int]]:
        rows = Standing.objects.filter(year=self._year - 1)
        columns = ("learner_id", "due_total_hundredths", "carried_hundredths")
        return {learner: (total, carried) for learner, total, carried in rows.values_list(*columns).iterator()}

    def of(self, learner_id: int, post_level: str, earned_before: Mapping[int, int]) -> Due:
        """What was required of one learner.

        :param earned_before: hundredths of the year before, by learner.
        """
        due = self._exempt.less(learner_id, self._requirements.of(post_level))
        if learner_id not in self._before:
            return due
        total, carried = self._before[learner_id]
        surplus = surplus_of(earned=earned_before.get(learner_id, 0), due_total=total, carried=carried)
        return with_carried(due, surplus)


def exemptions_then(year: int, at: datetime) -> list[Exemption]:
    """The exemptions of a year that had been granted by a moment; one that was ended later still ran to its end."""
    granted = list(granted_in(year).filter(decided_at__lt=at))
    late = _ended_since(at)
    if late:
        granted = list({each.pk: each for each in [*granted, *Exemption.objects.filter(pk__in=late)]}.values())
        for each in granted:
            each.ended_on = None if each.pk in late else each.ended_on
    return [each for each in granted if each.decided_at is not None and each.decided_at < at]


def _ended_since(at: datetime) -> set[int]:
    acts = AuditEntry.objects.filter(verb="credits.end_exemption", subject_kind="exemption", at__gte=at)
    return {int(number) for number in acts.values_list("subject_id", flat=True)}
