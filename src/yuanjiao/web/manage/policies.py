"""The kinds of dated rules that an academy's administrator settles, and how they are shown (C3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from yuanjiao.kernel.models import PolicyVersion
from yuanjiao.learning.public import ActivityRules, past_its_term
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.web.manage import credit_effects
from yuanjiao.web.manage.forms.circulars import CircularTemplateForm
from yuanjiao.web.manage.forms.credit_policy import ClaimsForm, CreditsForm, ExemptionsForm
from yuanjiao.web.manage.forms.policy import (
    ActivityForm,
    AppealsForm,
    AuditForm,
    BoardsForm,
    LicencesForm,
    LiveForm,
    RankingsForm,
    RecommendationsForm,
    ReviewForm,
    RulesForm,
    WatchingForm,
)
from yuanjiao.web.manage.forms.talks import TalksForm

READERS = (Permission.FIGURES_READ, Permission.POLICY_WRITE)
"""One of these opens the pages of the rules."""


@dataclass(frozen=True)
class Kind:
    """One kind of rules: its name in the tables, its form, and what a change of it never changes."""

    name: str
    title: str | Promise
    form: type[RulesForm]
    never: str | Promise
    effect: Callable[[Any], list[str]] = lambda _rules: []
    """What new rules would change, in sentences with numbers."""
    afterwards: Callable[[datetime], object] = lambda _now: None
    """What follows at once from a version that has just begun."""


def activity_past_its_term(rules: ActivityRules) -> list[str]:
    """How many acts would be forgotten."""
    number = past_its_term(rules, timezone.now()).count()
    told = ngettext(
        "%(number)s 条较早的明细会在一天内删除，找不回来。", "%(number)s 条较早的明细会在一天内删除，找不回来。", number
    )
    return [told % {"number": f"{number:,}"}] if number else []


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
            "activity",
            _("使用记录"),
            ActivityForm,
            _("学分、学习进度，以及每门课的点击、开始和学完总数都不变。"),
            activity_past_its_term,
        ),
        Kind(
            "credits",
            _("课程学分"),
            CreditsForm,
            _("已经得到的学分一分不变，每条都留着当时的规则版本；新规则只管以后学完的课程。"),
            credit_effects.of_credits,
            credit_effects.after_credits,
        ),
        Kind(
            "claims",
            _("线下培训折算"),
            ClaimsForm,
            _("已经认定的学分不变；还在等的和以后申报的，按认定当天的规则折算。"),
            credit_effects.of_claims,
        ),
        Kind(
            "exemptions",
            _("豁免折减"),
            ExemptionsForm,
            _("已经批准的豁免照批准时的规则，不重算；新规则只管以后批准的。"),
            credit_effects.of_exemptions,
        ),
        Kind(
            "rankings", _("学分排名"), RankingsForm, _("只改在哪里显示、怎么显示；学分和名次本身不变，随时可以再打开。")
        ),
        Kind("live_figures", _("在线人数"), LiveForm, _("只改在哪里显示；统计照旧，随时可以再打开。")),
        Kind("appeals", _("申诉"), AppealsForm, _("已经提出的申诉，按提出时的期限答复。")),
        Kind("boards", _("留言板"), BoardsForm, _("已有的留言不删除，重新开放后还在。")),
        Kind(
            "course_audit",
            _("课程审核"),
            AuditForm,
            _("已经上线的课程不受影响；还没上线的，上线时按新规则看够不够。"),
        ),
        Kind(
            "course_review",
            _("课程评议的得分"),
            ReviewForm,
            _("只改得分怎么算；课程的数据不变，以前的建议里引用的得分也不变。"),
        ),
        Kind(
            "licences", _("授权到期提醒"), LicencesForm, _("已经发过的提醒不再重发；授权期本身写在合同里，不受影响。")
        ),
        Kind("recommendations", _("向同事荐课"), RecommendationsForm, _("已经送到的推荐不收回。")),
        Kind("talks", _("约谈线"), TalksForm, _("已经发出的约谈按当时的约谈线和当时的数，一个不变。")),
        Kind("circular", _("通报模板"), CircularTemplateForm, _("已有的通报和草稿都不变，新写的才用新模板。")),
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


def may_read(scope: Scope) -> bool:
    """Whether a page may lead its reader to the rules."""
    return any(scope.has(permission) for permission in READERS)


def named(kinds: Iterable[str]) -> dict[str, str]:
    """What kinds of rules are called; one that no longer exists has no name."""
    return {kind: str(KINDS[kind].title) for kind in kinds if kind in KINDS}


def changes_told(kind_name: str, detail: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a version changed, as its audit entry tells: each rule with what it was and what it is."""
    kind = KINDS.get(kind_name)
    if kind is None or "after" not in detail:
        return
    try:
        after, before = typed(kind, detail["after"]), typed(kind, detail.get("before") or {})
    except msgspec.ValidationError:
        return
    for rule in compared(kind, after, before):
        if rule.before:
            yield str(rule.label), f"{rule.before} → {rule.value}"


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
