"""Courses and their lessons."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from yuanjiao.catalogue.models.source import Lecturer, Supplier, Topic, University
from yuanjiao.kernel import identifiers
from yuanjiao.media.models import Asset
from yuanjiao.organisation.models import Person, Unit


class SourceKind(models.TextChoices):
    """The four ways a course comes into the academy (A12)."""

    INTRODUCED = "introduced", _("引进")
    PURCHASED = "purchased", _("购买")
    LOCALLY_PRODUCED = "locally_produced", _("本地制作")
    SHARED_OPEN = "shared_open", _("共享资源")


class CourseState(models.TextChoices):
    """Where a course is in its life; which change leads from which to which is in `catalogue/lifecycle.py`."""

    DRAFT = "draft", _("草稿")
    AUDIT = "audit", _("审核中")
    SCHEDULED = "scheduled", _("待上线")
    PUBLISHED = "published", _("已上线")
    RETIRING = "retiring", _("即将下线")
    RETIRED = "retired", _("已下线")


TIMED = (CourseState.SCHEDULED, CourseState.RETIRING)
"""States that end by themselves at `due_at`."""


class Category(models.TextChoices):
    """Which part of the year's requirement a credit counts for."""

    REQUIRED = "required", _("必修")
    ELECTIVE = "elective", _("选修")


class Course(models.Model):
    """A course: lessons in order, an optional quiz, and the credit that completion earns.

    Audience (`post_levels`, `unit_kinds`, `positions`, `tenure_months_max`) steers what is shown first; it bars
    someone only where `licence_bars_others` says so. Empty lists mean everyone. The counters are
    projections kept by the learning domain's activity record. `key` is the course's name in the share
    link, which anyone may open. `unit` owns the course: its editors and those of the units above may
    change it; a course without a unit is the academy's own. `due_at` is the minute at which the next change
    comes by itself: a scheduled course goes online, a retiring one goes offline. `authors` are those who
    made or changed what is taught; they do not audit it. Opinions count that were given in the
    running `audit_round`.
    `licensed_until` is the last day of the licence it is studied under, a projection of its contract that
    players and shelves read.
    """

    key = models.CharField(max_length=22, unique=True, default=identifiers.key, editable=False)
    unit = models.ForeignKey(
        Unit, verbose_name=_("建课单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="courses"
    )
    title = models.CharField(_("课程名称"), max_length=120)
    summary = models.TextField(_("简介"), blank=True)
    topic = models.ForeignKey(Topic, verbose_name=_("主题"), on_delete=models.PROTECT, related_name="courses")
    source_kind = models.CharField(_("来源"), max_length=20, choices=SourceKind.choices)
    university = models.ForeignKey(
        University, verbose_name=_("高校"), null=True, blank=True, on_delete=models.PROTECT, related_name="courses"
    )
    supplier = models.ForeignKey(
        Supplier, verbose_name=_("供应商"), null=True, blank=True, on_delete=models.PROTECT, related_name="courses"
    )
    lecturers = models.ManyToManyField(Lecturer, verbose_name=_("讲师"), blank=True, related_name="courses")
    category = models.CharField(_("必修或选修"), max_length=10, choices=Category.choices, default=Category.ELECTIVE)
    credit_hundredths = models.PositiveIntegerField(_("学分（百分之一）"), default=100)
    tags = models.JSONField(_("标签"), default=list, blank=True)
    cover = models.ForeignKey(Asset, null=True, blank=True, on_delete=models.SET_NULL, related_name="covered_courses")
    post_levels = models.JSONField(_("适用职务层次"), default=list, blank=True)
    unit_kinds = models.JSONField(_("适用单位类别"), default=list, blank=True)
    positions = models.JSONField(_("适用职务"), default=list, blank=True)
    tenure_months_max = models.PositiveSmallIntegerField(_("任现职不超过（月）"), null=True, blank=True)
    licence_bars_others = models.BooleanField(_("授权只限上述对象"), default=False)
    licensed_until = models.DateField(_("授权到期日"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=CourseState.choices, default=CourseState.DRAFT)
    published_at = models.DateTimeField(_("上线时间"), null=True, blank=True)
    due_at = models.DateTimeField(_("到点自动变更"), null=True, blank=True)
    retired_at = models.DateTimeField(_("下线时间"), null=True, blank=True)
    retired_reason = models.CharField(_("下线原因"), max_length=200, blank=True)
    audit_round = models.PositiveSmallIntegerField(default=0)
    authors = models.ManyToManyField(Person, blank=True, related_name="courses_made")
    demonstration = models.BooleanField(_("演示数据"), default=False)
    duration_ms = models.PositiveBigIntegerField(default=0)
    lesson_count = models.PositiveSmallIntegerField(default=0)
    click_count = models.PositiveIntegerField(default=0)
    like_count = models.PositiveIntegerField(default=0)
    start_count = models.PositiveIntegerField(default=0)
    completion_count = models.PositiveIntegerField(default=0)
    rating_count = models.PositiveIntegerField(default=0)
    rating_sum = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "-published_at"], name="courses_newest"),
            models.Index(fields=["topic", "state"], name="courses_of_topic"),
            models.Index(fields=["-updated_at"], name="courses_latest_change"),
            models.Index(fields=["due_at"], name="courses_due", condition=models.Q(due_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rating_sum__lte=models.F("rating_count") * 5), name="ratings_are_at_most_five"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="published") | models.Q(published_at__isnull=False),
                name="published_courses_say_since_when",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=TIMED, due_at__isnull=False)
                | models.Q(due_at__isnull=True) & ~models.Q(state__in=TIMED),
                name="timed_states_say_until_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    # Django looks each of these up among all choices, made anew every time; a home page asks for a dozen.
    def get_source_kind_display(self) -> str:  # type: ignore[no-redef]  # Django leaves what a class has itself
        """Where it comes from, in the reader's language."""
        return str(SourceKind(self.source_kind).label)

    def get_category_display(self) -> str:  # type: ignore[no-redef]  # as above
        """Which part of the year it counts for, in the reader's language."""
        return str(Category(self.category).label)

    @property
    def last_moment(self) -> datetime | None:
        """The last moment of a retiring course: it names its last day, as `due_at` is the midnight after."""
        return self.due_at - timedelta(seconds=1) if self.due_at else None

    @property
    def rating(self) -> float | None:
        """Mean stars of one to five; none before the first rating."""
        return self.rating_sum / self.rating_count if self.rating_count else None


class Lesson(models.Model):
    """One chapter of a course: a film to watch or a document to read (reading earns nothing by time)."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="lessons")
    position = models.PositiveSmallIntegerField(_("序号"))
    title = models.CharField(_("标题"), max_length=120)
    asset = models.ForeignKey(Asset, null=True, blank=True, on_delete=models.PROTECT, related_name="lessons")
    captions = models.ForeignKey(Asset, null=True, blank=True, on_delete=models.SET_NULL, related_name="captioned")
    duration_ms = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "position"],
                name="lesson_positions_are_unique",
            ),
        ]

    def __str__(self) -> str:
        return self.title
