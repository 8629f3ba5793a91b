"""Fields that find a unit or a person of the scope by what was typed, and offer suggestions while typing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation.models import Person, Unit
from yuanjiao.organisation.public import last_known, remark_of


class Suggesting(forms.TextInput):
    """A text input whose list of suggestions htmx fetches while typing; without script it is a plain input."""

    def __init__(self, page: str, suggestions: str, *arguments: object) -> None:
        attributes = {
            "class": "form-control",
            "list": suggestions,
            "autocomplete": "off",
            "hx-get": reverse_lazy(page, args=arguments),
            "hx-trigger": "input changed delay:250ms",
            "hx-target": f"#{suggestions}",
            "hx-sync": "this:replace",
        }
        super().__init__(attrs=attributes)
        self.suggestions = suggestions


class UnitField(forms.CharField):
    """A unit by its code, its name path (万州区/高笋塘街道) or a name that only one unit of the scope has."""

    default_error_messages = {
        "unknown": _("在您的管理范围内找不到“%(words)s”。请填 12 位区划代码或单位名称。"),
        "ended": _("“%(words)s”已撤销：%(remark)s。请改填%(heir)s。"),
        "ambiguous": _("有 %(count)s 个单位叫“%(words)s”。请写出上级，如 万州区/高笋塘街道，或填区划代码。"),
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("单位"))
        options.setdefault("help_text", _("区划代码，或名称；重名时写出上级，如 万州区/高笋塘街道"))
        super().__init__(widget=Suggesting("manage:units_suggest", "unit-options"), **options)
        self.units: QuerySet[Unit] = Unit.objects.none()

    def clean(self, value: Any) -> Any:
        """The unit, or nothing where it may be left empty."""
        words = super().clean(value).strip()
        if not words:
            return None
        *above, name = [part.strip() for part in words.replace("／", "/").split("/")]
        found = (
            list(self.units.filter(code=words))
            or list(self.units.filter(name=name))
            or list(self.units.filter(short_name=name))
        )
        if above:
            found = [unit for unit in found if _stands_below(unit, above)]
        if not found:
            raise self._unknown(words, name)
        if len(found) > 1:
            raise forms.ValidationError(self.error_messages["ambiguous"], params={"words": words, "count": len(found)})
        return found[0]

    def _unknown(self, words: str, name: str) -> forms.ValidationError:
        """What to say of words that name no open unit: of one that has ended, who its heir is."""
        ended = last_known(name, self.units)
        if ended is None:
            return forms.ValidationError(self.error_messages["unknown"], params={"words": words})
        params = {"words": words, "remark": remark_of(ended), "heir": ended.heir.name}
        return forms.ValidationError(self.error_messages["ended"], params=params)


def _stands_below(unit: Unit, above: list[str]) -> bool:
    names = list(Unit.objects.filter(path__in=unit.lineage()[:-1]).order_by("path").values_list("name", flat=True))
    return names[-len(above) :] == above


class PersonField(forms.CharField):
    """An active person of the scope by her staff number, or by a name that only one has."""

    default_error_messages = {
        "unknown": _("在您的管理范围内找不到“%(words)s”。请填学号。"),
        "ambiguous": _("有 %(count)s 个人叫“%(words)s”。请填学号。"),
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("学号或姓名"))
        super().__init__(widget=Suggesting("manage:people_suggest", "person-options"), **options)
        self.people: QuerySet[Person] = Person.objects.none()

    def clean(self, value: Any) -> Any:
        """The person, or nobody where it may be left empty."""
        words = super().clean(value).strip()
        if not words:
            return None
        active = self.people.filter(is_active=True).select_related("unit")
        found = list(active.filter(staff_number=words)) or list(active.filter(full_name=words)[:5])
        if not found:
            raise forms.ValidationError(self.error_messages["unknown"], params={"words": words})
        if len(found) > 1:
            raise forms.ValidationError(self.error_messages["ambiguous"], params={"words": words, "count": len(found)})
        return found[0]


class DayInput(forms.DateInput):
    """A day, picked or typed."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(attrs={"class": "form-control"}, format="%Y-%m-%d")
