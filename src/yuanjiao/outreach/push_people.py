"""The people of an audience, as one condition for the database."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat, Replace
from django.db.models.lookups import Contains

from yuanjiao.credits.public import date_of, has_pace
from yuanjiao.learning.models import CourseProgress
from yuanjiao.organisation.models import Person, Unit
from yuanjiao.organisation.public import in_subtrees
from yuanjiao.outreach.models import Campaign
from yuanjiao.outreach.push_audience import CourseNamed, PushAudience, audience_from

COMMA = "、"
OTHER_COMMAS = ",，;；/"
SPACES = " \u3000"
SAMPLE = 8
SPREAD, WITHIN = 7919, 1009
"""Primes that scatter numbers of people, so that a sample is not all of one unit."""


def people_of(audience: PushAudience, unit: Unit, now: datetime) -> QuerySet[Person]:
    """The learners of the unit's subtree whom the audience describes at a moment."""
    return Person.objects.filter(condition(audience, now), in_subtrees([str(unit.path)], "unit__path"))


def people_of_campaign(campaign: Campaign, now: datetime) -> QuerySet[Person]:
    """The learners whom a campaign describes at a moment."""
    return people_of(audience_from(campaign.audience), campaign.unit, now)


def condition(audience: PushAudience, now: datetime) -> Q:
    """The audience as a condition on people who are there and study."""
    fits = Q(is_active=True, is_learner=True)
    for field, values in (
        ("post_level", audience.post_levels),
        ("unit__kind", audience.unit_kinds),
        ("rank", audience.ranks),
    ):
        fits &= Q(**{f"{field}__in": values}) if values else Q()
    if audience.tenure_months_max is not None:
        fits &= Q(appointed_on__gt=_last_day_too_early(date_of(now), audience.tenure_months_max))
    if audience.positions:
        fits &= _holds_one_of(audience.positions)
    if audience.tags:
        tagged = Person.tags.through.objects.filter(tag__name__in=audience.tags)
        fits &= Q(pk__in=tagged.values("person_id"))
    if audience.paces:
        fits &= Q(has_pace(list(audience.paces), now))
    if audience.finished is not None:
        fits &= Q(pk__in=_who_finished(audience.finished))
    return fits & ~Q(pk__in=_who_finished(audience.unfinished)) if audience.unfinished is not None else fits


def sample_of(people: QuerySet[Person]) -> list[Person]:
    """A few of the people, scattered over the units, always the same ones."""
    scattered = people.select_related("unit").order_by(F("pk") * SPREAD % WITHIN, "pk")
    return list(scattered[:SAMPLE])


def _who_finished(course: CourseNamed) -> QuerySet[CourseProgress, int]:
    rows = CourseProgress.objects.filter(course_id=course.id, completed_at__isnull=False)
    return rows.values_list("learner_id", flat=True)


def _holds_one_of(positions: tuple[str, ...]) -> Q:
    # Whole names only, as `catalogue.audience.positions_of` cuts them: 主任 is not every 副主任.
    written: Combinable = F("position")
    for comma in OTHER_COMMAS:
        written = Replace(written, Value(comma), Value(COMMA))
    for space in SPACES:
        written = Replace(written, Value(space), Value(""))
    between = Concat(Value(COMMA), written, Value(COMMA), output_field=CharField())
    held = Q(pk__in=[])
    for position in positions:
        name = "".join(character for character in position if character not in SPACES)
        held |= Q(Contains(between, f"{COMMA}{name}{COMMA}"))
    return held


def _last_day_too_early(today: date, months: int) -> date:
    """The last day of appointment that is more than so many whole months ago."""
    year, month = divmod(today.year * 12 + today.month - 1 - (months + 1), 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
