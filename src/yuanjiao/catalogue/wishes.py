"""Reads of the courses that learners wish for."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count, QuerySet

from yuanjiao.catalogue.models import Course, CourseWish, WishState, WishVote
from yuanjiao.catalogue.search import index
from yuanjiao.organisation.models import Person

REASONS_SHOWN = 5
LIKE_IT = 5
"""So many of the courses nearest to some words say which topic they are about."""


def open_wishes() -> QuerySet[CourseWish]:
    """What learners wish for and nobody has answered, most wished first."""
    return CourseWish.objects.filter(state=WishState.OPEN).order_by("-vote_count", "wished_at", "id")


def nearest_topic(words: str) -> int | None:
    """The topic that most of the courses nearest to some words are about; none where nothing is near."""
    near = index.find(words, LIKE_IT).course_ids
    topics = Counter(Course.objects.filter(pk__in=near).values_list("topic_id", flat=True))
    return topics.most_common(1)[0][0] if topics else None


def voted_by(person: Person, wish_ids: list[int]) -> set[int]:
    """Those of the wishes that a learner wished for too; one query."""
    return set(WishVote.objects.filter(person=person, wish__in=wish_ids).values_list("wish_id", flat=True))


def reasons_of(wish_ids: list[int]) -> dict[int, list[str]]:
    """Why learners wish for each, the latest first, without their names; one query."""
    found: dict[int, list[str]] = {}
    votes = WishVote.objects.filter(wish__in=wish_ids).exclude(why="").order_by("-at", "-id")
    for wish_id, why in votes.values_list("wish_id", "why"):
        reasons = found.setdefault(wish_id, [])
        if len(reasons) < REASONS_SHOWN:
            reasons.append(why)
    return found


def untold(wish: CourseWish) -> QuerySet[WishVote]:
    """The votes whose learners have not heard of the answer yet."""
    return WishVote.objects.filter(wish=wish, told_at__isnull=True).order_by("id")


def wishes_by_topic() -> dict[int, int]:
    """How many open votes each topic has; one query."""
    rows = WishVote.objects.filter(wish__state=WishState.OPEN, wish__topic__isnull=False)
    return dict(rows.order_by().values_list("wish__topic").annotate(number=Count("id")))
