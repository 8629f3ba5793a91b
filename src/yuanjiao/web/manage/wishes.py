"""Telling those who wished for a course that there is an answer: work for the worker, however many they are."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yuanjiao.catalogue.models import CourseWish
from yuanjiao.kernel import jobs
from yuanjiao.outreach.public import tell_wishers

KIND = "web.wish_answered"


def begin_telling(wish: CourseWish) -> None:
    """Queue the notices; the job begins once the answer has been committed."""
    jobs.start(
        KIND,
        owner_id=wish.answered_by_id,
        title=_("通知想学“%(words)s”的学员") % {"words": wish.words},
        arguments={"wish": wish.pk},
        now=wish.answered_at or timezone.now(),
        whole=wish.vote_count,
    )


def tell(running: jobs.Running) -> str:
    """Tell them all; who has heard already is passed over."""
    wish = CourseWish.objects.select_related("course").get(pk=running.arguments["wish"])
    page = reverse("learner:course", args=[wish.course_id]) if wish.course_id else reverse("learner:wishes")
    told = 0
    for told in tell_wishers(wish=wish, page=page, now=timezone.now()):
        running.step(told, max(told, wish.vote_count))
    return ngettext("通知了 %(number)s 名学员。", "通知了 %(number)s 名学员。", told) % {"number": told}
