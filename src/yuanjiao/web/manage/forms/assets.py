"""Filters of the list of media files."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yuanjiao.media.models import Asset, AssetKind, AssetState

ORDERS = {"-id": _("最新在前"), "id": _("最早在前"), "original_name": _("按名称"), "-size": _("最大在前")}


class AssetFilter(forms.Form):
    """Search, kind, state and order, kept in the address."""

    q = forms.CharField(
        label=_("搜索文件名"),
        required=False,
        widget=forms.SearchInput({"class": "form-control", "placeholder": _("搜索文件名")}),
    )
    kind = forms.ChoiceField(
        label=_("类型"), required=False, choices=[("", _("全部")), *AssetKind.choices],
        widget=forms.Select({"class": "form-select"}),
    )  # fmt: skip
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部")), *AssetState.choices],
        widget=forms.Select({"class": "form-select"}),
    )  # fmt: skip
    sort = forms.ChoiceField(
        label=_("排序"), required=False, choices=list(ORDERS.items()), widget=forms.Select({"class": "form-select"})
    )

    def narrow(self, rows: QuerySet[Asset]) -> QuerySet[Asset]:
        """The rows that were asked for; a malformed filter narrows nothing."""
        asked = self.cleaned_data if self.is_valid() else {}
        if asked.get("q"):
            rows = rows.filter(original_name__icontains=asked["q"])
        if asked.get("kind"):
            rows = rows.filter(kind=asked["kind"])
        if asked.get("state"):
            rows = rows.filter(state=asked["state"])
        return rows.order_by(asked.get("sort") or "-id", "id")
