"""The filter of the audit trail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuanjiao.kernel import acts
from yuanjiao.kernel.models import EVERYDAY
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import Asked, Permission, Scope
from yuanjiao.organisation.queries import people_named
from yuanjiao.web.manage.forms.fields import DayInput
from yuanjiao.web.shell.forms.listing import ListForm, Words, search_field

SIDES = [("", _("做的或涉及的")), ("actor", _("是谁做的")), ("subject", _("是对谁做的"))]
LARGEST = 2**63 - 1
Choices = list[tuple[Any, Any]]


def act_choices() -> Choices:
    """The acts by area; of each area first all, without the everyday one, which is chosen by itself."""
    choices: Choices = [("", _("全部（不含登录）"))]
    for area in acts.areas():
        several: Iterable[tuple[str, Words]] = [(area.name, _("%(area)s：全部") % {"area": area.label})]
        choices.append((area.label, [*(several if len(area.acts) > 1 else ()), *area.acts.items()]))
    return choices


class TrailFilter(ListForm):
    """Which entries of the audit trail; `actor` and `about` come by links from pages of people and things."""

    q = search_field(_("人的姓名、学号，单位、课程、通报的名称"))
    side = forms.ChoiceField(label=_("搜的是"), required=False, choices=SIDES)
    what = forms.ChoiceField(label=_("做了什么"), required=False)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("单位"), required=False, empty_label=_("全部"))
    since = forms.DateField(label=_("从"), required=False, widget=DayInput())
    until = forms.DateField(label=_("到"), required=False, widget=DayInput())
    actor = forms.IntegerField(required=False, min_value=1, max_value=LARGEST, widget=forms.HiddenInput())
    about = forms.RegexField(r"^[a-z_]+:([0-9]{1,18}|[a-z_]{1,64})$", required=False, widget=forms.HiddenInput())

    def __init__(self, *arguments: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._scope = scope
        self.fields["what"].choices = act_choices()  # type: ignore[attr-defined]  # it is a choice
        units = scope.units(Permission.AUDIT_READ)
        prefixes = scope.prefixes(Permission.AUDIT_READ)
        shallow = units.filter(depth__lte=max((len(prefix) // Unit.steplen for prefix in prefixes), default=0) + 1)
        chosen = self.data.get("unit", "")
        self.fields["unit"].queryset = shallow | units.filter(pk=int(chosen)) if chosen.isdecimal() else shallow  # type: ignore[attr-defined]  # it is a choice of models

    def asked(self) -> Asked:
        """What is to be read; what makes no sense narrows nothing."""
        return Asked(
            unit=self.wanted("unit"),
            verbs=self._verbs(),
            since=_begin(self.wanted("since")),
            until=_begin(self.wanted("until"), days=1),
            actor_id=self.wanted("actor"),
            concerning=self._concerning(),
        )

    def _verbs(self) -> tuple[str, ...]:
        wanted = self.wanted("what")
        by_area = {area.name: tuple(verb for verb in area.acts if verb != EVERYDAY) for area in acts.areas()}
        return by_area.get(wanted) or ((wanted,) if wanted else ())

    def _concerning(self) -> Q | None:
        parts = []
        if about := self.wanted("about"):
            kind, number = about.split(":", 1)
            parts.append(about_person(int(number)) if kind == "person" and number.isdecimal() else _to(kind, [number]))
        if words := self.wanted("q"):
            parts.append(_named(self._scope, words, self.wanted("side")))
        return Q(*parts) if parts else None


def about_person(person_id: int) -> Q:
    """What was done to a person, and to what is hers: her claims, exemptions, credits and appeals."""
    condition = Q(pk__in=[])
    for kind, subject in acts.subjects().items():
        numbers = [str(number) for number in subject.of_person(person_id)]
        condition |= _to(kind, numbers) if numbers else Q()
    return condition


def _named(scope: Scope, words: str, side: str | None) -> Q:
    people = people_named(scope, words)
    condition = Q(pk__in=[])
    if people and side != "subject":
        condition |= Q(actor_id__in=people)
    if side != "actor":
        found: dict[str, list[Any]] = {kind: list(each.find(words)) for kind, each in acts.subjects().items()}
        for kind, numbers in (found | {"person": people}).items():
            condition |= _to(kind, [str(number) for number in numbers]) if numbers else Q()
    return condition


def _to(kind: str, numbers: list[str]) -> Q:
    return Q(subject_kind=kind, subject_id__in=numbers)


def _begin(day: Any, days: int = 0) -> datetime | None:
    if not day:
        return None
    try:
        begin = timezone.make_aware(datetime.combine(day + timedelta(days=days), time.min))
        return begin.astimezone(UTC)
    except OverflowError:
        # Nothing was done before the first day of all or after the last, so they narrow nothing.
        return None
