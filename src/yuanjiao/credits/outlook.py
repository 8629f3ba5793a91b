"""How many stand where against the year (C4): the arithmetic of `forecast.foresee`, asked of the database.

An academy's desk counts 150,000 learners and its people list finds exactly those that were counted, so
both use the conditions of this module; a test holds them to `foresee`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Greatest
from django.db.models.lookups import GreaterThan, LessThanOrEqual

from yuanjiao.credits.forecast import AT_RISK_DAYS, Pace
from yuanjiao.credits.models import Standing, UnitStanding
from yuanjiao.credits.years import date_of, first_moment, year_of
from yuanjiao.organisation.models import ClassPlace, Unit
from yuanjiao.organisation.public import STEP, Permission, Scope, in_subtrees, origins_of

MONTHS = 12
A_YEAR = timedelta(days=365)


class DaysFrom(Func):
    """Whole days from a date column to a day."""

    output_field = IntegerField()
    template = "(%(expressions)s)"
    arg_joiner = " - "

    def __init__(self, column: str, day: date) -> None:
        super().__init__(Value(day, DateField()), F(column))

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite keeps dates as text; its own function turns them into days."""
        template = "CAST(julianday(%(expressions)s) AS INTEGER)"
        return super().as_sql(compiler, connection, template=template, arg_joiner=") - julianday(", **context)


def of_pace(pace: Pace, today: date) -> Q:
    """The condition that a standing of the day's year has this pace on that day."""
    met, begun = Q(met_at__isnull=False), Q(met_at__isnull=True, hundredths__gt=0)
    if pace is Pace.MET:
        return met
    if pace is Pace.NOT_STARTED:
        return Q(met_at__isnull=True, hundredths=0)
    in_time, soon_after = _done_within(today, 0), _done_within(today, AT_RISK_DAYS)
    return {
        Pace.ON_TRACK: begun & Q(LessThanOrEqual(*in_time)),
        Pace.AT_RISK: begun & Q(GreaterThan(*in_time)) & Q(LessThanOrEqual(*soon_after)),
        Pace.BEHIND: begun & Q(GreaterThan(*soon_after)),
    }[pace]


def _done_within(today: date, days_late: int) -> tuple[Any, Any]:
    # Done in time when missing ÷ (earned ÷ days so far) ≤ days left; multiplied out, so that it stays whole numbers.
    missing = Greatest(
        F("due_total_hundredths") - F("hundredths"),
        F("due_required_hundredths") - F("required_hundredths"),
        output_field=IntegerField(),
    )
    return missing * _days_so_far(today), F("hundredths") * _days_left(today, days_late)


def _days_so_far(today: date) -> Case:
    # Nearly everybody began the year on its first day; reading that day from the row 150,000 times took half a second.
    first = date(today.year, 1, 1)
    return Case(
        When(since=first, then=Value((today - first).days + 1)),
        When(since__gt=today, then=Value(1)),
        default=DaysFrom("since", today) + Value(1),
        output_field=IntegerField(),
    )


def _days_left(today: date, days_late: int) -> Case:
    # The same for all but those whose year has yet to begin.
    end = date(today.year, 12, 31)
    beginning = When(since__gt=today, then=DaysFrom("since", end) + Value(days_late))
    return Case(beginning, default=Value((end - today).days + days_late), output_field=IntegerField())


def standings_in(scope: Scope, unit: Unit | None, year: int) -> QuerySet[Standing]:
    """The counted standings of a year that a scope may read, in one unit's subtree if it is given."""
    prefixes = scope.prefixes(Permission.PEOPLE_READ)
    rows = Standing.objects.filter(year=year, counted=True)
    if prefixes != ("",):
        reach = in_subtrees(prefixes, "unit_path")
        if scope.has(Permission.OWN_CLASS_READ):
            own = ClassPlace.objects.filter(class_group__in=scope.own_classes())
            reach |= Q(learner_id__in=own.values("person_id"))
        rows = rows.filter(reach)
    return rows if unit is None else rows.filter(in_subtrees([str(unit.path)], "unit_path"))


def has_pace(paces: list[Pace], now: datetime, learner: str = "pk") -> Exists:
    """The condition on a person that she is counted this year and her pace is one of these.

    :param learner: the field that holds her number, where the row is not the person herself.
    """
    condition = Q(pk__in=[])
    for pace in paces:
        condition |= of_pace(pace, date_of(now))
    rows = Standing.objects.filter(learner_id=OuterRef(learner), year=year_of(now), counted=True)
    # Every pace there is needs no arithmetic.
    return Exists(rows if set(paces) == set(Pace) else rows.filter(condition))


