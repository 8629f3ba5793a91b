"""Contracts: their list, each with its courses and who is in the middle of them, entering, changing, renewing."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.models import Contract, Course, Supplier
from yuanjiao.kernel.storage import originals
from yuanjiao.learning.public import numbers_in_the_middle
from yuanjiao.organisation.public import Permission
from yuanjiao.web.manage.course_door import asset_of
from yuanjiao.web.manage.door import ManageRequest, act, allowed
from yuanjiao.web.manage.forms.sources import ContractCourseFilter, ContractFilter, ContractForm, given_of_contract
from yuanjiao.web.manage.keeping import READ, contract_of, demand_keeping, keepers_of
from yuanjiao.web.manage.listings.sources import CONTRACT_COURSES, CONTRACTS
from yuanjiao.web.shell.http import ticked
from yuanjiao.web.shell.listing import wants_file

OFFERED = 200
FAULTY_FIELDS: dict[type[Exception], str] = {
    catalogue.ContractTaken: "number",
    catalogue.LicenceReversed: "licence_to",
}


class Line(NamedTuple):
    """A course of a contract, and how many are in the middle of it."""

    course: Course
    studying: int


@require_GET
@allowed(Permission.COURSES_READ)
def index(request: ManageRequest) -> HttpResponse:
    """The contracts of her units, those that end soonest first."""
    form = ContractFilter(request.GET)
    rows = form.in_order(form.narrow(catalogue.contracts_in(request.scope)))
    if wants_file(request):
        return CONTRACTS.file(rows)
    context = {"form": form, "page": CONTRACTS.page(request, rows), "today": timezone.localdate()}
    context["soon"] = catalogue.licence_rules(timezone.now()).first
    context["may_write"] = request.scope.has(Permission.COURSES_WRITE)
    return render(request, "manage/sources/contracts.html", context)


@require_GET
@allowed(Permission.COURSES_READ)
def show(request: ManageRequest, contract_id: int) -> HttpResponse:
    """One contract: what it costs, until when it holds, its courses, and who is in the middle of them."""
    contract, form = contract_of(request, contract_id, READ), ContractCourseFilter(request.GET)
    every = catalogue.courses_of(contract)
    rows = form.in_order(form.narrow(every))
    if wants_file(request):
        return CONTRACT_COURSES.file(_lines(rows))
    page = CONTRACT_COURSES.page(request, rows)
    may_write = catalogue.may_keep(request.scope, Permission.COURSES_WRITE, contract.unit)
    context = {
        "contract": contract,
        "form": form,
        "page": page,
        "lines": _lines(page),
        "left": (contract.licence_to - timezone.localdate()).days,
        "takes_seats": contract.takes_seats_on(timezone.localdate()),
        "soon": catalogue.licence_rules(timezone.now()).first,
        "studying": sum(numbers_in_the_middle(every.values_list("pk", flat=True)).values()),
        "may_write": may_write,
        "others": catalogue.courses_without_contract(request.scope, contract)[:OFFERED] if may_write else [],
    }
    return render(request, "manage/sources/contract.html", context)


@allowed(Permission.COURSES_WRITE)
def new(request: ManageRequest) -> HttpResponse:
    """Enter a contract, also one that renews another."""
    old = _renewed(request)
    form = _form(request, None, old)
    if request.method == "POST" and form.is_valid() and (saved := _saved(request, form, None, old)):
        messages.success(
            request,
            _("合同已登记。接下来把课程归到这份合同。") if old is None else _("已续签，原合同的课程都转过来了。"),
        )
        return redirect("manage:contract", saved.pk)
    return _form_page(request, form, None, old)


@allowed(Permission.COURSES_WRITE)
def edit(request: ManageRequest, contract_id: int) -> HttpResponse:
    """Change a contract; its courses follow."""
    contract = contract_of(request, contract_id)
    form = _form(request, contract, None)
    if request.method == "POST" and form.is_valid() and _saved(request, form, contract, None):
        messages.success(request, _("合同已保存，课程的授权期跟着变了。"))
        return redirect("manage:contract", contract_id)
    return _form_page(request, form, contract, None)


@require_POST
@allowed(Permission.COURSES_WRITE)
def take_in(request: ManageRequest, contract_id: int) -> HttpResponse:
    """Let the ticked courses be studied under the contract."""
    contract = contract_of(request, contract_id)
    numbers = ticked(request.POST, "course")
    courses = list(catalogue.courses_without_contract(request.scope, contract).filter(pk__in=numbers[:OFFERED]))
    done = ngettext("%(number)s 门课程归到了这份合同。", "%(number)s 门课程归到了这份合同。", len(courses))
    return act(
        request,
        lambda: catalogue.take_into_contract(
            actor=request.user, contract=contract, courses=courses, now=timezone.now()
        ),
        done % {"number": len(courses)},
        reverse("manage:contract", args=[contract.pk]),
        (catalogue.CatalogueFailure,),
    )


@require_GET
@allowed(Permission.COURSES_READ)
def scan(request: ManageRequest, contract_id: int) -> HttpResponseBase:
    """The scan of a contract, to download."""
    asset = contract_of(request, contract_id, READ).scan
    if asset is None or not asset.original_path:
        raise Http404
    with originals().copy_of(asset.original_path) as path:
        # Opened before the copy goes, as with the results of jobs.
        return FileResponse(path.open("rb"), as_attachment=True, filename=asset.original_name)


def _lines(courses: object) -> list[Line]:
    rows: list[Course] = list(courses)  # type: ignore[call-overload]  # a page or a query of courses
    studying = numbers_in_the_middle(course.pk for course in rows)
    return [Line(course, studying.get(course.pk, 0)) for course in rows]


def _renewed(request: ManageRequest) -> Contract | None:
    number = request.GET.get("renews", "")
    return contract_of(request, int(number)) if number.isdecimal() else None


def _form(request: ManageRequest, contract: Contract | None, old: Contract | None) -> ContractForm:
    keepers = keepers_of(request, contract.unit if contract else None)
    if contract is not None:
        first = given_of_contract(contract)
    elif old is not None:
        following = {"licence_from": old.licence_to + timedelta(days=1), "licence_to": None}
        first = given_of_contract(old) | following | {"number": "", "signed_on": None, "scan": ""}
    else:
        first = {"unit": keepers.first}
    return ContractForm(request.POST if request.method == "POST" else None, initial=first, keepers=keepers)


def _saved(
    request: ManageRequest, form: ContractForm, contract: Contract | None, old: Contract | None
) -> Contract | None:
    demand_keeping(request, form.cleaned_data["unit"])
    fields = form.contract_fields(asset_of(request, form.cleaned_data["scan"], contract.scan if contract else None))
    now = timezone.now()
    try:
        if contract is None:
            return catalogue.enter_contract(actor=request.user, fields=fields, now=now, renews=old)
        return catalogue.change_contract(actor=request.user, contract=contract, fields=fields, now=now)
    except catalogue.CatalogueFailure as failure:
        form.add_error(FAULTY_FIELDS.get(type(failure)), failure.sentence)
        return None


def _form_page(
    request: ManageRequest, form: ContractForm, contract: Contract | None, old: Contract | None
) -> HttpResponse:
    context = {
        "form": form,
        "contract": contract,
        "renewed": old,
        "scan": asset_of(request, str(form["scan"].value() or ""), contract.scan if contract else None),
        "suppliers": Supplier.objects.order_by("name")[:OFFERED],
    }
    return render(request, "manage/sources/contract_form.html", context, status=422 if form.errors else 200)
