"""Finding a colleague to recommend a course to, as far as the disclosure setting lets one see."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import Q
from django.utils.translation import gettext_lazy

from yuanjiao.credits.public import Disclosure, ranking_rules, shown_name
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import initials_of
from yuanjiao.outreach.failures import OutreachFailure
from yuanjiao.outreach.policy import recommendation_rules

FOUND_AT_MOST = 10
SHORTEST_ABROAD = 2


class TooManySearches(OutreachFailure):
    """Somebody looks up colleagues faster than a person does."""


class Colleague(NamedTuple):
    """A colleague as the searcher may see her."""

    id: int
    name: str
    unit: str


def colleagues(viewer: Person, text: str, names: Disclosure, searches_a_minute: int) -> list[Colleague]:
    """People whose name or initials fit, own unit first; two queries at most.

    Inside her own unit a part of the name is enough. Outside it, where names are shown as surname and
    title, only who already knows the whole name (or all initials) finds someone: the search must not be
    a directory. Where names are hidden, it stays inside the unit.

    :raises TooManySearches: beyond the policy's number a minute.
    """
    text = text.strip()
    if not text:
        return []
    _throttle(viewer, searches_a_minute)
    others = Person.objects.filter(is_active=True, is_learner=True).exclude(pk=viewer.pk).select_related("unit")
    inside = others.filter(Q(full_name__contains=text) | Q(initials__startswith=text.lower()), unit_id=viewer.unit_id)
    found = list(inside.order_by("full_name", "id")[:FOUND_AT_MOST])
    if names is not Disclosure.HIDDEN and len(text) >= SHORTEST_ABROAD and len(found) < FOUND_AT_MOST:
        outside = others.exclude(unit_id=viewer.unit_id).filter(_abroad(text, names))
        found += list(outside.order_by("unit__path", "id")[: FOUND_AT_MOST - len(found)])
    return [Colleague(person.pk, shown_name(person, viewer, names), str(person.unit)) for person in found]


def _abroad(text: str, names: Disclosure) -> Q:
    # The initials are indexed, the names are not: the first finds the few rows that the second looks at.
    if text.isascii():
        wanted = text.lower()
        return Q(initials__startswith=wanted) if names is Disclosure.FULL else Q(initials=wanted)
    if names is Disclosure.FULL:
        return Q(initials__startswith=initials_of(text), full_name__startswith=text)
    return Q(initials=initials_of(text), full_name=text)


def _throttle(viewer: Person, searches_a_minute: int) -> None:
    key = f"colleague-searches:{viewer.pk}"
    cache.add(key, 0, timeout=60)
    try:
        searches = cache.incr(key)
    except ValueError:
        return  # it expired between the two lines
    if searches > searches_a_minute:
        raise TooManySearches(gettext_lazy("查找得有点快，请过一分钟再试。"))


def find_colleagues(viewer: Person, text: str, now: datetime) -> list[Colleague]:
    """`colleagues` by the rules in force at a moment.

    :raises TooManySearches: beyond the policy's number a minute.
    """
    return colleagues(viewer, text, ranking_rules(now).names, recommendation_rules(now).searches_a_minute)