@dataclass(frozen=True, slots=True)
class Outlook:
    """How the learners of a scope stand: by pace, with their credits, and how many had met it at each month's end.

    `met_by_month` ends with the running month; `met_before` are the months of the year before, empty where
    nobody was counted then, and `people_before` how many were.
    """

    by_pace: dict[Pace, int]
    hundredths: int
    met_by_month: list[int]
    met_before: list[int]
    met_before_by_now: int
    people_before: int

    @property
    def people(self) -> int:
        """All who are counted."""
        return sum(self.by_pace.values())

    @property
    def met_rate(self) -> float:
        """Share who have met the requirement."""
        return self.by_pace[Pace.MET] / self.people if self.people else 0.0

    @property
    def expected_rate(self) -> float:
        """Share who will have met it at the year's end if all go on as they have."""
        return (self.by_pace[Pace.MET] + self.by_pace[Pace.ON_TRACK]) / self.people if self.people else 0.0

    @property
    def rate_before(self) -> float | None:
        """Share who had met it on the same day a year ago; none where nobody was counted."""
        return self.met_before_by_now / self.people_before if self.people_before else None


def outlook(scope: Scope, unit: Unit | None, now: datetime) -> Outlook:
    """The outlook of a scope, or of one unit in it; two grouped queries over the standings."""
    today, year = date_of(now), year_of(now)
    ends = [first_moment(year, month) for month in range(2, today.month + 1)]
    in_time, soon_after = _done_within(today, 0), _done_within(today, AT_RISK_DAYS)
    begun = Q(met_at__isnull=True, hundredths__gt=0)
    this = standings_in(scope, unit, year).aggregate(
        earned=Sum("hundredths"),
        people=Count("pk"),
        met=Count("met_at"),
        begun=Count("pk", filter=begun),
        in_time=Count("pk", filter=begun & Q(LessThanOrEqual(*in_time))),
        soon_after=Count("pk", filter=begun & Q(LessThanOrEqual(*soon_after))),
        **_met_until(ends),
    )
    last_ends = [*(first_moment(year - 1, month) for month in range(2, MONTHS + 1)), first_moment(year)]
    moments = _met_until([*last_ends, now - A_YEAR])
    last = _standings_then(scope, unit, year - 1).aggregate(people=Count("pk"), **moments)
    met = this["met"]
    return Outlook(
        by_pace={
            Pace.MET: met,
            Pace.ON_TRACK: this["in_time"],
            Pace.AT_RISK: this["soon_after"] - this["in_time"],
            Pace.BEHIND: this["begun"] - this["soon_after"],
            Pace.NOT_STARTED: this["people"] - met - this["begun"],
        },
        hundredths=this["earned"] or 0,
        met_by_month=[*(this[f"until_{number}"] for number in range(len(ends))), met],
        met_before=[last[f"until_{number}"] for number in range(MONTHS)] if last["people"] else [],
        met_before_by_now=last[f"until_{MONTHS}"],
        people_before=last["people"],
    )


def _standings_then(scope: Scope, unit: Unit | None, year: int) -> QuerySet[Standing]:
    """The standings of a year that is over, of all that has become this unit or scope since.

    Where one of several units that were joined has no figures of that year, there is nothing to compare with.
    """
    rows = standings_in(scope, unit, year)
    paths = [str(unit.path)] if unit else [path for path in scope.prefixes(Permission.PEOPLE_READ) if len(path) > STEP]
    if not paths:
        return rows
    numbers = [unit.pk] if unit else list(Unit.objects.filter(path__in=paths).values_list("pk", flat=True))
    origins = set[int]().union(*origins_of(numbers, date(year, 12, 31)).values())
    if origins <= set(numbers):
        return rows
    if UnitStanding.objects.filter(unit_id__in=origins, year=year, people__gt=0).count() < len(origins):
        return rows.none()
    then = Unit.objects.filter(pk__in=origins).values_list("path", flat=True)
    return rows | Standing.objects.filter(in_subtrees(then, "unit_path"), year=year, counted=True)


def _met_until(moments: list[datetime]) -> dict[str, Count]:
    return {f"until_{number}": Count("pk", filter=Q(met_at__lt=at)) for number, at in enumerate(moments)}
