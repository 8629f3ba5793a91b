"""What the Excel file of the requirement versions says of a row."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yuanjiao.web.shell.listing import Column, Listing

REQUIREMENTS = Listing(
    "requirements",
    _("年度要求"),
    (
        Column(_("年度"), lambda line: line.year),
        Column(_("职务层次"), lambda line: str(line.level_name)),
        Column(_("版本"), lambda line: line.version),
        Column(_("全年要求"), lambda line: line.total_hundredths / 100),
        Column(_("其中必修"), lambda line: line.required_hundredths / 100),
        Column(_("选修"), lambda line: (line.total_hundredths - line.required_hundredths) / 100),
        Column(_("最多结转"), lambda line: line.carry_over_hundredths / 100),
        Column(_("生效时间"), lambda line: line.valid_from, 20),
        Column(_("谁定的"), lambda line: line.by),
    ),
    page_size=40,
)
