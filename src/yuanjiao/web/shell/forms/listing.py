"""The filter form that every list's own form extends: search, filters and order, all kept in the address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, NamedTuple, TypeVar

from django import forms
from django.db.models import Model, QuerySet
from django.db.models.expressions import Combinable
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Row = TypeVar("Row", bound=Model)
Words = str | Promise


class Sort(NamedTuple):
    """An order that a reader can choose: its name for her, and the fields in it; the last one decides every tie."""

    label: Words
    fields: tuple[str | Combinable, ...]


class ListForm(forms.Form):
    """Search, filters and order of a list; what makes no sense in the address narrows nothing."""

    sorts: ClassVar[Mapping[str, Sort]] = {}
    """By their names in the address; the first is the list's own order."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if self.sorts:
            choices = [(name, sort.label) for name, sort in self.sorts.items()]
            self.fields["sort"] = forms.ChoiceField(label=_("排序"), required=False, choices=choices)

    def wanted(self, name: str) -> Any:
        """The value of a filter; nothing when it is empty or makes no sense."""
        self.is_valid()
        return self.cleaned_data.get(name) or None

    def in_order(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """The rows in the order that the reader chose."""
        chosen = self.sorts.get(self.wanted("sort")) or next(iter(self.sorts.values()))
        return rows.order_by(*chosen.fields)


def search_field(placeholder: Words) -> forms.CharField:
    """The search of a list."""
    field = forms.TextInput({"type": "search", "placeholder": placeholder})
    return forms.CharField(label=_("搜索"), required=False, max_length=80, widget=field)


def choice_field(label: Any, choices: Iterable[Any]) -> forms.ChoiceField:
    """A filter with these choices and the one that narrows nothing."""
    return forms.ChoiceField(label=label, required=False, choices=[("", _("全部")), *choices])
