"""Recommending a course to a colleague (A4)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanjiao.catalogue.models import Course
from yuanjiao.catalogue.public import may_study
from yuanjiao.credits.public import Channel, ranking_rules, shown_name
from yuanjiao.organisation.models import Person
from yuanjiao.outreach.actions.notices import notify
from yuanjiao.outreach.failures import OutreachFailure
from yuanjiao.outreach.models import Recommendation
from yuanjiao.outreach.policy import recommendation_rules

LONGEST_WORDS = 200


class RecommendationsClosed(OutreachFailure):
    """The policy closes recommendations on this channel."""


class RecommendedToHerself(OutreachFailure):
    """A recommendation goes to somebody else."""


class AlreadyRecommended(OutreachFailure):
    """One recommends a course to a colleague once."""


class TooManyRecommendations(OutreachFailure):
    """Somebody has recommended as much as a day allows."""


class ColleagueCannotStudy(OutreachFailure):
    """The course is not open to that colleague."""


@transaction.atomic
def recommend(
    *,
    actor: Person,
    receiver: Person,
    course: Course,
    words: str,
    link: str,
    now: datetime,
    channel: Channel = Channel.DESKTOP,
) -> Recommendation:
    """Recommend a course to a colleague and leave her a notice.

    :param link: the course's page.
    :raises RecommendationsClosed: where the policy closes them on this channel.
    :raises RecommendedToHerself: when the receiver is the sender.
    :raises AlreadyRecommended: when she has had this course from the sender.
    :raises TooManyRecommendations: beyond what the policy allows in a day.
    :raises ColleagueCannotStudy: when the course is not open to her.
    """
    rules = recommendation_rules(now)
    if channel not in rules.channels:
        raise RecommendationsClosed(gettext_lazy("学院内推荐现在没有开放，可以把分享链接发给同事。"))
    if receiver.pk == actor.pk:
        raise RecommendedToHerself(gettext_lazy("不用推荐给自己，直接开始学就好。"))
    if not may_study(receiver, course, now):
        raise ColleagueCannotStudy(gettext_lazy("这门课程的授权不包括这位同事，没有发出。"))
    # The sender's row is the lock: two windows must not both be her last recommendation of the day.
    Person.objects.select_for_update().get(pk=actor.pk)
    if Recommendation.objects.filter(sender=actor, receiver=receiver, course=course).exists():
        raise AlreadyRecommended(gettext_lazy("这门课您已经推荐给这位同事了。"))
    sent = Recommendation.objects.filter(sender=actor, sent_at__gt=now - timedelta(days=1)).count()
    if sent >= rules.a_day:
        raise TooManyRecommendations(gettext_lazy("今天推荐的次数已用完，明天可以继续。也可以把分享链接发给同事。"))
    made = Recommendation.objects.create(
        sender=actor, receiver=receiver, course=course, words=words.strip()[:LONGEST_WORDS], sent_at=now
    )
    name = shown_name(actor, receiver, ranking_rules(now).names)
    notify(
        person_id=receiver.pk,
        kind="outreach.recommendation",
        title=_("%(name)s向您推荐《%(course)s》") % {"name": name, "course": course.title},
        body=made.words,
        link=link,
        now=now,
    )
    return made
