"""Wishing for courses, and answering wishes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanjiao.catalogue import events
from yuanjiao.catalogue.failures import CatalogueFailure
from yuanjiao.catalogue.models import Course, CourseState, CourseWish, WishState, WishVote
from yuanjiao.catalogue.wishing import key_of
from yuanjiao.kernel import audit
from yuanjiao.organisation.models import Person

MOST_A_DAY = 10


class WishFailure(CatalogueFailure):
    """A wish that cannot be kept."""


class WishEmpty(WishFailure):
    """A wish without words."""


class TooManyWishes(WishFailure):
    """Someone has wished for very much within a day."""


class AlreadyThere(WishFailure):
    """There is a course for it."""


class WishClosed(WishFailure):
    """It has been answered."""


class AnswerMissing(WishFailure):
    """An answer names a course or says something."""


class NotForLearners(WishFailure):
    """Learners cannot see the course."""


class Wished(NamedTuple):
    """The wish, and whether this was the learner's first vote for it."""

    wish: CourseWish
    new: bool


@transaction.atomic
def wish_for(*, actor: Person, words: str, now: datetime, why: str = "", topic_id: int | None = None) -> Wished:
    """Wish for a course; a wish that others have already gets one more vote.

    :raises WishEmpty: without words.
    :raises AlreadyThere: when an answered wish has a course that is online.
    :raises TooManyWishes: after ten within a day.
    """
    words = words.strip()
    key = key_of(words)
    if not key:
        raise WishEmpty(gettext_lazy("请写出想学什么。"))
    _see_that_none_is_there(key)
    lately = WishVote.objects.filter(person=actor, at__gt=now - timedelta(days=1)).count()
    if lately >= MOST_A_DAY:
        raise TooManyWishes(gettext_lazy("今天提的愿望已经很多，请明天再来。提过的都在。"))
    wish, _new = CourseWish.objects.get_or_create(
        key=key, state=WishState.OPEN, defaults={"words": words, "topic_id": topic_id, "wished_at": now}
    )
    return Wished(wish, _vote(actor, wish, why, now))


@transaction.atomic
def vote_for_wish(*, actor: Person, wish_id: int, now: datetime) -> bool:
    """Wish for something that others wish for, or take that back; whether she wishes for it afterwards.

    A wish that nobody is left to wish for goes.

    :raises CourseWish.DoesNotExist: when there is none of this number.
    :raises WishClosed: when it has been answered.
    """
    wish = CourseWish.objects.select_for_update().get(pk=wish_id)
    if wish.state != WishState.OPEN:
        raise WishClosed(gettext_lazy("这个愿望已有答复。"))
    taken_back, _by_table = WishVote.objects.filter(wish=wish, person=actor).delete()
    if not taken_back:
        return _vote(actor, wish, "", now)
    CourseWish.objects.filter(pk=wish.pk).update(vote_count=F("vote_count") - 1)
    CourseWish.objects.filter(pk=wish.pk, vote_count=0).delete()
    return False


@transaction.atomic
def answer_wish(
    *, actor: Person, wish_id: int, now: datetime, course: Course | None = None, answer: str = ""
) -> CourseWish:
    """Answer a wish with a course, or with words alone; those who wished are told (`events.wish_answered`).

    :raises CourseWish.DoesNotExist: when there is none of this number.
    :raises WishClosed: when somebody else has answered it.
    :raises AnswerMissing: with neither course nor words.
    :raises NotForLearners: when the course is not online.
    """
    answer = answer.strip()
    if course is None and not answer:
        raise AnswerMissing(gettext_lazy("请选一门课程，或写一句答复。"))
    if course is not None and course.state != CourseState.PUBLISHED:
        raise NotForLearners(_("“%(title)s”还不在线，学员打不开。") % {"title": course.title})
    wish = CourseWish.objects.select_for_update().get(pk=wish_id)
    if wish.state != WishState.OPEN:
        raise WishClosed(gettext_lazy("这个愿望已有答复。"))
    wish.state = WishState.MET if course else WishState.DECLINED
    wish.course, wish.answer, wish.answered_by, wish.answered_at = course, answer, actor, now
    wish.save()
    audit.record(
        at=now,
        actor_id=actor.pk,
        verb="catalogue.answer_wish",
        subject=("wish", wish.pk),
        detail={"words": wish.words, "course": course.pk if course else None},
    )
    for tell in events.wish_answered:
        tell(wish)
    return wish


@transaction.atomic
def mark_told(*, vote_ids: Iterable[int], now: datetime) -> int:
    """Note that these voters have heard of the answer."""
    return WishVote.objects.filter(pk__in=list(vote_ids), told_at__isnull=True).update(told_at=now)


def _vote(actor: Person, wish: CourseWish, why: str, now: datetime) -> bool:
    _row, new = WishVote.objects.get_or_create(wish=wish, person=actor, defaults={"why": why.strip(), "at": now})
    if new:
        CourseWish.objects.filter(pk=wish.pk).update(vote_count=F("vote_count") + 1)
    return new


def _see_that_none_is_there(key: str) -> None:
    met = CourseWish.objects.filter(key=key, state=WishState.MET, course__state=CourseState.PUBLISHED)
    found = met.select_related("course").first()
    if found is not None and found.course is not None:
        raise AlreadyThere(_("已经有这门课了：《%(title)s》。在课程里搜一下就能找到。") % {"title": found.course.title})
