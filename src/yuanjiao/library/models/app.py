"""The directory of useful apps."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yuanjiao.library.models.resource import Resource
from yuanjiao.media.models import Asset


class Platform(models.TextChoices):
    """Where an app runs."""

    ANDROID = "android", _("安卓")
    IOS = "ios", _("苹果")
    HARMONY = "harmony", _("鸿蒙")
    MINI = "mini", _("小程序")
    WINDOWS = "windows", _("电脑")
    WEB = "web", _("网页")


class App(Resource):
    """An app that an editor recommends: what it is for, who publishes it, where it is had."""

    name = models.CharField(_("名称"), max_length=60)
    initials = models.CharField(max_length=60, blank=True)
    purpose = models.CharField(_("用途"), max_length=300)
    publisher = models.CharField(_("发布单位"), max_length=80)
    platforms = models.JSONField(_("平台"), default=list)
    address = models.URLField(_("下载或打开地址"), max_length=400)
    icon = models.ForeignKey(Asset, null=True, blank=True, on_delete=models.SET_NULL, related_name="apps_with_icon")

    class Meta(Resource.Meta):
        indexes = [models.Index(fields=["state", "name"], name="apps_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def platform_names(self) -> list[str]:
        """Where it runs, in words."""
        return [str(Platform(name).label) for name in Platform.values if name in self.platforms]
