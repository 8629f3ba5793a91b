"""People who sign in: learners, administrators, class teachers, editors, auditors."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation.models.import_job import ImportJob
from yuanjiao.organisation.models.unit import Unit


class PostLevel(models.TextChoices):
    """Post levels of GB/T 12407-2008 that an academy tells apart."""

    BUREAU_HEAD = "121", _("厅局级正职")
    BUREAU_DEPUTY = "122", _("厅局级副职")
    COUNTY_HEAD = "131", _("县处级正职")
    COUNTY_DEPUTY = "132", _("县处级副职")
    TOWNSHIP_HEAD = "141", _("乡科级正职")
    TOWNSHIP_DEPUTY = "142", _("乡科级副职")
    STAFF = "150", _("科员及以下")
    OTHER = "199", _("其他")


class Rank(models.TextChoices):
    """The twelve parallel ranks of 2019; a field of its own beside the post level."""

    FIRST_INSPECTOR = "xs1", _("一级巡视员")
    SECOND_INSPECTOR = "xs2", _("二级巡视员")
    FIRST_RESEARCHER = "dy1", _("一级调研员")
    SECOND_RESEARCHER = "dy2", _("二级调研员")
    THIRD_RESEARCHER = "dy3", _("三级调研员")
    FOURTH_RESEARCHER = "dy4", _("四级调研员")
    FIRST_SENIOR_CLERK = "zk1", _("一级主任科员")
    SECOND_SENIOR_CLERK = "zk2", _("二级主任科员")
    THIRD_SENIOR_CLERK = "zk3", _("三级主任科员")
    FOURTH_SENIOR_CLERK = "zk4", _("四级主任科员")
    FIRST_CLERK = "ky1", _("一级科员")
    SECOND_CLERK = "ky2", _("二级科员")


class Tag(models.Model):
    """A word by which people are grouped across units."""

    name = models.CharField(_("标签"), max_length=40, unique=True)

    def __str__(self) -> str:
        return self.name


class People(BaseUserManager["Person"]):
    """People by their sign-in names, without those whose import is not published yet."""

    def get_queryset(self) -> models.QuerySet[Person]:
        """All that are there. A subquery, not a join: PostgreSQL locks no row behind an outer join."""
        published = ImportJob.objects.filter(published_at__isnull=False).values("pk")
        return super().get_queryset().filter(models.Q(arrival__isnull=True) | models.Q(arrival_id__in=published))

    def get_by_natural_key(self, username: str | None) -> Person:
        """The person of a staff number."""
        return self.get(staff_number=username)

    def create_person(self, *, staff_number: str, password: str | None = None, **fields: Any) -> Person:
        """A person as tests and commands need one; the product creates people through actions."""
        person = self.model(staff_number=staff_number, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """One person. What she may do is in `RoleGrant`; everyone may learn.

    `unit` is where she is now; `Membership` has the dated history. `arrival` is the import that brings
    her, until it has told everyone; before that import is published, `objects` does not show her. The
    one-time code of a first sign-in is stored as a peppered hash: quick to make for 150,000 people,
    useless to a thief of the table; its slow Argon2 hash comes only with the password that replaces it.
    """

    staff_number = models.CharField(_("学号"), max_length=32, unique=True)
    full_name = models.CharField(_("姓名"), max_length=60)
    initials = models.CharField(_("拼音首字母"), max_length=60, blank=True, db_index=True)
    phone = models.CharField(_("手机号"), max_length=20, null=True, blank=True, unique=True)
    email = models.EmailField(_("邮箱"), null=True, blank=True, unique=True)
    unit = models.ForeignKey(Unit, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="people")
    post_level = models.CharField(_("职务层次"), max_length=3, choices=PostLevel.choices, default=PostLevel.STAFF)
    rank = models.CharField(_("职级"), max_length=3, choices=Rank.choices, blank=True)
    position = models.CharField(_("职务"), max_length=80, blank=True)
    appointed_on = models.DateField(_("任现职日期"), null=True, blank=True)
    tags = models.ManyToManyField(Tag, verbose_name=_("标签"), blank=True)
    is_active = models.BooleanField(_("在册"), default=True)
    is_learner = models.BooleanField(_("应学学员"), default=True)
    joined_at = models.DateTimeField(_("入册时间"), auto_now_add=True)
    one_time_code_hash = models.CharField(max_length=64, blank=True)
    one_time_code_expires = models.DateTimeField(null=True, blank=True)
    must_change_password = models.BooleanField(default=False)
    language = models.CharField(_("语言"), max_length=10, default="zh-hans")
    large_text = models.BooleanField(_("大字"), default=False)
    arrival = models.ForeignKey(
        ImportJob,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="arrivals",
        db_index=False,
    )

    objects: ClassVar[People] = People()
    everyone: ClassVar[models.Manager[Person]] = models.Manager()

    USERNAME_FIELD = "staff_number"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        indexes = [
            models.Index(fields=["unit", "is_active"], name="people_of_unit"),
            models.Index(fields=["arrival"], name="people_arriving", condition=models.Q(arrival__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        """Her name, as Django's parts ask for it."""
        return self.full_name
