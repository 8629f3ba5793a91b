"""Forms about local productions."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yuanjiao.catalogue.models import Course, Production, ProductionState, SourceKind
from yuanjiao.catalogue.public import CrewMember, ProductionFields
from yuanjiao.organisation.models import Person
from yuanjiao.web.manage.forms.courses import CONTROL
from yuanjiao.web.manage.forms.fields import DayInput
from yuanjiao.web.manage.forms.sources import FEN, SELECT, money_field, notes_field, unit_field, words
from yuanjiao.web.manage.keeping import Keepers
from yuanjiao.web.shell.forms.listing import ListForm, Sort, choice_field, search_field

WHO_AND_WHAT = re.compile(r"[:：]")
MOST_CREW = 40
LONGEST_NAME, LONGEST_DUTY = 60, 40


class ProductionFilter(ListForm):
    """Productions, as a board or, of one state, as a list."""

    sorts = {
        "changed": Sort(_("最近变更"), ("-changed_at", "-id")),
        "recorded": Sort(_("录制日期早的在前"), ("record_on", "id")),
        "cost": Sort(_("费用最高"), ("-cost_fen", "id")),
    }
    q = search_field(_("活动、地点、课程"))
    state = choice_field(_("状态"), ProductionState.choices)

    def narrow(self, rows: QuerySet[Production]) -> QuerySet[Production]:
        """The productions that were asked for."""
        if said := self.wanted("q"):
            rows = rows.filter(Q(event__icontains=said) | Q(place__icontains=said) | Q(course__title__icontains=said))
        return rows.filter(state=self.wanted("state")) if self.wanted("state") else rows


class ProductionForm(forms.Form):
    """Everything of a production; of the crew one line each."""

    event = words(_("活动"), 120, required=True, help_text=_("录的是什么，如 全市公文处理培训班。"))
    record_on = forms.DateField(label=_("录制日期"), widget=DayInput())
    place = words(_("地点"), 120)
    unit = unit_field(_("制作单位"))
    crew = forms.CharField(
        label=_("人员"),
        required=False,
        widget=forms.Textarea(CONTROL | {"rows": 4}),
        help_text=_("每行一人：学号或姓名，冒号后写分工，如 何文：主持。"),
    )
    equipment = words(_("设备"), 300)
    cost = money_field(_("费用（元）"), required=False)
    notes = notes_field()

    def __init__(self, *arguments: Any, keepers: Keepers, people: QuerySet[Person], **options: Any) -> None:
        super().__init__(*arguments, **options)
        keepers.offer(self.fields["unit"])
        self._people = people

    def clean_crew(self) -> tuple[CrewMember, ...]:
        """The crew: who has a staff number of her scope is that person, everybody else is a name."""
        lines = [line.strip() for line in self.cleaned_data["crew"].splitlines() if line.strip()]
        if len(lines) > MOST_CREW:
            raise forms.ValidationError(_("最多写 %(most)s 人。"), params={"most": MOST_CREW})
        pairs = [[part.strip() for part in WHO_AND_WHAT.split(line, maxsplit=1)] for line in lines]
        named = [(pair[0], pair[1] if len(pair) > 1 else "") for pair in pairs]
        faulty = next((who for who, duty in named if _too_long(who, duty)), None)
        if faulty is not None:
            raise forms.ValidationError(
                _("“%(words)s”这一行认不出：姓名最多 60 字，分工最多 40 字。"), params={"words": faulty}
            )
        known = {person.staff_number: person for person in self._people.filter(staff_number__in=[w for w, _d in named])}
        return tuple(
            CrewMember(person=known[who], duty=duty) if who in known else CrewMember(name=who, duty=duty)
            for who, duty in named
        )

    def production_fields(self) -> ProductionFields:
        """The fields for the action."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "cost"}
        return ProductionFields(cost_fen=int((self.cleaned_data["cost"] or 0) * FEN), **given)


def _too_long(who: str, duty: str) -> bool:
    return not who or len(who) > LONGEST_NAME or len(duty) > LONGEST_DUTY


def given_of_production(production: Production) -> dict[str, Any]:
    """A production as its form shows it."""
    same = ("event", "record_on", "place", "unit", "equipment", "notes")
    crew = (
        f"{member.person.staff_number if member.person else member.name}：{member.duty}".removesuffix("：")
        for member in production.crew.all()
    )
    return {name: getattr(production, name) for name in same} | {
        "crew": "\n".join(crew),
        "cost": production.cost_fen / FEN,
    }


class MoveForm(forms.Form):
    """Where a production goes, what there is to say, and the course that it became."""

    to = forms.ChoiceField(choices=ProductionState.choices, widget=forms.HiddenInput)
    remark = words(_("说明"), 200)
    course = forms.ModelChoiceField(
        label=_("做成了哪门课"),
        queryset=Course.objects.none(),
        required=False,
        empty_label=_("请选课程"),
        widget=forms.Select(SELECT),
    )

    def __init__(self, *arguments: Any, courses: QuerySet[Course], **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["course"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- tells mypy which field it is
        free = courses.filter(origin__isnull=True, production__isnull=True)
        field.queryset = free.filter(source_kind=SourceKind.LOCALLY_PRODUCED).order_by("-created_at", "-id")
