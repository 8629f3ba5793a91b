"""The list of reorganisations, and of the units that one succeeded by others."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation.public import sentence
from yuanjiao.web.shell.listing import Column, Listing

REORGANISATIONS = Listing(
    "reorganisations",
    _("机构调整"),
    (
        Column(_("内容"), sentence, 48),
        Column(_("方式"), lambda each: str(each.get_kind_display())),
        Column(_("生效日期"), lambda each: each.on),
        Column(_("状态"), lambda each: str(each.get_state_display())),
        Column(_("学员"), lambda each: each.effect["learners"]),
        Column(_("依据"), lambda each: each.reason, 40),
        Column(_("决定人"), lambda each: each.decided_by.full_name if each.decided_by else ""),
        Column(_("决定日期"), lambda each: timezone.localdate(each.decided_at)),
    ),
)

SUCCESSIONS = Listing(
    "successions",
    _("单位沿革"),
    (
        Column(_("原单位"), lambda each: each.former.name, 30),
        Column(_("现单位"), lambda each: each.heir.name, 30),
        Column(_("生效日期"), lambda each: each.on),
        Column(_("原单位是否撤销"), lambda each: str(_("是") if each.whole else _("否"))),
    ),
)
