"""What acts on files are called in the audit trail."""

from __future__ import annotations

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yuanjiao.kernel.acts import Area, Detail, Subject, chosen, named
from yuanjiao.media.models import Asset
from yuanjiao.media.models.asset import AssetKind

AREAS = (
    Area(
        "media",
        _("媒体文件"),
        {
            "media.take_in": _("上传文件"),
            "media.retry": _("再次处理文件"),
            "media.delete": _("删除文件"),
        },
    ),
)

SUBJECTS = {"asset": Subject(pgettext_lazy("one thing", "媒体文件"), named(Asset.objects.all, "original_name"))}

DETAILS = {
    "media.name": Detail(_("文件")),
    "media.kind": Detail(_("类型"), chosen(AssetKind.choices)),
    "media.bytes": Detail(_("大小"), filesizeformat),
}
