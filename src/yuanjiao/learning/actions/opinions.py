"""Likes and ratings, with the course's counters kept in the same transaction (A4, A7)."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from yuanjiao.catalogue.models import Course
from yuanjiao.learning.failures import LearningFailure
from yuanjiao.learning.models import CourseLike, CourseProgress, Rating
from yuanjiao.organisation.models import Person


class NotCompletedYet(LearningFailure):
    """Only those who completed a course rate it."""

    @property
    def sentence(self) -> str:
        """When she can rate."""
        return _("学完这门课就可以评分。")


class StarsOutOfRange(LearningFailure):
    """Stars are one to five."""

    @property
    def sentence(self) -> str:
        """What to choose."""
        return _("请选 1 到 5 星。")


@transaction.atomic
def toggle_like(*, actor: Person, course_id: int, now: datetime) -> bool:
    """Like a course, or take the like back; whether it is liked afterwards."""
    taken_back, _by_table = CourseLike.objects.filter(learner_id=actor.pk, course_id=course_id).delete()
    if taken_back:
        Course.objects.filter(pk=course_id).update(like_count=F("like_count") - taken_back)
        return False
    _like, created = CourseLike.objects.get_or_create(learner_id=actor.pk, course_id=course_id, defaults={"at": now})
    if created:
        Course.objects.filter(pk=course_id).update(like_count=F("like_count") + 1)
    return True


@transaction.atomic
def rate(*, actor: Person, course_id: int, stars: int, comment: str, now: datetime) -> Rating:
    """Rate a completed course, or change the rating given before.

    The post level and the kind of unit are those of this day, for the analysis of demand.

    :raises StarsOutOfRange: outside one to five.
    :raises NotCompletedYet: before the course is completed.
    """
    if not 1 <= stars <= 5:
        raise StarsOutOfRange
    if not CourseProgress.objects.filter(learner_id=actor.pk, course_id=course_id, completed_at__isnull=False).exists():
        raise NotCompletedYet
    rating = _locked_rating(actor, course_id)
    if rating is None:
        try:
            with transaction.atomic():
                rating = Rating.objects.create(
                    learner_id=actor.pk,
                    course_id=course_id,
                    stars=stars,
                    comment=comment,
                    post_level=actor.post_level,
                    unit_kind=actor.unit.kind,
                    at=now,
                )
        except IntegrityError:
            # Her other window was first; from here this is a change of that rating.
            rating = Rating.objects.select_for_update().get(learner_id=actor.pk, course_id=course_id)
        else:
            Course.objects.filter(pk=course_id).update(
                rating_count=F("rating_count") + 1, rating_sum=F("rating_sum") + stars
            )
            return rating
    Course.objects.filter(pk=course_id).update(rating_sum=F("rating_sum") - rating.stars + stars)
    rating.stars, rating.comment, rating.at = stars, comment, now
    rating.post_level, rating.unit_kind = actor.post_level, actor.unit.kind
    rating.save()
    return rating


def _locked_rating(actor: Person, course_id: int) -> Rating | None:
    return Rating.objects.select_for_update().filter(learner_id=actor.pk, course_id=course_id).first()
