"""Courses that learners wish for (A7)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yuanjiao.catalogue.models.course import Course
from yuanjiao.catalogue.models.source import Topic
from yuanjiao.organisation.models import Person


class WishState(models.TextChoices):
    """Whether a wish has an answer."""

    OPEN = "open", _("等待答复")
    MET = "met", _("有课了")
    DECLINED = "declined", _("已说明")


class CourseWish(models.Model):
    """A course that learners wish for, once for all who wish it.

    `key` is what is left of the words without spaces, marks and case. `vote_count` is a projection of the votes.
    Who voted is shown to nobody.
    """

    words = models.CharField(_("想学什么"), max_length=60)
    key = models.CharField(max_length=60)
    topic = models.ForeignKey(
        Topic, verbose_name=_("主题"), null=True, blank=True, on_delete=models.SET_NULL, related_name="wishes"
    )
    wished_at = models.DateTimeField()
    vote_count = models.PositiveIntegerField(default=0)
    state = models.CharField(_("状态"), max_length=10, choices=WishState.choices, default=WishState.OPEN)
    course = models.ForeignKey(Course, null=True, on_delete=models.PROTECT, related_name="wishes")
    answer = models.CharField(_("答复"), max_length=300, blank=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "-vote_count"], name="wishes_most_wished")]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=models.Q(state="open"), name="an_open_wish_stands_once"),
            models.CheckConstraint(
                condition=models.Q(state="open", course__isnull=True, answered_at__isnull=True)
                | models.Q(state="met", course__isnull=False, answered_at__isnull=False)
                | models.Q(state="declined", course__isnull=True, answered_at__isnull=False) & ~models.Q(answer=""),
                name="an_answered_wish_has_a_course_or_words",
            ),
        ]

    def __str__(self) -> str:
        return self.words


class WishVote(models.Model):
    """One learner wishes for it too, and why; `told_at` is when she heard of the answer."""

    wish = models.ForeignKey(CourseWish, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(_("为什么"), max_length=300, blank=True)
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wish", "person"], name="one_vote_a_wish")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.wish_id}"
