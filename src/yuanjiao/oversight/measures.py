"""Reading the measures: the version in force, its chapters, who has taken note of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from yuanjiao.organisation.models import Person, Unit
from yuanjiao.organisation.public import Permission, Scope, in_subtrees, lineage
from yuanjiao.oversight.measures_compared import Chapter, ChapterChange, compared
from yuanjiao.oversight.models import MeasuresChapter, MeasuresReceipt, MeasuresUnitReceipt, MeasuresVersion


def measures_in_force(today: date) -> MeasuresVersion | None:
    """The version that holds on a day; none before the first."""
    begun = MeasuresVersion.objects.filter(draft=False, valid_from__lte=today)
    return begun.order_by("-valid_from").first()


def measures_ahead(today: date) -> MeasuresVersion | None:
    """The next version that is published and does not hold yet."""
    ahead = MeasuresVersion.objects.filter(draft=False, valid_from__gt=today)
    return ahead.order_by("valid_from").first()


def chapter_about(rule: str, today: date) -> MeasuresChapter | None:
    """The chapter in force that is about a rule; one query."""
    begun = MeasuresChapter.objects.filter(rule=rule, version__draft=False, version__valid_from__lte=today)
    later = MeasuresVersion.objects.filter(
        draft=False, valid_from__lte=today, valid_from__gt=OuterRef("version__valid_from")
    )
    return begun.filter(~Exists(later)).select_related("version").first()


def measures_compared(before: MeasuresVersion | None, after: MeasuresVersion) -> list[ChapterChange]:
    """What a version says otherwise than an older one; two queries."""
    return compared(_chapters(before) if before else [], _chapters(after))


def _chapters(version: MeasuresVersion) -> list[Chapter]:
    rows = version.chapters.order_by("position").values_list("title", "text", "rule")
    return [Chapter(*row) for row in rows]


def version_before(version: MeasuresVersion) -> MeasuresVersion | None:
    """The published version that a version follows."""
    return MeasuresVersion.objects.filter(draft=False, number__lt=version.number).order_by("-number").first()


def has_noted(learner_id: int, version: MeasuresVersion) -> bool:
    """Whether a learner has taken note of a version."""
    return MeasuresReceipt.objects.filter(learner_id=learner_id, version=version).exists()


@dataclass(frozen=True, slots=True)
class UnitNoted:
    """A unit's subtree: its learners, how many of them have taken note, and whether the unit has."""

    unit: Unit
    learners: int
    noted: int
    receipt: MeasuresUnitReceipt | None

    @property
    def waiting(self) -> int:
        """How many have not."""
        return self.learners - self.noted


def units_noted(scope: Scope, version: MeasuresVersion) -> list[UnitNoted]:
    """The scope's tops and the units directly below them; four queries whatever their number."""
    tops = [len(prefix) // 4 for prefix in scope.prefixes(Permission.FIGURES_READ)]
    if not tops:
        return []
    reach = scope.units(Permission.FIGURES_READ)
    shown: list[Unit] = list(reach.filter(depth__lte=max(tops) + 1, valid_to__isnull=True))
    learners, noted = _by_unit(scope, None), _by_unit(scope, version)
    receipts = {each.unit_id: each for each in version.unit_receipts.select_related("by").filter(unit__in=shown)}
    return [
        UnitNoted(unit, learners[unit.path], noted[unit.path], receipts.get(unit.pk))
        for unit in shown
        if learners[unit.path]
    ]


def _by_unit(scope: Scope, version: MeasuresVersion | None) -> Counter[str]:
    people = learners_in(scope)
    if version is not None:
        people = people.filter(_noted(version))
    counts: Counter[str] = Counter()
    for path, number in people.order_by().values_list("unit__path").annotate(number=Count("pk")):
        for above in lineage(path):
            counts[above] += number
    return counts


def learners_in(scope: Scope) -> QuerySet[Person]:
    """The active learners of a scope."""
    return scope.rows(Permission.FIGURES_READ, Person.objects.filter(is_active=True, is_learner=True))


def not_noted(unit: Unit, version: MeasuresVersion) -> QuerySet[Person]:
    """The active learners of a unit's subtree who have not taken note of a version."""
    there = Person.objects.filter(in_subtrees([str(unit.path)], "unit__path"))
    return there.filter(has_not_noted(version))


def has_not_noted(version: MeasuresVersion) -> Q:
    """The condition that somebody is to take note of a version and has not."""
    return Q(is_active=True, is_learner=True) & ~_noted(version)


def _noted(version: MeasuresVersion) -> Q:
    return Q(pk__in=MeasuresReceipt.objects.filter(version=version).values("learner_id"))
