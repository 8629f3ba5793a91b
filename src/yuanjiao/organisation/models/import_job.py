"""Imports of people: the job, its file while it waits, and its staged rows."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yuanjiao.kernel import identifiers


class ImportStatus(models.TextChoices):
    """Where an import stands. Only `CHECKED` waits for a person; the rest is done by the worker."""

    WAITING = "waiting", _("等待检查")
    CHECKING = "checking", _("正在检查")
    CHECKED = "checked", _("已检查，等待确认")
    APPLYING = "applying", _("正在导入")
    PUBLISHED = "published", _("已发布，正在收尾")
    DONE = "done", _("已完成")
    DISCARDED = "discarded", _("已放弃")
    UNREADABLE = "unreadable", _("文件无法读取")


RUNNING = (ImportStatus.WAITING, ImportStatus.CHECKING, ImportStatus.APPLYING, ImportStatus.PUBLISHED)
"""What the worker has yet to finish; a restarted worker takes these up again."""


class ImportJob(models.Model):
    """One file of people on its way in.

    Every chunk is applied together with `reached`, so a crash loses nothing and repeats nothing. New
    people stay invisible (`Person.arrival`) until `published_at` is set: that one row is the moment
    at which all of them are there.
    """

    key = models.CharField(max_length=22, unique=True, default=identifiers.key)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="imports"
    )
    created_at = models.DateTimeField()
    file_name = models.CharField(_("文件名"), max_length=200)
    effective_on = models.DateField(_("生效日期"))
    forms_classes = models.BooleanField(_("导入后自动编班"), default=True)
    status = models.CharField(_("状态"), max_length=12, choices=ImportStatus.choices, default=ImportStatus.WAITING)
    message = models.TextField(blank=True)
    total_rows = models.PositiveIntegerField(default=0)
    checked_rows = models.PositiveIntegerField(default=0)
    new_rows = models.PositiveIntegerField(default=0)
    changed_rows = models.PositiveIntegerField(default=0)
    same_rows = models.PositiveIntegerField(default=0)
    wrong_rows = models.PositiveIntegerField(default=0)
    reached = models.PositiveIntegerField(default=0)
    announced = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    codes_expire_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["created_by", "-created_at"], name="imports_of_a_person")]

    def __str__(self) -> str:
        return self.file_name


class ImportFile(models.Model):
    """The bytes of an import until they are staged; in the database, so that any node's worker has them."""

    job = models.OneToOneField(ImportJob, primary_key=True, on_delete=models.CASCADE, related_name="file")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"file of {self.job_id}"


class RowOutcome(models.TextChoices):
    """What an import row means for the table."""

    NEW = "new", _("新增")
    CHANGED = "changed", _("更新")
    SAME = "same", _("无变化")
    WRONG = "wrong", _("有误")


class ImportRow(models.Model):
    """One staged row: its values as the table will hold them, or what is wrong with it."""

    pk = models.CompositePrimaryKey("job_id", "number")
    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    staff_number = models.CharField(max_length=32, blank=True)
    outcome = models.CharField(max_length=8, choices=RowOutcome.choices)
    values = models.JSONField(default=dict)
    errors = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["job", "outcome", "number"], name="import_rows_by_outcome")]

    def __str__(self) -> str:
        return f"row {self.number} of {self.job_id}"
