"""Reading claims and exemptions: one's own, those of a scope, what overlaps, what a decision would change."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, Q, QuerySet

from yuanjiao.credits import deciding
from yuanjiao.credits.dues import dues_of
from yuanjiao.credits.models import (
    COUNTS_AS_ATTENDED,
    ClaimState,
    CreditClaim,
    Exemption,
    ExemptionState,
    LedgerEntry,
    Standing,
    Training,
)
from yuanjiao.credits.policy import exemption_rules
from yuanjiao.credits.queries import YearStanding, standing_or_empty
from yuanjiao.credits.requirements import Due, YearRequirements
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Permission, Scope


def claims_in(scope: Scope) -> QuerySet[CreditClaim]:
    """The claims of the learners of a scope."""
    rows = scope.rows(Permission.CLAIMS_READ, CreditClaim.objects.all(), "learner__unit__path")
    return rows.select_related("training", "learner__unit")


def exemptions_in(scope: Scope) -> QuerySet[Exemption]:
    """The exemptions of the learners of a scope."""
    rows = scope.rows(Permission.EXEMPTIONS_READ, Exemption.objects.all(), "learner__unit__path")
    return rows.select_related("learner__unit")


def trainings_in(scope: Scope) -> QuerySet[Training]:
    """The trainings of many that concern a scope: those she told of, and those claimed by its learners.

    Each has how many claim it (`claimed`), how many of them wait (`waiting`).
    """
    told = Training.objects.filter(for_many=True)
    reach = scope.rows(Permission.CLAIMS_READ, CreditClaim.objects.all(), "learner__unit__path").values("training_id")
    rows = told.filter(Q(submitted_by_id=scope.person_id) | Q(pk__in=reach))
    waiting = Count("claims", filter=Q(claims__state=ClaimState.WAITING))
    return rows.annotate(claimed=Count("claims"), waiting=waiting).select_related("submitted_by")


def may_decide_claim(scope: Scope, claim: CreditClaim) -> bool:
    """Whether she may decide this claim."""
    return deciding.may_decide(scope, Permission.CLAIMS_DECIDE, claim, claim.training.submitted_by_id)


def may_decide_exemption(scope: Scope, exemption: Exemption) -> bool:
    """Whether she may decide this exemption."""
    return deciding.may_decide(scope, Permission.EXEMPTIONS_DECIDE, exemption)


def claims_to_decide(scope: Scope) -> QuerySet[CreditClaim]:
    """The waiting claims that she may decide."""
    rows = CreditClaim.objects.filter(state=ClaimState.WAITING)
    return deciding.decidable(scope, Permission.CLAIMS_DECIDE, rows, "training__submitted_by_id")


def exemptions_to_decide(scope: Scope) -> QuerySet[Exemption]:
    """The waiting exemptions that she may decide."""
    rows = Exemption.objects.filter(state=ExemptionState.WAITING)
    return deciding.decidable(scope, Permission.EXEMPTIONS_DECIDE, rows, "learner_id")


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many cases wait for someone, and the day on which the first of them is due."""

    number: int
    due_on: date | None


def waiting_of(rows: QuerySet[CreditClaim] | QuerySet[Exemption]) -> Waiting:
    """How many of these wait; one query."""
    return Waiting(**rows.order_by().aggregate(number=Count("pk"), due_on=Min("due_on")))


def overlapping(claim: CreditClaim) -> QuerySet[CreditClaim]:
    """Other claims of the same learner for the same days, refused and withdrawn ones left out."""
    return same_days(claim.learner_id, claim.training.starts_on, claim.training.ends_on).exclude(pk=claim.pk)


def same_days(learner_id: int, first: date, last: date) -> QuerySet[CreditClaim]:
    """A learner's claims for trainings on some of these days."""
    rows = CreditClaim.objects.filter(learner_id=learner_id, state__in=[str(state) for state in COUNTS_AS_ATTENDED])
    touching = rows.filter(training__starts_on__lte=last, training__ends_on__gte=first)
    return touching.select_related("training").order_by("training__starts_on", "pk")


def entry_of(claim: CreditClaim) -> LedgerEntry | None:
    """The ledger entry that a claim earned."""
    entries = LedgerEntry.objects.filter(learner_id=claim.learner_id, source_kind="claim", source_id=claim.pk)
    return entries.order_by("sequence").first()


@dataclass(frozen=True, slots=True)
class YearChange:
    """What a year requires of a learner now, and what it would if an exemption were granted."""

    year: int
    before: YearStanding
    after: Due

    @property
    def would_meet(self) -> bool:
        """Whether what she has earned would be enough."""
        enough = self.before.hundredths >= self.after.total_hundredths
        return enough and self.before.required_hundredths >= self.after.required_hundredths


def exemption_effect(exemption: Exemption, now: datetime) -> list[YearChange]:
    """What granting an exemption would change in each year that it touches and that has begun for her."""
    supposed = copy(exemption)
    supposed.rule_version = exemption_rules(now).version
    touched = (exemption.starts_on.year, exemption.last_day.year)
    years = Standing.objects.filter(learner_id=exemption.learner_id, year__range=touched)
    return [_change(supposed, year, now) for year in sorted(years.values_list("year", flat=True))]


def _change(supposed: Exemption, year: int, now: datetime) -> YearChange:
    person: Person = supposed.learner
    after = dues_of(YearRequirements(year, now), {person.pk: person.post_level}, supposed)[person.pk]
    return YearChange(year, standing_or_empty(person, year, now), after)
