"""What a token may be used for."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class TokenScope(models.TextChoices):
    """One use of a token; it never allows more than its owner may do herself."""

    CATALOGUE_READ = "catalogue:read", _("读取课程目录")
    RECORD_READ = "record:read", _("读取我的学分与学习记录")
    STANDINGS_READ = "standings:read", _("读取排名和达标情况")
    PEOPLE_IMPORT = "people:import", _("导入人员")
