"""Letters of introduction, suppliers, and where a single course comes from."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.models import Introduction, University
from yuanjiao.organisation.public import OutOfScope, Permission
from yuanjiao.web.manage.course_door import course_of
from yuanjiao.web.manage.door import ManageRequest, allowed
from yuanjiao.web.manage.forms.sources import (
    IntroductionFilter,
    IntroductionForm,
    OriginForm,
    SupplierFilter,
    SupplierForm,
    given_of_origin,
)
from yuanjiao.web.manage.keeping import demand_keeping, introduction_of, keepers_of
from yuanjiao.web.manage.listings.sources import INTRODUCTIONS, SUPPLIERS
from yuanjiao.web.shell.listing import wants_file

OFFERED = 200
SHOWN_COURSES = 50


@require_GET
@allowed(Permission.COURSES_READ)
def introductions(request: ManageRequest) -> HttpResponse:
    """The letters by which courses were introduced to her units."""
    form = IntroductionFilter(request.GET)
    rows = form.in_order(form.narrow(catalogue.introductions_in(request.scope)))
    if wants_file(request):
        return INTRODUCTIONS.file(rows)
    context = {"form": form, "page": INTRODUCTIONS.page(request, rows)}
    context["may_write"] = request.scope.has(Permission.COURSES_WRITE)
    return render(request, "manage/sources/introductions.html", context)


@allowed(Permission.COURSES_WRITE)
def introduction_new(request: ManageRequest) -> HttpResponse:
    """Enter a letter."""
    keepers = keepers_of(request)
    posted = request.POST if request.method == "POST" else None
    return _introduction(request, IntroductionForm(posted, initial={"unit": keepers.first}, keepers=keepers), None)


@allowed(Permission.COURSES_WRITE)
def introduction(request: ManageRequest, introduction_id: int) -> HttpResponse:
    """One letter with the courses that it introduced; change it."""
    letter = introduction_of(request, introduction_id)
    first = {name: getattr(letter, name) for name in ("authority", "letter_number", "received_on", "unit", "notes")}
    posted = request.POST if request.method == "POST" else None
    form = IntroductionForm(posted, initial=first, keepers=keepers_of(request, letter.unit))
    return _introduction(request, form, letter)


def _introduction(request: ManageRequest, form: IntroductionForm, letter: Introduction | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        demand_keeping(request, form.cleaned_data["unit"])
        try:
            kept = catalogue.keep_introduction(
                actor=request.user, introduction=letter, fields=form.introduction_fields(), now=timezone.now()
            )
        except catalogue.LetterTaken as failure:
            form.add_error("letter_number", failure.sentence)
        else:
            messages.success(request, _("来文已保存。在课程的“登记来源”里选它，课程就归到这份来文。"))
            return redirect("manage:introduction", kept.pk)
    origins = letter.origins.select_related("course").order_by("course__title")[:SHOWN_COURSES] if letter else []
    context = {"form": form, "letter": letter, "origins": origins}
    return render(request, "manage/sources/introduction.html", context, status=422 if form.errors else 200)


@require_GET
@allowed(Permission.COURSES_READ)
def suppliers(request: ManageRequest) -> HttpResponse:
    """All suppliers, with what her units bought from them."""
    form = SupplierFilter(request.GET)
    rows = form.in_order(form.narrow(catalogue.suppliers_in(request.scope)))
    if wants_file(request):
        return SUPPLIERS.file(rows)
    context = {"form": form, "page": SUPPLIERS.page(request, rows)}
    context["may_write"] = request.scope.covers_academy(Permission.COURSES_WRITE)
    return render(request, "manage/sources/suppliers.html", context)


@allowed(Permission.COURSES_WRITE)
def supplier(request: ManageRequest, supplier_id: int) -> HttpResponse:
    """Whom to call at a supplier; they are everybody's, so whoever edits the academy's courses changes them."""
    if not request.scope.covers_academy(Permission.COURSES_WRITE):
        raise OutOfScope
    found = get_object_or_404(catalogue.suppliers_in(request.scope), pk=supplier_id)
    first = {name: getattr(found, name) for name in ("name", "contact", "phone", "email", "notes")}
    form = SupplierForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            catalogue.change_supplier(
                actor=request.user, supplier=found, fields=form.supplier_fields(), now=timezone.now()
            )
        except catalogue.SupplierTaken as failure:
            form.add_error("name", failure.sentence)
        else:
            messages.success(request, _("供应商已保存。"))
            return redirect("manage:supplier", supplier_id)
    context = {"form": form, "supplier": found}
    return render(request, "manage/sources/supplier.html", context, status=422 if form.errors else 200)


@allowed(Permission.COURSES_WRITE)
def origin(request: ManageRequest, course_id: int) -> HttpResponse:
    """Say where a course comes from."""
    course = course_of(request, course_id)
    form = OriginForm(
        request.POST if request.method == "POST" else None,
        initial=given_of_origin(course, catalogue.origin_of(course)),
        contracts=catalogue.contracts_in(request.scope).order_by("-signed_on", "-id"),
        introductions=catalogue.introductions_in(request.scope).order_by("-received_on", "-id"),
    )
    if request.method == "POST" and form.is_valid():
        try:
            catalogue.set_origin(actor=request.user, course=course, origin=form.origin(), now=timezone.now())
        except catalogue.CatalogueFailure as failure:
            form.add_error(None, failure.sentence)
        else:
            messages.success(request, _("来源已登记。"))
            return redirect("manage:course", course_id)
    context = {"course": course, "form": form, "universities": University.objects.all()[:OFFERED]}
    return render(request, "manage/sources/origin.html", context, status=422 if form.errors else 200)
