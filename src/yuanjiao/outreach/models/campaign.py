"""Pushing courses to chosen people (A8): campaigns, whom each reached, and its figures."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation.models import Unit

MOST_COURSES = 10


class CampaignState(models.TextChoices):
    """Where a campaign stands."""

    DRAFT = "draft", _("草稿")
    SCHEDULED = "scheduled", _("已排期")
    RUNNING = "running", _("推送中")
    ENDED = "ended", _("已结束")
    STOPPED = "stopped", _("已停止")


class Priority(models.IntegerChoices):
    """Which push a learner with several sees first."""

    ORDINARY = 1, _("一般")
    IMPORTANT = 2, _("重要")
    URGENT = 3, _("紧急")


class Campaign(models.Model):
    """Courses pushed to the people of one unit's subtree that an audience describes, within a window.

    `audience` is a `push_audience.PushAudience` as data. The recipients are fixed once, in chunks: `fixed_up_to`
    is the last learner looked at, and nobody sees the push before `fixed_at` is set. What an earlier campaign pushed
    to somebody is not pushed to her again: whoever has not opened it can be written to from the push's own list.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="campaigns")
    name = models.CharField(_("名称"), max_length=80)
    text = models.TextField(_("说明"), max_length=500, blank=True)
    audience = models.JSONField(default=dict)
    courses = models.ManyToManyField("catalogue.Course", through="CampaignCourse", related_name="campaigns")
    starts_at = models.DateTimeField(_("开始时间"))
    ends_at = models.DateTimeField(_("结束时间"))
    on_home = models.BooleanField(_("首页重点推送"), default=True)
    by_notice = models.BooleanField(_("通知"), default=False)
    by_email = models.BooleanField(_("邮件"), default=False)
    by_message = models.BooleanField(_("短信、企业微信"), default=False)
    quiet_from = models.TimeField(_("免打扰从"), null=True, blank=True)
    quiet_to = models.TimeField(_("免打扰到"), null=True, blank=True)
    priority = models.PositiveSmallIntegerField(_("优先级"), choices=Priority.choices, default=Priority.ORDINARY)
    state = models.CharField(_("状态"), max_length=10, choices=CampaignState.choices, default=CampaignState.DRAFT)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="campaigns_created"
    )
    created_at = models.DateTimeField()
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="campaigns_scheduled"
    )
    scheduled_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="campaigns_stopped"
    )
    stop_reason = models.CharField(max_length=200, blank=True)
    fixed_up_to = models.BigIntegerField(default=0)
    fixed_at = models.DateTimeField(null=True)
    people = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField(null=True)
    demonstration = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["state", "starts_at"], name="campaigns_by_state")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_campaign_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(on_home=True) | Q(by_notice=True) | Q(by_email=True) | Q(by_message=True),
                name="a_campaign_has_a_channel",
            ),
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_to__isnull=True)
                | Q(quiet_from__isnull=False, quiet_to__isnull=False),
                name="quiet_hours_have_both_ends",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", scheduled_at__isnull=True)
                | Q(scheduled_at__isnull=False) & ~Q(state="draft"),
                name="a_campaign_past_draft_says_since_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="stopped") | ~Q(stop_reason=""), name="a_stopped_campaign_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CampaignCourse(models.Model):
    """One course of a campaign; its position is its bit in `CampaignRecipient.course_bits`."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="places")
    course = models.ForeignKey("catalogue.Course", on_delete=models.PROTECT, related_name="places_in_campaigns")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "course"], name="a_campaign_names_a_course_once"),
            models.UniqueConstraint(fields=["campaign", "position"], name="campaign_positions_are_unique"),
            models.CheckConstraint(condition=Q(position__lt=MOST_COURSES), name="a_campaign_has_few_courses"),
        ]

    def __str__(self) -> str:
        return f"{self.course_id} in {self.campaign_id}"


class CampaignRecipient(models.Model):
    """One learner whom a campaign is for, with those of its courses that she is pushed.

    `course_bits` and `dismissed_bits` are sets of positions. Post level and branch (the unit directly below the
    campaign's) are those of the day she was chosen, so that figures by group stay what they were.
    """

    learner_id = models.BigIntegerField()
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="recipients", db_index=False)
    course_bits = models.PositiveIntegerField()
    post_level = models.CharField(max_length=3)
    branch = models.CharField(max_length=255)
    pushed_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    dismissed_bits = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner_id", "campaign"], name="one_push_a_learner_and_campaign"),
            models.CheckConstraint(condition=Q(course_bits__gt=0), name="a_push_has_a_course"),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(seen_at__isnull=False), name="what_was_opened_was_seen"
            ),
        ]
        indexes = [models.Index(fields=["campaign", "learner_id"], name="recipients_of_campaign")]

    def __str__(self) -> str:
        return f"{self.campaign_id} for {self.learner_id}"


class Carrier(models.TextChoices):
    """What carries a push beside the home page."""

    NOTICE = "notice", _("通知")
    EMAIL = "email", _("邮件")
    MESSAGE = "message", _("短信、企业微信")


class CampaignDelivery(models.Model):
    """How far a campaign has been told by one carrier: everyone up to a learner, and how many were reachable."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="deliveries")
    carrier = models.CharField(max_length=8, choices=Carrier.choices)
    up_to = models.BigIntegerField(default=0)
    sent = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "carrier"], name="one_delivery_a_carrier")]

    def __str__(self) -> str:
        return f"{self.carrier} of {self.campaign_id}"


class CampaignFigure(models.Model):
    """What came of a campaign in one group: a post level in one branch. A projection, counted by a job.

    Whoever started a pushed course has opened it, and whoever opened the push has seen it, by whatever way she came.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="figures")
    branch = models.CharField(max_length=255)
    post_level = models.CharField(max_length=3)
    people = models.PositiveIntegerField()
    seen = models.PositiveIntegerField()
    opened = models.PositiveIntegerField()
    started = models.PositiveIntegerField()
    completed = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "branch", "post_level"], name="one_figure_a_group"),
            models.CheckConstraint(
                condition=Q(
                    people__gte=F("seen"),
                    seen__gte=F("opened"),
                    opened__gte=F("started"),
                    started__gte=F("completed"),
                ),
                name="a_push_narrows_from_step_to_step",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.branch} {self.post_level}: {self.people}"
