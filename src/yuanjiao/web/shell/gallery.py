"""Specimens for the component gallery: made-up figures, no database."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from yuanjiao.web.shell.components import Figure


class SpecimenFilter(forms.Form):
    """A filter bar's form."""

    q = forms.CharField(label=_("搜索"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    kind = forms.ChoiceField(
        label=_("类别"), required=False, choices=[("", _("全部")), ("required", _("必修")), ("elective", _("选修"))]
    )


def specimens() -> dict[str, Any]:
    """What the gallery page shows."""
    return {
        "figures": [
            Figure("18,420", _("应学学员")),
            Figure("76.4%", _("已达标"), change="▲ 1.9", good=True),
            Figure("36.8", _("人均学分"), change="▼ 0.4", good=False),
            Figure("2", _("低于约谈线"), unit=_("个单位")),
        ],
        "curve": [3, 2, 2, 2, 4, 9, 22, 41, 38, 33, 30, 34, 45, 40, 36, 39, 48, 60, 72, 88, 96, None, None, None],
        "spans": [(0, 760), (980, 1160)],
        "page": Paginator(range(1, 478), 20).page(7),
        "form": SpecimenFilter({"q": "", "kind": ""}),
        "tones": ["pine", "amber", "cinnabar", "slate"],
        "sentences": [
            ("pine", _("按现在的进度，11 月 9 日达标")),
            ("amber", _("按现在的进度，年底前还差 3 学分")),
            ("cinnabar", _("今年还没有开始")),
        ],
    }
