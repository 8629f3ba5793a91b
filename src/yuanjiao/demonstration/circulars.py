"""Circulars of the demonstration: a published half-year with one before it, and a draft that waits to be checked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from yuanjiao.demonstration.plan import MARK, Plan, at
from yuanjiao.kernel import jobs
from yuanjiao.organisation.models import Person, Role, RoleGrant, Unit, UnitKind
from yuanjiao.organisation.public import Scope, grant_role, publish_policy
from yuanjiao.outreach.models import Notice
from yuanjiao.oversight.models import Circular, CircularReceipt, Reach
from yuanjiao.oversight.policy import CIRCULAR, TEXT, TITLE, CircularRules
from yuanjiao.oversight.public import Links, Period, Words, check_circular, draft_circular, publish_circular

SYSTEM = Scope.of_system()
NINE = 9 * 3600
MONTHS = 12
LINES = CircularRules(good_from=55, weak_below=45)
"""Rates from which the demonstration's circulars praise a unit, and below which they name it."""
LEAST_DAYS = 30
"""A story that has run for less has nothing to report yet."""


def write(plan: Plan, now: datetime, progress: Callable[[int, int], None]) -> None:
    """Appoint an administrator in every unit of the second tier, and write the circulars, unless they are there."""
    if Circular.objects.exists():
        return
    city = Unit.objects.get(kind=UnitKind.CITY)
    appoint(city, plan)
    publish_policy(actor=SYSTEM, kind=CIRCULAR, rules=LINES, now=at(plan.start, NINE))
    # A story may be told of days to come; the ledger of those cannot be frozen yet.
    periods = [each for each in periods_of(plan) if each.at <= now]
    for number, period in enumerate(periods):
        is_last = number == len(periods) - 1
        reach = Reach.EVERYONE if number == 1 and not plan.city else Reach.SECOND
        words = Words(f"{TITLE}{MARK}", TEXT, reach)
        written = min(at(period.ends_on + timedelta(days=4), NINE), now)
        circular = draft_circular(actor=SYSTEM, unit=city, period=period, words=words, now=written)
        work(circular)
        if not is_last or len(periods) == 1:
            publish(circular, written)
        progress(number + 1, len(periods))


def appoint(city: Unit, plan: Plan) -> None:
    """Whoever came first to each district and department administers it since the story began, where nobody does."""
    for number, unit in enumerate(Unit.objects.filter(depth=city.depth + 1).order_by("path")):
        day = at(plan.start + timedelta(days=3 + number % 20), NINE)
        held = RoleGrant.objects.filter(unit=unit, role=Role.UNIT_ADMINISTRATOR, ended_at__isnull=True)
        first = Person.objects.filter(unit__path__startswith=unit.path, is_learner=True).order_by("pk")[1:2]
        if not held.exists():
            for person in first:
                grant_role(actor=SYSTEM, person=person, role=Role.UNIT_ADMINISTRATOR, unit=unit, now=day)


def periods_of(plan: Plan) -> list[Period]:
    """What is reported: the first quarter, the half-year, and what has passed since; as far as the story has come."""
    ends = [end for year in (plan.start.year, plan.today.year) for end in month_ends(year)]
    passed = sorted({end for end in ends if plan.start + timedelta(days=LEAST_DAYS) < end < plan.today})
    halves = [end for end in passed if end.month in {6, 12}]
    if not halves:
        return [period(date(end.year, 1, 1), end) for end in passed[-1:]]
    half = halves[-1]
    begin = date(half.year, half.month - 5, 1)
    quarter = month_ends(half.year)[half.month - 4]
    since = [end for end in passed if end > half][-1:]
    first = [period(begin, quarter)] if quarter in passed else []
    return [*first, period(begin, half), *(period(half + timedelta(days=1), end) for end in since)]


def period(begins_on: date, ends_on: date) -> Period:
    """A period that asks for as much of the year's requirement as of the year has passed."""
    return Period(begins_on, ends_on, target_per_cent=max(1, round(100 * ends_on.month / MONTHS)))


def month_ends(year: int) -> list[date]:
    """The last days of a year's months."""
    return [date(year + month // MONTHS, month % MONTHS + 1, 1) - timedelta(days=1) for month in range(1, MONTHS + 1)]


def publish(circular: Circular, when: datetime) -> None:
    """Check and publish it on its day; every second administrator has opened it since."""
    check_circular(actor=SYSTEM, circular_id=circular.pk, now=when)
    work(circular)
    links = Links(f"/manage/circulars/{circular.pk}/", f"/circulars/{circular.pk}/")
    publish_circular(actor=SYSTEM, circular_id=circular.pk, links=links, now=when)
    work(circular)
    receipts = CircularReceipt.objects.filter(circular=circular)
    receipts.update(told_at=when)
    numbers = list(receipts.order_by("pk").values_list("pk", flat=True))
    receipts.filter(pk__in=numbers[::2]).update(opened_at=when + timedelta(hours=5))
    Notice.objects.filter(link__in=[links.administrators, links.learners]).update(created_at=when)


def work(circular: Circular) -> None:
    """Do at once what the circular waits for; the worker will find it done."""
    circular.refresh_from_db()
    if circular.job is not None:
        jobs.run_job.call(circular.job.pk)
