"""Telling those in the middle of a course that it is going, that it stays after all, or that it has gone."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from yuanjiao.catalogue.models import CourseMove, CourseState
from yuanjiao.learning.public import in_the_middle
from yuanjiao.outreach.actions.notices import TITLE_LENGTH, notify_many
from yuanjiao.outreach.models import Notice

KIND = "courses.retiring"
PEOPLE_AT_ONCE = 1000
CONCERNING = {
    (CourseState.PUBLISHED, CourseState.RETIRING),
    (CourseState.RETIRING, CourseState.PUBLISHED),
    (CourseState.PUBLISHED, CourseState.RETIRED),
    (CourseState.RETIRED, CourseState.PUBLISHED),
}
"""Changes that those in the middle are told of. At the end of a last day there is nothing new to say."""


def tell_of(move: CourseMove) -> None:
    """Queue the notices of a change, if it concerns anybody; called in the transaction of the change."""
    from yuanjiao.outreach.tasks import tell_those_in_the_middle  # noqa: PLC0415 -- the task calls `tell_everybody`

    concerning = (move.from_state, move.to_state) in CONCERNING
    if concerning and in_the_middle(move.course_id).exists():
        # Thousands may be in the middle of one course; nobody waits for their notices.
        transaction.on_commit(lambda: tell_those_in_the_middle.enqueue(move.pk))


def tell_everybody(move: CourseMove) -> int:
    """Leave a notice for each who is in the middle of the course; how many. Done again it leaves no second one."""
    title, body = _words(move)
    link = reverse("learner:course", args=[move.course_id])
    told, last = 0, 0
    while True:
        rows = in_the_middle(move.course_id).filter(pk__gt=last).order_by("pk").values_list("pk", "learner_id")
        part = list(rows[:PEOPLE_AT_ONCE])
        if not part:
            return told
        last = part[-1][0]
        told += _tell([learner for _pk, learner in part], move.at, title, body, link)


@transaction.atomic
def _tell(learners: list[int], at: datetime, title: str, body: str, link: str) -> int:
    # The moment of the change marks its notices: a worker that begins again finds whom it has told.
    known = set(
        Notice.objects.filter(
            person_id__in=learners, kind=KIND, link=link, title=title[:TITLE_LENGTH], created_at=at
        ).values_list("person_id", flat=True)
    )
    fresh = [number for number in learners if number not in known]
    return notify_many(person_ids=fresh, kind=KIND, title=title, body=body, link=link, now=at)


def _words(move: CourseMove) -> tuple[str, str]:
    words = {"title": move.course.title, "reason": move.reason}
    if move.to_state == CourseState.PUBLISHED:
        return _("课程“%(title)s”继续开放") % words, _("您正在学的这门课程不下线了，可以接着学。")
    if move.to_state == CourseState.RETIRED:
        return _("课程“%(title)s”已下线") % words, _("原因：%(reason)s。已经得到的学分不受影响。") % words
    last = timezone.localtime(move.last_moment) if move.last_moment else None
    day = date_format(last, "MONTH_DAY_FORMAT") if last else ""
    return (
        _("课程“%(title)s”即将下线，请在 %(day)s前学完") % {**words, "day": day},
        _("原因：%(reason)s。您已经在学，可以学到那天结束；学完照常得学分。已经得到的学分不受影响。") % words,
    )
