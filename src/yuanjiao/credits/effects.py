"""What an act would change, told before it is done: a new requirement, a credit taken back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import Count, Q

from yuanjiao.credits.ledger import REQUIRED
from yuanjiao.credits.models import LedgerEntry, Standing
from yuanjiao.credits.queries import Places, YearStanding, places, standing
from yuanjiao.credits.ranks import Place
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
    *, year: int, post_level: str, total_hundredths: int, required_hundredths: int
) -> RequirementEffect:
    """What a new version would change for a post level; one grouped query. What was earned stays in any case."""
    learners = Person.objects.filter(post_level=post_level).values("pk")
    met = Q(met_at__isnull=False)
    enough = Q(hundredths__gte=total_hundredths, required_hundredths__gte=required_hundredths)
    counts = Standing.objects.filter(year=year, counted=True, learner_id__in=learners).aggregate(
        people=Count("pk"),
        met=Count("pk", filter=met),
        would_meet=Count("pk", filter=enough),
        no_longer=Count("pk", filter=met & ~enough),
        newly=Count("pk", filter=~met & enough),
    )
    return RequirementEffect(**counts)


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
