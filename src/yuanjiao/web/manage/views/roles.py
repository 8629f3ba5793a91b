"""Roles: who holds which, where; granting and taking back."""

from __future__ import annotations

from functools import partial

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuanjiao.organisation import public, queries
from yuanjiao.organisation.models import Role, RoleGrant
from yuanjiao.organisation.public import DESCRIPTIONS, Permission
from yuanjiao.web.manage.door import ManageRequest, act, allowed, next_page
from yuanjiao.web.manage.forms.filters import RoleFilterForm
from yuanjiao.web.manage.forms.units import GrantForm
from yuanjiao.web.manage.listings.people import ROLES
from yuanjiao.web.shell.listing import wants_file


@allowed(Permission.ROLES_READ)
def index(request: ManageRequest) -> HttpResponse:
    """The grants of the scope, as an Excel file too, and the form that adds one."""
    if wants_file(request):
        return ROLES.file(_listed(request)[1])
    return _page(request, GrantForm(scope=request.scope, initial=request.GET, prefix="grant"))


def _page(request: ManageRequest, grant_form: GrantForm, status: int = 200) -> HttpResponse:
    form, grants = _listed(request)
    page = ROLES.page(request, grants)
    words = {
        "form": form,
        "page": page,
        "rows": [(held, held.role in request.scope.grantable(held.unit)) for held in page],
        "grant_form": grant_form,
        "may_grant": request.scope.has(Permission.ROLES_GRANT),
        "descriptions": [(role.label, DESCRIPTIONS[role].purpose) for role in Role],
    }
    return render(request, "manage/roles.html", words, status=status)


def _listed(request: ManageRequest) -> tuple[RoleFilterForm, QuerySet[RoleGrant]]:
    form = RoleFilterForm(request.GET)
    said = {"words": form.wanted("q") or "", "role": form.wanted("role") or ""}
    return form, form.in_order(queries.open_grants(request.scope, timezone.now(), **said))


@require_POST
@allowed(Permission.ROLES_GRANT)
def grant(request: ManageRequest) -> HttpResponse:
    """Appoint someone."""
    form = GrantForm(request.POST, scope=request.scope, prefix="grant")
    if not form.is_valid():
        return _page(request, form, status=422)
    said = form.cleaned_data
    give = partial(public.grant_role, person=said["person"], role=Role(said["role"]), unit=said["unit"])
    words = {"name": said["person"].full_name, "unit": said["unit"].name, "role": Role(said["role"]).label}
    return act(
        request,
        lambda: give(actor=request.scope, now=timezone.now()),
        _("%(name)s 现在是%(unit)s的%(role)s。") % words,
        reverse("manage:roles"),
        (public.AlreadyGranted, public.CannotBeAppointed),
    )


@require_POST
@allowed(Permission.ROLES_GRANT)
def take_back(request: ManageRequest, grant_id: int) -> HttpResponse:
    """End a grant."""
    held = get_object_or_404(queries.open_grants(request.scope, timezone.now()), pk=grant_id)
    end = partial(public.take_back_role, actor=request.scope, grant_id=held.pk)
    back = next_page(request, reverse("manage:roles"))
    return act(request, lambda: end(now=timezone.now()), _("已收回角色。"), back, (public.LastAdministrator,))
