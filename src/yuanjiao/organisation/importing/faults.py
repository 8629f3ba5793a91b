"""What can be wrong with a row, in plain words: what is wrong, and what would be right."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation.importing.columns import HEADINGS

SENTENCES = {
    "missing": _("没有填。这一列必须填写。"),
    "too_long": _("“%(value)s”太长。最多 %(other)s 个字。"),
    "bad_staff_number": _("“%(value)s”不是学号。只能用字母、数字和连字符，最多 32 个。"),
    "bad_phone": _("“%(value)s”不是手机号。应为 11 位数字，如 13800000000。"),
    "bad_email": _("“%(value)s”不是邮箱。应像 lisi@example.org。"),
    "bad_date": _("“%(value)s”不是日期。应写成 2024-03-01。"),
    "bad_word": _("“%(value)s”不在可选范围。可选：%(other)s。"),
    "unknown_unit": _("找不到单位“%(value)s”。请填 12 位区划代码，或从上到下的名称，用 / 隔开。"),
    "ambiguous_unit": _("有几个单位都叫“%(value)s”。请填 12 位区划代码，或写出上级，如 万州区/高笋塘街道。"),
    "closed_unit": _("单位“%(value)s”已撤销。请填现在的单位。"),
    "outside_scope": _("单位“%(value)s”不在您的管理范围。"),
    "person_outside_scope": _("此人现在的单位不在您的管理范围，请对方单位的管理员先办理调出。"),
    "person_left": _("此人已离册。请先在人员页恢复，再导入。"),
    "twice_in_file": _("“%(value)s”与第 %(other)s 行重复。每人只留一行。"),
    "taken": _("“%(value)s”已是 %(other)s 的。请核对。"),
    "transfer_before_stay": _("调动日期早于此人到现单位的日期 %(other)s。"),
}


class Fault(NamedTuple):
    """One thing wrong with one cell; stored as it is and put into words when shown."""

    column: str
    kind: str
    value: str = ""
    other: str = ""

    @property
    def heading(self) -> str:
        """The heading of the column that it is in."""
        return HEADINGS.get(self.column, "")

    @property
    def sentence(self) -> str:
        """What is wrong and what would be right, in the reader's language."""
        return str(SENTENCES[self.kind]) % {"value": self.value, "other": self.other}
