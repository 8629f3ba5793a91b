"""The filters of a learner's record and of the ranks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanjiao.catalogue.models import Category
from yuanjiao.credits.models import EntryKind
from yuanjiao.organisation.models import Unit


class RecordFilter(forms.Form):
    """Which lines of the ledger are shown; the year is always one of those the learner has."""

    q = forms.CharField(label=_("搜索名称"), required=False, max_length=60, widget=forms.TextInput({"type": "search"}))
    year = forms.TypedChoiceField(label=_("年度"), required=False, coerce=int, empty_value=None)
    category = forms.ChoiceField(label=_("类别"), required=False, choices=[("", _("全部")), *Category.choices])
    kind = forms.ChoiceField(label=_("类型"), required=False, choices=[("", _("全部")), *EntryKind.choices])

    def __init__(self, *args: Any, years: Sequence[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["year"].choices = [("", _("全部")), *((year, str(year)) for year in years)]  # type: ignore[attr-defined]  # a choice field
        self.fields["q"].widget.attrs["placeholder"] = _("搜索名称")

    def wanted(self, name: str) -> Any:
        """The value of a filter; nothing when it is empty or makes no sense."""
        self.is_valid()
        return self.cleaned_data.get(name) or None


class RanksFilter(forms.Form):
    """Which board is shown, of which part of the academy."""

    board = forms.ChoiceField(required=False, choices=[("people", ""), ("units", "")], widget=forms.HiddenInput())
    unit = forms.ModelChoiceField(
        label=_("范围"), required=False, queryset=Unit.objects.none(), empty_label=_("全院"), to_field_name="id"
    )

    def __init__(self, *args: Any, districts: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].queryset = districts  # type: ignore[attr-defined]  # a model choice field

    def wanted(self, name: str) -> Any:
        """The value of a filter; nothing when it is empty or makes no sense."""
        self.is_valid()
        return self.cleaned_data.get(name) or None
