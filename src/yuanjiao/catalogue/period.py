"""What a period brought: courses added and retired, by topic and by source, beside the period before (A6)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from yuanjiao.catalogue.lifecycle import OFFLINE, ONLINE, RETIRING, STUDIED
from yuanjiao.catalogue.models import Course, CourseMove, SourceKind, Topic

ADDED = Q(to_state=ONLINE) & ~Q(from_state=RETIRING)
REMOVED = Q(to_state=OFFLINE, from_state__in=STUDIED)
"""Coming online and going offline; what was undone, and a retirement taken back, count as neither."""


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both included."""

    first: date
    last: date

    @property
    def before(self) -> Period:
        """As many days, right before."""
        end = self.first - timedelta(days=1)
        return Period(end - (self.last - self.first), end)

    @property
    def begins_at(self) -> datetime:
        """The first moment."""
        return timezone.make_aware(datetime.combine(self.first, time.min))

    @property
    def ends_at(self) -> datetime:
        """The first moment after it."""
        return timezone.make_aware(datetime.combine(self.last + timedelta(days=1), time.min))


@dataclass(slots=True)
class Change:
    """One topic or source, or all: what came and went, what came and went in the period before, what is online."""

    value: str = ""
    name: str = ""
    added: int = 0
    retired: int = 0
    added_before: int = 0
    retired_before: int = 0
    online: int = 0
    """At the end of the period."""

    @property
    def growth(self) -> int:
        """How many more there are than at the beginning."""
        return self.added - self.retired

    @property
    def online_at_first(self) -> int:
        """How many there were at the beginning."""
        return self.online - self.growth

    @property
    def growth_rate(self) -> float | None:
        """The growth as a share of what there was; none where there was nothing."""
        return self.growth / self.online_at_first if self.online_at_first > 0 else None


@dataclass(frozen=True)
class PeriodReport:
    """What a period brought."""

    period: Period
    whole: Change
    topics: list[Change]
    sources: list[Change]

    @property
    def key_topics(self) -> list[Change]:
        """The topics that grew most."""
        grown = [change for change in self.topics if change.growth > 0]
        return sorted(grown, key=lambda change: (-change.growth, -change.added))[:5]


@dataclass
class _Counts:
    added: dict[tuple[int, str], int] = field(default_factory=lambda: defaultdict(int))
    retired: dict[tuple[int, str], int] = field(default_factory=lambda: defaultdict(int))


def moves_of(courses: QuerySet[Course], period: Period) -> QuerySet[CourseMove]:
    """The moves of a period by which a course came or went."""
    return CourseMove.objects.filter(
        ADDED | REMOVED, at__gte=period.begins_at, at__lt=period.ends_at, void=False, course__in=courses
    )


def period_report(courses: QuerySet[Course], period: Period) -> PeriodReport:
    """The report on these courses; five grouped queries, whatever their number."""
    now, before = _counts(moves_of(courses, period)), _counts(moves_of(courses, period.before))
    later = _counts(CourseMove.objects.filter(ADDED | REMOVED, at__gte=period.ends_at, void=False, course__in=courses))
    online: dict[tuple[int, str], int] = defaultdict(int)
    rows = courses.filter(state__in=STUDIED).order_by().values_list("topic_id", "source_kind")
    for topic, source, number in rows.annotate(number=Count("id")):
        online[topic, source] = number
    cells = {*online, *now.added, *now.retired, *before.added, *before.retired, *later.added, *later.retired}

    def change(value: str, name: str, wanted: set[tuple[int, str]]) -> Change:
        return Change(
            value=value,
            name=name,
            added=sum(now.added[cell] for cell in wanted),
            retired=sum(now.retired[cell] for cell in wanted),
            added_before=sum(before.added[cell] for cell in wanted),
            retired_before=sum(before.retired[cell] for cell in wanted),
            # What is online today, less what came since, and what went since.
            online=sum(online[cell] - later.added[cell] + later.retired[cell] for cell in wanted),
        )

    topics = [
        change(str(topic.pk), topic.name, {cell for cell in cells if cell[0] == topic.pk})
        for topic in Topic.objects.all()
    ]
    sources = [
        change(kind.value, str(kind.label), {cell for cell in cells if cell[1] == kind.value}) for kind in SourceKind
    ]
    alive = [each for each in topics if each.online or each.added or each.retired or each.added_before]
    alive.sort(key=lambda each: (-each.added, -each.retired, each.name))
    return PeriodReport(period, change("", "", cells), alive, sources)


def _counts(moves: QuerySet[CourseMove]) -> _Counts:
    counts = _Counts()
    rows = moves.order_by().values_list("course__topic_id", "course__source_kind", "to_state")
    for topic, source, to_state, number in rows.annotate(number=Count("id")):
        (counts.added if to_state == ONLINE else counts.retired)[topic, source] += number
    return counts
