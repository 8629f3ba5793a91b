"""Where courses come from and who gives them (A11, A12)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.Model):
    """A subject heading of the catalogue."""

    name = models.CharField(_("主题"), max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class University(models.Model):
    """A university that shares open courses."""

    name = models.CharField(_("高校"), max_length=60, unique=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Supplier(models.Model):
    """A company that courses are bought from, and whom to call there."""

    name = models.CharField(_("供应商"), max_length=80, unique=True)
    contact = models.CharField(_("联系人"), max_length=60, blank=True)
    phone = models.CharField(_("电话"), max_length=40, blank=True)
    email = models.EmailField(_("电子邮箱"), blank=True)
    notes = models.TextField(_("备注"), max_length=2000, blank=True)

    def __str__(self) -> str:
        return self.name


class Lecturer(models.Model):
    """Who gives a course."""

    name = models.CharField(_("讲师"), max_length=60)
    title = models.CharField(_("职务职称"), max_length=80, blank=True)
    organisation = models.CharField(_("所在单位"), max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "organisation"], name="lecturers_are_told_apart")]

    def __str__(self) -> str:
        return self.name
