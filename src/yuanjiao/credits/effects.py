"""What an act would change, told before it is done: a new requirement, a credit taken back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.lookups import GreaterThanOrEqual

from yuanjiao.credits.dues import carried_of_everyone, dues_under, granted_in
from yuanjiao.credits.ledger import REQUIRED
from yuanjiao.credits.models import LedgerEntry, Standing
from yuanjiao.credits.queries import Places, YearStanding, places, standing
from yuanjiao.credits.ranks import Place
from yuanjiao.credits.requirements import Due
from yuanjiao.organisation.models import Person


@dataclass(frozen=True, slots=True)
class RequirementEffect:
    """How many counted learners of a post level meet the year now, and how many would."""

    people: int
    met: int
    would_meet: int
    no_longer: int
    newly: int


def requirement_effect(
    *, year: int, post_level: str, total_hundredths: int, required_hundredths: int, carry_over_hundredths: int = 0
) -> RequirementEffect:
    """What a new version would change for a post level; one grouped query, and one over those who are exempt.

    What was earned stays in any case.
    """
    due = Due(total_hundredths, required_hundredths, 0, carry_over_hundredths)
    learners = Person.objects.filter(post_level=post_level).values("pk")
    standings = Standing.objects.filter(year=year, counted=True, learner_id__in=learners)
    exempt = granted_in(year).values("learner_id")
    counts = Counter(_effect_of_most(standings.exclude(learner_id__in=exempt), year, due))
    counts.update(_effect_of_exempt(standings.filter(learner_id__in=exempt), year, due))
    return RequirementEffect(**{name: counts[name] for name in RequirementEffect.__dataclass_fields__})


def _effect_of_most(standings: QuerySet[Standing], year: int, due: Due) -> dict[str, int]:
    met = Q(met_at__isnull=False)
    enough = Q(would_be_enough=True)
    enough_in_all = GreaterThanOrEqual(F("hundredths") + carried_of_everyone(year, due), due.total_hundredths)
    enough_required = Q(required_hundredths__gte=due.required_hundredths)
    would_be = Case(When(Q(enough_in_all) & enough_required, then=Value(True)), default=Value(False))
    return standings.annotate(would_be_enough=would_be).aggregate(
        people=Count("pk"),
        met=Count("pk", filter=met),
        would_meet=Count("pk", filter=enough),
        no_longer=Count("pk", filter=met & ~enough),
        newly=Count("pk", filter=~met & enough),
    )


def _effect_of_exempt(standings: QuerySet[Standing], year: int, due: Due) -> Counter[str]:
    rows = list(standings)
    numbers = [row.learner_id for row in rows]
    dues, counts = dues_under(due, year, numbers), Counter[str]()
    for row in rows:
        own, met = dues[row.learner_id], row.met_at is not None
        enough = row.hundredths >= own.total_hundredths and row.required_hundredths >= own.required_hundredths
        counts.update(people=1, met=met, would_meet=enough, no_longer=met and not enough, newly=enough and not met)
    return counts


@dataclass(frozen=True, slots=True)
class ReversalEffect:
    """A learner's year before and after a credit is taken back."""

    before: YearStanding
    after: YearStanding
    places_before: Places
    places_after: Places

    @property
    def falls_short(self) -> bool:
        """Whether she meets the requirement now and would no longer."""
        return self.before.met_at is not None and self.after.met_at is None


def reversal_effect(entry: LedgerEntry) -> ReversalEffect:
    """What taking back an entry's credit would change in the year that it counts for.

    :raises Standing.DoesNotExist: when there is no account of that year, which an entry always has.
    """
    before = standing(entry.learner_id, entry.year)
    if before is None:
        raise Standing.DoesNotExist
    part = "required_hundredths" if entry.category == REQUIRED else "elective_hundredths"
    lessened = {name: getattr(before, name) - entry.hundredths for name in ("hundredths", part)}
    after = replace(before, **lessened)
    enough = after.hundredths >= after.due_total_hundredths
    if not (enough and after.required_hundredths >= after.due_required_hundredths):
        after = replace(after, met_at=None)
    found = places(after)
    # She herself is still counted among those with more.
    herself = int(after.hundredths < before.hundredths)
    lower = Places(*(_better_by(place, herself) for place in (found.academy, found.district, found.unit)))
    return ReversalEffect(before, after, places(before), lower)


def _better_by(place: Place | None, number: int) -> Place | None:
    return replace(place, rank=place.rank - number) if place else None
