"""The kinds of dated rules that an academy's administrator settles, and how they are shown (C3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yuanjiao.kernel.models import PolicyVersion
from yuanjiao.organisation.models import Person
from yuanjiao.web.manage.forms.policy import (
    BoardsForm,
    LiveForm,
    RankingsForm,
    RecommendationsForm,
    RulesForm,
    WatchingForm,
)


@dataclass(frozen=True)
class Kind:
    """One kind of rules: its name in the tables, its form, and what a change of it never changes."""

    name: str
    title: str | Promise
    form: type[RulesForm]
    never: str | Promise


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "watching",
            _("观看规则"),
            WatchingForm,
            _("已经看过的部分和已经得到的学分不变；正在看的按打开时的规则看完，新打开的才用新规则。"),
        ),
        Kind(
            "rankings", _("学分排名"), RankingsForm, _("只改在哪里显示、怎么显示；学分和名次本身不变，随时可以再打开。")
        ),
        Kind("live_figures", _("在线人数"), LiveForm, _("只改在哪里显示；统计照旧，随时可以再打开。")),
        Kind("boards", _("留言板"), BoardsForm, _("已有的留言不删除，重新开放后还在。")),
        Kind("recommendations", _("向同事荐课"), RecommendationsForm, _("已经送到的推荐不收回。")),
    )
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule in words, with what it was before where that differs."""

    label: Any
    value: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One version: its rules in words with what changed, since when, by whom, and whether it has begun."""

    number: int
    rules: list[Rule]
    since: datetime | None
    by: str
    state: str
    written_at: datetime | None = None

    @property
    def changed(self) -> list[Rule]:
        """The rules that differ from the version before."""
        return [rule for rule in self.rules if rule.before]


def typed(kind: Kind, body: dict[str, Any]) -> msgspec.Struct:
    """A stored body as the kind's rules."""
    return msgspec.convert(body, kind.form.shape)


def compared(kind: Kind, after: msgspec.Struct, before: msgspec.Struct | None) -> list[Rule]:
    """The rules in words; `before` is given for those that differ."""
    old = dict(kind.form.spoken(before)) if before else {}
    return [
        Rule(label, value, old[label] if label in old and old[label] != value else "")
        for label, value in kind.form.spoken(after)
    ]


def history(kind: Kind, now: datetime) -> list[Shown]:
    """Every version of a kind, newest first, each with what it changed; two queries."""
    versions = list(PolicyVersion.objects.filter(kind=kind.name).order_by("valid_from"))
    names = _names(versions)
    running = max((version.valid_from for version in versions if version.valid_from <= now), default=None)
    shown, before = [], typed(kind, {})
    for version in versions:
        rules = typed(kind, version.body)
        state = "coming" if version.valid_from > now else "running" if version.valid_from == running else "past"
        by = names.get(version.created_by_id or 0, "")
        told = compared(kind, rules, before)
        shown.append(Shown(version.number, told, version.valid_from, by, state, version.created_at))
        before = rules
    return shown[::-1]


def in_force(now: datetime) -> list[tuple[Kind, Shown]]:
    """Every kind with the version in force; two queries. Before a first version the defaults stand in."""
    begun = PolicyVersion.objects.filter(kind__in=KINDS, valid_from__lte=now).order_by("valid_from")
    last = {version.kind: version for version in begun}
    names = _names(list(last.values()))
    return [(kind, _shown(kind, last.get(kind.name), names)) for kind in KINDS.values()]


def _shown(kind: Kind, version: PolicyVersion | None, names: dict[int, str]) -> Shown:
    if version is None:
        return Shown(0, compared(kind, typed(kind, {}), None), None, "", "running")
    rules = compared(kind, typed(kind, version.body), None)
    return Shown(version.number, rules, version.valid_from, names.get(version.created_by_id or 0, ""), "running")


def _names(versions: list[PolicyVersion]) -> dict[int, str]:
    authors: QuerySet[Person] = Person.objects.filter(pk__in={version.created_by_id for version in versions})
    return dict(authors.values_list("pk", "full_name"))
