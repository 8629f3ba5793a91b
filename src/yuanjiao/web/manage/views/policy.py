"""The academy's dated rules: what is in force, its history, a new version with what it changes, taking one back."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuanjiao.kernel import policy
from yuanjiao.kernel.models import PolicyVersion
from yuanjiao.organisation import public
from yuanjiao.organisation.public import Permission
from yuanjiao.organisation.sheets import workbook
from yuanjiao.web.manage import policies
from yuanjiao.web.manage.door import ManageRequest, act, allowed, handed_on
from yuanjiao.web.manage.forms.policy import RulesForm
from yuanjiao.web.manage.policies import KINDS, READERS, Kind
from yuanjiao.web.shell.listing import excel


@allowed(*READERS)
def index(request: ManageRequest) -> HttpResponse:
    """Every kind of rules with what is in force."""
    return render(request, "manage/policy/index.html", {"kinds": policies.in_force(timezone.now())})


@allowed(*READERS)
def show(request: ManageRequest, kind: str) -> HttpResponse:
    """One kind: its rules, its history, and for whoever may, the form of a new version with its preview."""
    wanted, now = _kind(kind), timezone.now()
    may_write = request.scope.may_everywhere(Permission.POLICY_WRITE)
    form = wanted.form.of(policies.typed(wanted, policy.in_force(kind, now).body))
    if request.method == "POST":
        request.scope.demand_everywhere(Permission.POLICY_WRITE)
        form = wanted.form(request.POST)
        if form.is_valid():
            return _publish(request, wanted, form) if "confirmed" in request.POST else _preview(request, wanted, form)
    return _page(request, wanted, form, may_write=may_write)


def _page(request: ManageRequest, kind: Kind, form: RulesForm, *, may_write: bool) -> HttpResponse:
    now = timezone.now()
    words = {
        "kind": kind,
        "form": form,
        "rules": policies.compared(kind, policies.typed(kind, policy.in_force(kind.name, now).body), None),
        "history": policies.history(kind, now),
        "may_write": may_write,
    }
    return render(request, "manage/policy/kind.html", words, status=422 if form.errors else 200)


def _preview(request: ManageRequest, kind: Kind, form: RulesForm) -> HttpResponse:
    """What would change, from when, and what never does."""
    now = timezone.now()
    begins = form.valid_from(now)
    rules, before = form.rules(), policies.typed(kind, policy.in_force(kind.name, begins or now).body)
    told = policies.compared(kind, rules, before)
    words: dict[str, Any] = {
        "kind": kind,
        "changed": [rule for rule in told if rule.before],
        "effects": kind.effect(rules),
        "begins": begins,
        "given": handed_on(request),
    }
    return render(request, "manage/policy/preview.html", words)


def _publish(request: ManageRequest, kind: Kind, form: RulesForm) -> HttpResponse:
    now = timezone.now()
    settle = partial(public.publish_policy, actor=request.scope, kind=kind.name, rules=form.rules(), now=now)

    def deed() -> None:
        settle(valid_from=form.valid_from(now))
        kind.afterwards(now)

    back = reverse("manage:policy", args=[kind.name])
    return act(request, deed, _("新规则已定好。"), back, (public.PolicyRefused,))


@require_POST
@allowed(Permission.POLICY_WRITE)
def withdraw(request: ManageRequest, kind: str, number: int) -> HttpResponse:
    """Take back a version that has not begun."""
    get_object_or_404(PolicyVersion, kind=_kind(kind).name, number=number)
    take_back = partial(public.withdraw_policy, actor=request.scope, kind=kind, number=number)
    back, done = reverse("manage:policy", args=[kind]), _("已撤回，照原来的规则继续。")
    return act(request, lambda: take_back(now=timezone.now()), done, back, (public.PolicyRefused,))


@allowed(*READERS)
def export(_request: ManageRequest, kind: str) -> HttpResponse:
    """The history of one kind as an Excel file."""
    wanted = _kind(kind)
    versions = policies.history(wanted, timezone.now())
    headings = [_("版本"), _("生效时间"), _("谁定的"), *(str(label) for label, _value in _labels(wanted))]
    rows = (
        [str(version.number), _moment(version), version.by, *(rule.value for rule in version.rules)]
        for version in versions
    )
    return excel(workbook(str(wanted.title), headings, rows), kind)


def _labels(kind: Kind) -> list[tuple[Any, str]]:
    return kind.form.spoken(policies.typed(kind, {}))


def _moment(version: policies.Shown) -> str:
    return f"{timezone.localtime(version.since):%Y-%m-%d %H:%M}" if version.since else ""


def _kind(name: str) -> Kind:
    try:
        return KINDS[name]
    except KeyError as problem:
        raise Http404 from problem
