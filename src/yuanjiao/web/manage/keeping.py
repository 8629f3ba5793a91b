"""Fetching what courses stand on (contracts, letters, productions) with the right to it, and who may keep it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from django import forms
from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.models import Contract, Introduction, Production
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import OutOfScope, Permission
from yuanjiao.web.manage.door import ManageRequest

Kept = TypeVar("Kept", bound=Model)
READ, WRITE = Permission.COURSES_READ, Permission.COURSES_WRITE


@dataclass(frozen=True, slots=True)
class Keepers:
    """The units that she may keep something for, and whether she may for the whole academy."""

    units: list[Unit]
    whole_academy: bool

    def offer(self, field: forms.Field) -> None:
        """Let a form's unit field offer them, and nothing else."""
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- tells mypy which field it is
        field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in self.units])
        field.required = not self.whole_academy
        if not self.whole_academy:
            field.empty_label = None

    @property
    def first(self) -> Unit | None:
        """The unit that a new thing is kept for, unless she says another."""
        return None if self.whole_academy or not self.units else self.units[0]


def keepers_of(request: ManageRequest, now_kept_by: Unit | None = None) -> Keepers:
    """For whom the reader may keep contracts, letters and productions; the present keeper is always among them."""
    units = list(Unit.objects.filter(path__in=request.scope.prefixes(WRITE)))
    if now_kept_by is not None and now_kept_by not in units:
        units.append(now_kept_by)
    return Keepers(units, request.scope.covers_academy(WRITE))


def demand_keeping(request: ManageRequest, unit: Unit | None) -> None:
    """Nothing, if she may keep things for this unit, or for the academy.

    :raises OutOfScope: otherwise.
    """
    if not catalogue.may_keep(request.scope, WRITE, unit):
        raise OutOfScope


def contract_of(request: ManageRequest, contract_id: int, permission: Permission = WRITE) -> Contract:
    """A contract in the reader's scope.

    :raises Http404: when there is none, or none for her.
    """
    return _kept(catalogue.contracts_in(request.scope, permission), contract_id)


def introduction_of(request: ManageRequest, introduction_id: int, permission: Permission = WRITE) -> Introduction:
    """A letter in the reader's scope; errors as `contract_of`."""
    return _kept(catalogue.introductions_in(request.scope, permission), introduction_id)


def production_of(request: ManageRequest, production_id: int, permission: Permission = WRITE) -> Production:
    """A production in the reader's scope; errors as `contract_of`."""
    return _kept(catalogue.productions_in(request.scope, permission), production_id)


def _kept(rows: QuerySet[Kept], number: int) -> Kept:
    return get_object_or_404(rows, pk=number)
