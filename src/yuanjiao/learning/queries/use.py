"""How much courses are used, read from the monthly counts (A7, A12); each is one grouped query."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import BigIntegerField, ExpressionWrapper, F, Max, Sum

from yuanjiao.learning.models import CountedMonth, CourseUse, GroupRating, GroupUse, SearchUse


class Group(NamedTuple):
    """A post level in a kind of unit, and a topic."""

    topic_id: int
    post_level: str
    unit_kind: str


class Used(NamedTuple):
    """What a group completed, and how it rates."""

    completions: int = 0
    learned_ms: int = 0
    ratings: int = 0
    stars: int = 0

    def plus(self, other: Used) -> Used:
        """Both together."""
        return Used(*map(sum, zip(self, other, strict=True)))


class Searched(NamedTuple):
    """Words that learners searched for, how often in vain, by how many of them, and the topic nearest to them."""

    words: str
    searches: int
    missed: int
    people: int
    topic_id: int | None


def counted_at() -> datetime | None:
    """When the counts were last made."""
    moment: datetime | None = CountedMonth.objects.aggregate(latest=Max("counted_at"))["latest"]
    return moment


def years_of_use() -> list[int]:
    """The years of which something is counted, the newest first."""
    months = CountedMonth.objects.order_by("-month").values_list("month", flat=True)
    return list(dict.fromkeys(month.year for month in months))


def completions_by_course(year: int) -> dict[int, int]:
    """How many completions each course had in a year."""
    rows = CourseUse.objects.filter(month__year=year).order_by()
    return dict(rows.values_list("course_id").annotate(number=Sum("completions")))


def learned_by_month(year: int) -> list[int]:
    """The length of what was completed in each of the twelve months, in milliseconds."""
    length = ExpressionWrapper(F("completions") * F("course__duration_ms"), output_field=BigIntegerField())
    rows = CourseUse.objects.filter(month__year=year).order_by().values_list("month").annotate(length=Sum(length))
    by_month = {month.month: length for month, length in rows}
    return [by_month.get(number, 0) for number in range(1, 13)]


def used_by_group(since: date) -> dict[Group, Used]:
    """What each group completed since a month, and how it rates; two queries."""
    found: dict[Group, Used] = {}
    rows = GroupUse.objects.filter(month__gte=since).order_by().values_list("topic", "post_level", "unit_kind")
    for topic, level, kind, number, length in rows.annotate(number=Sum("completions"), length=Sum("learned_ms")):
        found[Group(topic, level, kind)] = Used(number, length)
    for rated in GroupRating.objects.all():
        group = Group(rated.topic_id, rated.post_level, rated.unit_kind)
        found[group] = found.get(group, Used()).plus(Used(ratings=rated.ratings, stars=rated.stars))
    return found


def searched_since(since: date) -> list[Searched]:
    """What learners searched for since a month, the most often in vain first."""
    rows = SearchUse.objects.filter(month__gte=since).order_by().values_list("words")
    summed = rows.annotate(number=Sum("searches"), vain=Sum("missed"), most=Max("people"), near=Max("topic"))
    found = [Searched(words, number, vain, most, near) for words, number, vain, most, near in summed]
    return sorted(found, key=lambda each: (-each.missed, -each.searches, each.words))
