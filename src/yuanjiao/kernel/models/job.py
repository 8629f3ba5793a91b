"""Long work that somebody asked for and may come back to."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yuanjiao.kernel import identifiers


class JobState(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", _("排队中")
    RUNNING = "running", _("进行中")
    DONE = "done", _("已完成")
    FAILED = "failed", _("未完成")
    CANCELLED = "cancelled", _("已取消")


UNFINISHED = (JobState.WAITING, JobState.RUNNING)


class BackgroundJob(models.Model):
    """One piece of long work: what it is, how far it is, and what came of it (a file, or a sentence).

    The owner is a bare number: the kernel knows no people. `arguments` are what the work needs, as its
    kind defines them. `whole` is 0 while nobody knows how much there is to do. The file lies in the
    store of originals under ``results/<key>`` until `RESULT_DAYS` have passed.
    """

    key = models.CharField(max_length=22, unique=True, default=identifiers.key)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    owner_id = models.BigIntegerField(null=True)
    language = models.CharField(max_length=10, default="zh-hans")
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    done = models.PositiveIntegerField(default=0)
    whole = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner_id", "-created_at"], name="jobs_of_an_owner"),
            models.Index(fields=["kind", "-created_at"], name="jobs_of_a_kind"),
            models.Index(fields=["finished_at"], name="jobs_with_files", condition=~models.Q(file_name="")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=UNFINISHED, finished_at__isnull=True)
                | models.Q(finished_at__isnull=False) & ~models.Q(state__in=UNFINISHED),
                name="a_job_is_finished_or_under_way",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def unfinished(self) -> bool:
        """Whether something is still to come of it."""
        return self.state in UNFINISHED

    @property
    def stored_as(self) -> str:
        """Where the result lies in the store."""
        return f"results/{self.key}"
