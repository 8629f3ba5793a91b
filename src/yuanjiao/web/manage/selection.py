"""The people that an act is for: those ticked in a list, or all whom the list's filters find.

The address of an act names the list (`list`; the list of people where it names none) and repeats its filters; `person`
names those who were ticked. The page that asks to confirm and the worker read the same address, each within the scope
that the actor has at that moment, so numbers of strangers in it find nobody. A list that is only read leaves out a
filter that makes no sense; here it finds nobody, for what narrowed the list may be gone by the time the worker looks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yuanjiao.catalogue import public as catalogue
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Permission, Scope, topmost
from yuanjiao.outreach.models import Campaign
from yuanjiao.web.manage import campaign_page, course_life
from yuanjiao.web.manage.forms.campaigns import RecipientFilter
from yuanjiao.web.manage.forms.life_filters import LearnersFilter
from yuanjiao.web.manage.forms.people import PeopleFilterForm
from yuanjiao.web.manage.people_list import people_found
from yuanjiao.web.shell.http import number_in, ticked

NOT_IN_THE_WAY_BACK = ("list", "person", "page", "export", "campaign", "course", "back")
NO_FILTERS = ("list", "person", "page", "export", "sort", "stage")
"""Words of an address that narrow no list."""
BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class Found:
    """A list as its filters narrow it: its people, in words, the unit it is narrowed to, and its own address."""

    people: QuerySet[Person]
    words: str
    unit_path: str
    address: str


Finder = Callable[[Scope, QueryDict, datetime], Found]


@dataclass(frozen=True, slots=True)
class Selection:
    """Whom an act is for, in words, where they are (in one place or more), and the way back to the list."""

    people: QuerySet[Person]
    words: str
    unit_paths: tuple[str, ...]
    back: str


def selected(scope: Scope, address: QueryDict, now: datetime) -> Selection:
    """The people that the address of an act means.

    :raises Http404: when it names a list that the actor does not see.
    """
    finder = FINDERS.get(address.get("list", ""))
    if finder is None:
        raise Http404
    found = finder(scope, address, now)
    back = address.copy()
    for name in NOT_IN_THE_WAY_BACK:
        back.pop(name, None)
    way = f"{found.address}?{back.urlencode()}" if back else found.address
    where = (found.unit_path,) if found.unit_path else _own_places(scope)
    chosen = ticked_in(address)
    if chosen is None:
        return Selection(found.people, found.words, where, way)
    if address.get("back") == "person" and len(chosen) == 1:
        way = reverse("manage:person", args=[*chosen])
    words = ngettext("名单里勾选的 %(number)s 人", "名单里勾选的 %(number)s 人", len(chosen)) % {"number": len(chosen)}
    return Selection(found.people.filter(pk__in=chosen), words, where, way)


def ticked_in(address: QueryDict) -> set[int] | None:
    """The numbers of those who were ticked; none where nobody was, which means all of the list."""
    if "person" not in address:
        return None
    return set(ticked(address, "person"))


def may_remind(scope: Scope) -> bool:
    """Whether anybody is the reader's to remind, so that a list offers it."""
    return scope.has(Permission.LEARNERS_REMIND) or scope.has(Permission.OWN_CLASS_REMIND)


def _own_places(scope: Scope) -> tuple[str, ...]:
    """Where an act belongs whose list is narrowed to no unit: all topmost places of hers, or those of her classes."""
    prefixes = scope.prefixes(Permission.LEARNERS_REMIND)
    return prefixes or topmost(scope.own_classes().order_by().values_list("unit__path", flat=True))


def people_of_list(scope: Scope, address: QueryDict, now: datetime) -> Found:
    """The list of people."""
    form = PeopleFilterForm(address, scope=scope)
    people, unit = people_found(scope, form, now), form.wanted().unit
    words = in_words(form) or _("全部在册人员")
    return Found(_understood(form, people), words, str(unit.path) if unit else "", reverse("manage:people"))


def in_words(form: forms.Form) -> str:
    """The filters of a list that hold something, such as 单位：万州区 · 今年达标：落后."""
    form.is_valid()
    said = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        if value and name not in NO_FILTERS:
            choices: Any = field.choices if type(field) is forms.ChoiceField else ()
            words = {"label": field.label, "value": dict(choices).get(value, value)}
            said.append(_("%(label)s：%(value)s") % words)
    return BETWEEN.join(said)


def _understood(form: forms.Form, people: QuerySet[Person]) -> QuerySet[Person]:
    """The people, where every filter that was given makes sense; otherwise nobody."""
    return people.none() if set(form.errors) - {"sort"} else people


def people_of_push(scope: Scope, address: QueryDict, _now: datetime) -> Found:
    """The people behind a figure of a push."""
    pushes = scope.rows(Permission.CAMPAIGNS_READ, Campaign.objects.all()).select_related("unit")
    campaign = get_object_or_404(pushes, pk=number_in(address.get("campaign", "")))
    form = RecipientFilter(address, branches=campaign_page.branches_of(campaign))
    people = campaign_page.people_found(scope, campaign, form)
    words = BETWEEN.join(filter(None, [_("推送“%(name)s”") % {"name": campaign.name}, in_words(form)]))
    return Found(
        _understood(form, people), words, str(campaign.unit.path), reverse("manage:campaign_people", args=[campaign.pk])
    )


def people_of_course(scope: Scope, address: QueryDict, _now: datetime) -> Found:
    """Those who study a course, or have completed it."""
    course = get_object_or_404(
        catalogue.courses_in(scope, Permission.COURSES_READ), pk=number_in(address.get("course", ""))
    )
    form = LearnersFilter(address)
    stage = form.wanted("stage")
    rows = course_life.learners_in(scope, course, stage, form.wanted("q"))
    people = scope.people(Permission.PEOPLE_READ).filter(pk__in=rows.order_by().values("learner_id"))
    named = {"done": _("学完《%(course)s》"), "all": _("学过《%(course)s》")}.get(stage, _("正在学《%(course)s》"))
    words = BETWEEN.join(filter(None, [named % {"course": course.title}, in_words(form)]))
    return Found(_understood(form, people), words, "", reverse("manage:course_learners", args=[course.pk]))


FINDERS: dict[str, Finder] = {"": people_of_list, "push": people_of_push, "course": people_of_course}
"""The lists by their name in the address."""
