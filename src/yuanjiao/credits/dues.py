"""What a year requires of single learners: their post level's version, their exemptions, last year's surplus (A16)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest, Least

from yuanjiao.credits import pro_rata
from yuanjiao.credits.models import Exemption, ExemptionState, Standing
from yuanjiao.credits.policy import ExemptionRules, exemption_rules_by_version
from yuanjiao.credits.pro_rata import Share, Span, carried_over, exempt_share, surplus_of
from yuanjiao.credits.requirements import Due, YearRequirements
from yuanjiao.organisation.models import Person

SURPLUS_FIELDS = ("learner_id", "hundredths", "due_total_hundredths", "carried_hundredths")


def granted_in(year: int) -> QuerySet[Exemption]:
    """The granted exemptions that touch a year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    reaches = Q(ended_on__isnull=True, ends_on__gte=first) | Q(ended_on__gte=first)
    return Exemption.objects.filter(reaches, state=ExemptionState.GRANTED, starts_on__lte=last)


def span_of(exemption: Exemption, rules: ExemptionRules) -> Span:
    """An exemption as the arithmetic takes it."""
    first, last = exemption.starts_on, exemption.last_day
    long_enough = 0 < rules.whole_year_from_days <= (last - first).days + 1
    whole = long_enough or exemption.reason in rules.whole_year_reasons
    return Span(first, last, rules.measure, whole_year=whole)


class Exempt:
    """The exempt learners of a year among some, each with her share; two queries, one where nobody is.

    :param known: exemptions that have been read already.
    """

    def __init__(
        self,
        year: int,
        learner_ids: Iterable[int],
        supposed: Exemption | None = None,
        known: Iterable[Exemption] = (),
    ) -> None:
        found = [*granted_in(year).filter(learner_id__in=list(learner_ids)), *known]
        found += [supposed] if supposed else []
        rules = exemption_rules_by_version({each.rule_version for each in found}) if found else {}
        spans: defaultdict[int, list[Span]] = defaultdict(list)
        self._steps: defaultdict[int, int] = defaultdict(lambda: 1)
        for each in found:
            own = rules[each.rule_version]
            spans[each.learner_id].append(span_of(each, own))
            self._steps[each.learner_id] = max(self._steps[each.learner_id], own.step_hundredths)
        self._shares = {learner: exempt_share(own, year) for learner, own in spans.items()}
        self._none = Share(0, pro_rata.days_in(year))

    def less(self, learner_id: int, due: Due) -> Due:
        """A requirement less what the learner's exemptions take off it."""
        share, step = self._shares.get(learner_id, self._none), self._steps.get(learner_id, 1)
        total = share.left_of(due.total_hundredths, step)
        required = min(total, share.left_of(due.required_hundredths, step))
        return due._replace(
            total_hundredths=total, required_hundredths=required, exempted_hundredths=due.total_hundredths - total
        )


def dues_of(
    requirements: YearRequirements, levels: Mapping[int, str], supposed: Exemption | None = None
) -> dict[int, Due]:
    """What the year requires of learners, given their post levels; two queries, or one where nothing is carried over.

    :param levels: post levels by learner.
    :param supposed: an exemption that is looked at as if it were granted.
    """
    versions = {learner: requirements.of(level) for learner, level in levels.items()}
    return _single(versions, requirements.year, supposed)


def dues_under(due: Due, year: int, learner_ids: Iterable[int]) -> dict[int, Due]:
    """What a version would require of learners; two queries, or one where nothing is carried over."""
    return _single(dict.fromkeys(learner_ids, due), year)


def _single(versions: Mapping[int, Due], year: int, supposed: Exemption | None = None) -> dict[int, Due]:
    exempt = Exempt(year, versions, supposed)
    carries = any(due.carry_over_hundredths for due in versions.values())
    surplus = _surpluses(year - 1, versions) if carries else {}
    return {
        learner: with_carried(exempt.less(learner, due), surplus.get(learner, 0)) for learner, due in versions.items()
    }


def with_carried(due: Due, surplus: int) -> Due:
    """A requirement less what is carried over from the year before."""
    carried = carried_over(surplus=surplus, cap=due.carry_over_hundredths, elective=due.elective_hundredths)
    return due._replace(total_hundredths=due.total_hundredths - carried, carried_hundredths=carried)


def due_for(person: Person, year: int, now: datetime) -> Due:
    """What the year requires of one person."""
    return dues_of(YearRequirements(year, now), {person.pk: person.post_level})[person.pk]


def carried_of_everyone(year: int, due: Due) -> Combinable:
    """As `with_carried`, for standings in the database: how much of the year before is carried into this one."""
    most = min(due.carry_over_hundredths, due.elective_hundredths)
    if not most:
        return Value(0)
    before = Standing.objects.filter(learner_id=OuterRef("learner_id"), year=year - 1)
    beyond: Any = F("hundredths") - F("due_total_hundredths") - F("carried_hundredths")
    surplus = Coalesce(Subquery(before.values_list(beyond)[:1]), Value(0))
    return Greatest(Value(0), Least(surplus, Value(most)))


def _surpluses(year: int, learner_ids: Iterable[int]) -> dict[int, int]:
    rows = Standing.objects.filter(year=year, learner_id__in=list(learner_ids)).values_list(*SURPLUS_FIELDS)
    return {
        learner: surplus_of(earned=earned, due_total=total, carried=carried) for learner, earned, total, carried in rows
    }
