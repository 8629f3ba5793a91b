"""Cost and use of courses by source, supplier and year: what was paid beside what was learned for it (A12).

Completions are those of the monthly counts, times the length of their courses; a contract's price is spread
evenly over the days of its licence, a production's cost falls into the year of its recording.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max, Min, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yuanjiao.catalogue.models import Contract, Course, Production, SourceKind, Supplier
from yuanjiao.catalogue.public import cost_in_year, fen_an_hour
from yuanjiao.learning.public import completions_by_course, learned_by_month, years_of_use


@dataclass(slots=True)
class Line:
    """One source, supplier or year: how many courses, what was completed of them, what they cost."""

    name: str
    address: str = ""
    courses: int = 0
    completions: int = 0
    learned_ms: int = 0
    cost_fen: int = 0

    @property
    def fen_an_hour(self) -> int | None:
        """What a completed learning hour cost."""
        return fen_an_hour(self.cost_fen, self.learned_ms)

    def add(self, course: Studied) -> None:
        """Count one more course."""
        self.courses += 1
        self.completions += course.completions
        self.learned_ms += course.completions * course.duration_ms


@dataclass(frozen=True, slots=True)
class Studied:
    """A course and how often it was completed in a year."""

    source: str
    supplier: int | None
    duration_ms: int
    completions: int


@dataclass(frozen=True)
class Portfolio:
    """A year's lines with their sum, the learning of its months, and the largest figures, which bars are drawn to."""

    lines: list[Line]
    whole: Line
    months: list[int | None] = field(default_factory=list)

    @property
    def longest_ms(self) -> int:
        """The most that was learned on one line."""
        return max((line.learned_ms for line in self.lines), default=0)

    @property
    def dearest(self) -> int:
        """The most that an hour cost on one line."""
        return max((line.fen_an_hour or 0 for line in self.lines), default=0)


def years(today: date) -> list[int]:
    """The years that have use or cost, the newest first, up to this one."""
    span = Contract.objects.aggregate(first=Min("licence_from"), last=Max("licence_to"))
    bought = range(span["first"].year, min(span["last"].year, today.year) + 1) if span["first"] else ()
    return sorted({*years_of_use(), *bought, today.year}, reverse=True)


def by_source(year: int) -> Portfolio:
    """The year's four sources."""
    paid = {SourceKind.PURCHASED: sum(_paid(year).values()), SourceKind.LOCALLY_PRODUCED: _produced(year)}
    lines = {
        kind: Line(str(kind.label), f"{reverse('manage:courses')}?source={kind}", cost_fen=paid.get(kind, 0))
        for kind in SourceKind
    }
    return _filled(year, lines.values(), lambda course: lines.get(SourceKind(course.source)))


def by_supplier(year: int) -> Portfolio:
    """The year's suppliers, the dearest first; one that neither cost nor has courses is left out."""
    paid, contracts = _paid(year), reverse("manage:contracts")
    lines = {
        number: Line(name, f"{contracts}?supplier={number}", cost_fen=paid.get(number, 0))
        for number, name in Supplier.objects.order_by("name").values_list("pk", "name")
    }
    found = _filled(year, lines.values(), lambda course: lines.get(course.supplier or 0))
    shown = [line for line in found.lines if line.cost_fen or line.courses]
    return Portfolio(sorted(shown, key=lambda line: -line.cost_fen), found.whole, found.months)


def by_year(today: date) -> Portfolio:
    """Every year, the newest first; courses are those of today."""
    lines = []
    for year in years(today):
        whole = by_source(year).whole
        whole.name, whole.address = str(year), f"{reverse('manage:portfolio')}?year={year}"
        lines.append(whole)
    every = Line(_("合计"), "", lines[0].courses if lines else 0)
    for line in lines:
        every.completions += line.completions
        every.learned_ms += line.learned_ms
        every.cost_fen += line.cost_fen
    return Portfolio(lines, every)


def _filled(year: int, lines: Iterable[Line], line_of: Callable[[Studied], Line | None]) -> Portfolio:
    whole = Line(_("合计"))
    for course in _studied(year):
        line = line_of(course)
        if line is not None:
            line.add(course)
            whole.add(course)
    whole.cost_fen = sum(line.cost_fen for line in lines)
    return Portfolio(list(lines), whole, _months(year))


def _months(year: int) -> list[int | None]:
    """The learning of the year's months; of those that are still to come there is nothing to say."""
    today = timezone.localdate()
    begun = 12 if year < today.year else today.month
    return [length if month <= begun else None for month, length in enumerate(learned_by_month(year), start=1)]


def _studied(year: int) -> list[Studied]:
    done = completions_by_course(year)
    rows = Course.objects.order_by().values_list("pk", "source_kind", "supplier", "duration_ms")
    return [Studied(kind, supplier, length, done.get(pk, 0)) for pk, kind, supplier, length in rows]


def _paid(year: int) -> dict[int, int]:
    """What of the contracts' prices falls into the year, by supplier."""
    paid: dict[int, int] = {}
    rows = Contract.objects.filter(licence_from__year__lte=year, licence_to__year__gte=year)
    for supplier, price, first, last in rows.values_list("supplier", "price_fen", "licence_from", "licence_to"):
        paid[supplier] = paid.get(supplier, 0) + cost_in_year(price, first, last, year)
    return paid


def _produced(year: int) -> int:
    whole: int | None = Production.objects.filter(record_on__year=year).aggregate(whole=Sum("cost_fen"))["whole"]
    return whole or 0
