"""Writing rubrics, and putting one in force (A19)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanjiao.kernel import audit
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.oversight.assessment_figures import NAMES
from yuanjiao.oversight.failures import OversightRefused
from yuanjiao.oversight.formula import BadFormula, Fault, Formula, understood
from yuanjiao.oversight.models import WHOLE, Indicator, Rubric


class RubricThere(OversightRefused):
    """A rubric is being written already."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("已经有一份细则草稿，请在它上面改。"))


class RubricFixed(OversightRefused):
    """A published rubric never changes."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("这份细则已经发布，不能再改；要改请起草新的一份。"))


class PlaceTaken(OversightRefused):
    """Another indicator has the place."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("这个次序已经有指标了，请换一个。"))


class FormulaRefused(OversightRefused):
    """A formula is not understood."""


class WeightsOff(OversightRefused):
    """The weights of a rubric do not make a hundred."""


@dataclass(frozen=True, slots=True)
class IndicatorDetails:
    """What an indicator says; without a formula it is scored by hand."""

    position: int
    category: str
    title: str
    weight: int
    formula: str = ""
    guidance: str = ""


def _understood(text: str) -> Formula:
    try:
        return understood(text, NAMES)
    except BadFormula as problem:
        raise FormulaRefused(_sentence(problem)) from problem


def _sentence(problem: BadFormula) -> str:
    return {
        Fault.EMPTY: _("公式是空的。"),
        Fault.TOO_LONG: _("公式太长了，请写短一些。"),
        Fault.UNREADABLE: _("公式看不懂，请检查括号和符号。"),
        Fault.UNKNOWN_NAME: _("没有“%(word)s”这个数，请用列出的名称。"),
        Fault.NOT_ALLOWED: _("公式里不能写“%(word)s”，只能用数字、列出的名称、加减乘除、括号、min 和 max。"),
    }[problem.fault] % {"word": problem.word}


@transaction.atomic
def draft_rubric(*, actor: Scope, title: str, now: datetime) -> Rubric:
    """Begin a rubric with the indicators of the last one.

    :raises OutOfScope: when the actor does not administer the whole academy.
    :raises RubricThere: when one is being written.
    """
    actor.demand_everywhere(Permission.POLICY_WRITE)
    list(Unit.objects.select_for_update().filter(depth=1).order_by("pk"))
    if Rubric.objects.filter(draft=True).exists():
        raise RubricThere
    last = Rubric.objects.order_by("-number").first()
    number = (Rubric.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    draft = Rubric.objects.create(number=number, title=title)
    names = ("position", "category", "title", "weight", "formula", "guidance")
    Indicator.objects.bulk_create(
        Indicator(rubric=draft, **{name: getattr(each, name) for name in names})
        for each in (last.indicators.all() if last else ())
    )
    _record(actor, "draft_rubric", draft, now)
    return draft


@transaction.atomic
def write_indicator(
    *, actor: Scope, number: int, details: IndicatorDetails, now: datetime, indicator_id: int | None = None
) -> Indicator:
    """Add an indicator to the draft, or write one of its indicators anew.

    :raises OutOfScope: when the actor does not administer the whole academy.
    :raises RubricFixed: when the rubric is published, or the indicator belongs to another.
    :raises PlaceTaken: when another indicator has its place.
    :raises FormulaRefused: when its formula is not understood.
    """
    draft = _draft(actor, number)
    indicator = Indicator(rubric=draft) if indicator_id is None else _indicator_of(draft, indicator_id)
    if draft.indicators.exclude(pk=indicator.pk).filter(position=details.position).exists():
        raise PlaceTaken
    formula = details.formula.strip() and _understood(details.formula).text
    indicator.position, indicator.category, indicator.title = details.position, details.category, details.title
    indicator.weight, indicator.formula, indicator.guidance = details.weight, formula, details.guidance
    indicator.save()
    _record(actor, "write_indicator", draft, now)
    return indicator


@transaction.atomic
def remove_indicator(*, actor: Scope, number: int, indicator_id: int, now: datetime) -> None:
    """Take an indicator out of the draft.

    :raises OutOfScope: when the actor does not administer the whole academy.
    :raises RubricFixed: when the rubric is published, or the indicator belongs to another.
    """
    draft = _draft(actor, number)
    _indicator_of(draft, indicator_id).delete()
    _record(actor, "remove_indicator", draft, now)


@transaction.atomic
def publish_rubric(*, actor: Scope, number: int, now: datetime) -> Rubric:
    """Make the draft usable; from then on it never changes.

    :raises OutOfScope: when the actor does not administer the whole academy.
    :raises RubricFixed: when it is published.
    :raises WeightsOff: when its weights do not make a hundred.
    """
    draft = _draft(actor, number)
    weights = sum(draft.indicators.values_list("weight", flat=True))
    if weights != WHOLE:
        raise WeightsOff(_("各指标分值合计 %(sum)s，要正好 100。") % {"sum": f"{weights / 100:g}"})
    draft.draft, draft.published_at, draft.published_by_id = False, now, actor.actor_id
    draft.save()
    _record(actor, "publish_rubric", draft, now)
    return draft


@transaction.atomic
def discard_rubric(*, actor: Scope, number: int, now: datetime) -> None:
    """Remove the draft with its indicators; the next one begins with those of the last version again.

    :raises OutOfScope: when the actor does not administer the whole academy.
    :raises RubricFixed: when it is published.
    """
    draft = _draft(actor, number)
    _record(actor, "discard_rubric", draft, now)
    draft.delete()


def _draft(actor: Scope, number: int) -> Rubric:
    actor.demand_everywhere(Permission.POLICY_WRITE)
    draft = Rubric.objects.select_for_update(of=("self",)).filter(number=number, draft=True).first()
    if draft is None:
        raise RubricFixed
    return draft


def _indicator_of(draft: Rubric, indicator_id: int) -> Indicator:
    indicator = draft.indicators.filter(pk=indicator_id).first()
    if indicator is None:
        raise RubricFixed
    return indicator


def _record(actor: Scope, act: str, rubric: Rubric, now: datetime) -> None:
    audit.record(at=now, actor_id=actor.actor_id, verb=f"oversight.{act}", subject=("rubric", rubric.number))
