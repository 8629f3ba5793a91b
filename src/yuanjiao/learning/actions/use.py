"""Counting how much courses are used; asked every hour by the worker, cheap when nothing is new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.db import models, transaction
from django.db.models import Count, Min, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Lower
from django.utils import timezone

from yuanjiao.catalogue.public import nearest_topic
from yuanjiao.learning.models import (
    Activity,
    ActivityKind,
    CountedMonth,
    CourseProgress,
    CourseUse,
    GroupRating,
    GroupUse,
    Rating,
    SearchUse,
)
from yuanjiao.organisation.models import Person

FEWEST = 3
"""Words that fewer learners searched for are nobody's business."""
MOST_WORDS = 500


def count_use(*, now: datetime) -> int:
    """Count every month that was not counted since it ended, the running one included; gives how many.

    Each month is read first and written in one short transaction, so that counting twice, or on two workers,
    ends with the same figures.
    """
    months = list(_months_due(now))
    for month in months:
        count_month(month=month, now=now)
    _write_ratings()
    return len(months)


def count_month(*, month: date, now: datetime) -> None:
    """Count one month anew."""
    begins, ends = _moment(month), _moment(_next(month))
    done = CourseProgress.objects.filter(completed_at__gte=begins, completed_at__lt=ends)
    by_course = [
        CourseUse(month=month, course_id=course, completions=number)
        for course, number in done.order_by().values_list("course_id").annotate(number=Count("id"))
    ]
    by_group, searches = list(_group_use(month, done)), list(_search_use(month, begins, ends))
    with transaction.atomic():
        for model, rows in ((CourseUse, by_course), (GroupUse, by_group), (SearchUse, searches)):
            _replace(model, Q(month=month), rows)
        CountedMonth.objects.update_or_create(month=month, defaults={"counted_at": now})


def _months_due(now: datetime) -> Iterable[date]:
    first = CourseProgress.objects.aggregate(first=Min("completed_at"))["first"]
    counted = dict(CountedMonth.objects.values_list("month", "counted_at"))
    today = timezone.localdate(now)
    month = (timezone.localdate(first) if first else today).replace(day=1)
    while month <= today:
        # An hour's grace: what was learned in the last minutes of a month may be written after its end.
        if month not in counted or counted[month] < _moment(_next(month)) + timedelta(hours=1):
            yield month
        month = _next(month)


def _group_use(month: date, done: models.QuerySet[CourseProgress]) -> Iterable[GroupUse]:
    learner = Person.everyone.filter(pk=OuterRef("learner_id"))
    rows = done.annotate(
        level=Subquery(learner.values("post_level")[:1]), kind=Subquery(learner.values("unit__kind")[:1])
    ).order_by()
    groups = rows.values_list("course__topic", "level", "kind").annotate(
        number=Count("id"), length=Sum("course__duration_ms")
    )
    for topic, level, kind, number, length in groups:
        if level is not None and kind is not None:
            yield GroupUse(
                month=month, topic_id=topic, post_level=level, unit_kind=kind, completions=number, learned_ms=length
            )


def _search_use(month: date, begins: datetime, ends: datetime) -> Iterable[SearchUse]:
    acts = Activity.objects.filter(kind=ActivityKind.SEARCH, at__gte=begins, at__lt=ends).exclude(words="")
    rows = (
        acts.annotate(said=Lower("words"))
        .order_by()
        .values_list("said")
        .annotate(
            number=Count("id"), people=Count("learner_id", distinct=True), missed=Count("id", filter=Q(results=0))
        )
        .filter(people__gte=FEWEST)
        .order_by("-missed", "-number", "said")[:MOST_WORDS]
    )
    known = dict(SearchUse.objects.filter(month=month).values_list("words", "topic_id"))
    for words, number, people, missed in rows:
        topic = known[words] if known.get(words) else nearest_topic(words)
        yield SearchUse(month=month, words=words, searches=number, people=people, missed=missed, topic_id=topic)


def _write_ratings() -> None:
    rows = Rating.objects.order_by().values_list("course__topic", "post_level", "unit_kind")
    ratings = [
        GroupRating(topic_id=topic, post_level=level, unit_kind=kind, ratings=number, stars=stars)
        for topic, level, kind, number, stars in rows.annotate(number=Count("id"), total=Sum("stars"))
    ]
    with transaction.atomic():
        _replace(GroupRating, Q(), ratings)


def _replace(model: type[models.Model], which: Q, rows: Sequence[models.Model]) -> None:
    manager = model._default_manager  # noqa: SLF001 -- Django documents it
    manager.filter(which).delete()
    manager.bulk_create(rows, batch_size=1000)


def _next(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
