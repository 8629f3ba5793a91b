"""What the uploader and lists of media files show."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext_lazy as _

from yuanjiao.media import public as media
from yuanjiao.media.models import Asset

register = template.Library()
MEBIBYTE = 1 << 20
FAULTS = {
    "timing": _("时间行写法不对，应为 00:00:01.000 --> 00:00:03.000"),
    "reversed": _("结束时间早于开始时间"),
    "disorder": _("开始时间早于上一条字幕"),
}


@register.simple_tag
def upload_accept(kind: str) -> str:
    """The ``accept`` attribute of a file field for a kind."""
    return ",".join(f".{ending}" for ending in media.upload_rules(kind).endings)


@register.simple_tag
def upload_hint(kind: str) -> str:
    """Which files may be brought, in words."""
    rules = media.upload_rules(kind)
    endings = " / ".join(ending.upper() for ending in rules.endings)
    return str(_("支持 %(endings)s，每个不超过 %(size)s")) % {"endings": endings, "size": size(rules.size_max)}


@register.filter
def size(amount: int) -> str:
    """A number of bytes as people read it: ``1.5 GB``."""
    value, units = float(amount), ["B", "KB", "MB", "GB", "TB"]
    for unit in units:
        if value < 1024 or unit == units[-1]:
            return f"{value:.0f} {unit}" if value >= 100 or value == int(value) else f"{value:.1f} {unit}"
        value /= 1024
    raise AssertionError  # The last unit always answers.


@register.filter
def is_book(asset: Asset) -> bool:
    """Whether a document has chapters, not pages."""
    return asset.original_name.lower().endswith(".epub")


@register.filter
def problem(asset: Asset) -> str:
    """What is wrong with a failed asset and what to do."""
    return media.problem_sentence(asset.problem)


@register.filter
def worth_retrying(asset: Asset) -> bool:
    """Whether the same file may succeed at another try."""
    return asset.problem not in media.FINAL_PROBLEMS


@register.filter
def faulty_lines(asset: Asset) -> list[str]:
    """The faulty lines of a captions file, in words."""
    if asset.problem != "bad_captions":
        return []
    pairs = [row.partition(" ") for row in asset.problem_detail.splitlines()]
    return [
        _("第 %(line)s 行：%(fault)s") % {"line": line, "fault": str(FAULTS.get(code, code))}
        for line, _sp, code in pairs
    ]


@register.filter
def picture(asset: Asset) -> str:
    """The address of an asset's picture, if it has one."""
    return media.picture_address(asset)
