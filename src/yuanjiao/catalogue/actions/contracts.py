"""Entering and changing contracts, letters of introduction and suppliers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yuanjiao.catalogue import shelf
from yuanjiao.catalogue.failures import CatalogueFailure
from yuanjiao.catalogue.models import Contract, Course, CourseOrigin, Introduction, Supplier
from yuanjiao.kernel import audit
from yuanjiao.media.models import Asset
from yuanjiao.organisation.models import Person, Unit


@dataclass(frozen=True, slots=True)
class ContractFields:
    """Everything of a contract that an editor fills in."""

    supplier: Supplier
    number: str
    title: str
    signed_on: date
    price_fen: int
    licence_from: date
    licence_to: date
    seats: int | None = None
    scan: Asset | None = None
    notes: str = ""
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class IntroductionFields:
    """Everything of a letter of introduction that an editor fills in."""

    authority: str
    letter_number: str
    received_on: date
    notes: str = ""
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class SupplierFields:
    """What is kept of a supplier."""

    name: str
    contact: str = ""
    phone: str = ""
    email: str = ""
    notes: str = ""


class LicenceReversed(CatalogueFailure):
    """A licence ends on the day it begins, or later."""


class ContractTaken(CatalogueFailure):
    """The supplier's contract of this number has been entered already."""


class LetterTaken(CatalogueFailure):
    """The authority's letter of this number has been entered already."""


class SupplierTaken(CatalogueFailure):
    """Another supplier has this name."""


class AlreadyRenewed(CatalogueFailure):
    """A contract is renewed once; the next renewal is of the new one."""


@transaction.atomic
def enter_contract(
    *, actor: Person | None, fields: ContractFields, now: datetime, renews: Contract | None = None
) -> Contract:
    """Enter a contract. The courses of the one that it renews are studied under it from now on.

    :raises LicenceReversed: when its licence ends before it begins.
    :raises ContractTaken: when it has been entered already.
    :raises AlreadyRenewed: when another contract renews the same one.
    """
    _check(fields, None)
    if renews is not None:
        renews = Contract.objects.select_for_update().get(pk=renews.pk)
        if Contract.objects.filter(renews=renews).exists():
            raise AlreadyRenewed(_("这份合同已经续签过，请从新合同续签。"))
    contract = Contract(renews=renews)
    _fill(contract, fields)
    if renews is not None:
        CourseOrigin.objects.filter(contract=renews).update(contract=contract)
        _tell_courses(contract, now)
    _record(actor, contract, "catalogue.enter_contract", now)
    return contract


@transaction.atomic
def change_contract(*, actor: Person | None, contract: Contract, fields: ContractFields, now: datetime) -> Contract:
    """Change a contract; its courses follow at once, to its supplier and to the end of its licence.

    :raises LicenceReversed: when its licence ends before it begins.
    :raises ContractTaken: when another one of the supplier has this number.
    """
    _check(fields, contract)
    _fill(contract, fields)
    _tell_courses(contract, now)
    _record(actor, contract, "catalogue.change_contract", now)
    return contract


@transaction.atomic
def keep_introduction(
    *, actor: Person | None, introduction: Introduction | None, fields: IntroductionFields, now: datetime
) -> Introduction:
    """Enter a letter of introduction, or change one.

    :raises LetterTaken: when another row is about the same letter.
    """
    same = Introduction.objects.filter(authority=fields.authority, letter_number=fields.letter_number)
    if same.exclude(pk=introduction.pk if introduction else 0).exists():
        raise LetterTaken(_("这个机关的这个文号已经登记过。"))
    verb = "catalogue.change_introduction" if introduction else "catalogue.enter_introduction"
    introduction = introduction or Introduction()
    for name in ("authority", "letter_number", "received_on", "notes", "unit"):
        setattr(introduction, name, getattr(fields, name))
    introduction.save()
    _record(actor, introduction, verb, now)
    return introduction


@transaction.atomic
def change_supplier(*, actor: Person | None, supplier: Supplier, fields: SupplierFields, now: datetime) -> Supplier:
    """Change what is kept of a supplier; with its name, what its courses show.

    :raises SupplierTaken: when another one has the name.
    """
    if Supplier.objects.filter(name=fields.name).exclude(pk=supplier.pk).exists():
        raise SupplierTaken(_("已经有叫这个名字的供应商。"))
    for name in ("name", "contact", "phone", "email", "notes"):
        setattr(supplier, name, getattr(fields, name))
    supplier.save()
    audit.record(
        at=now,
        actor_id=actor.pk if actor else None,
        verb="catalogue.change_supplier",
        subject=("supplier", supplier.pk),
        detail={"name": supplier.name},
    )
    return supplier


def _check(fields: ContractFields, contract: Contract | None) -> None:
    if fields.licence_to < fields.licence_from:
        raise LicenceReversed(_("授权到期日不能早于授权开始日。"))
    same = Contract.objects.filter(supplier=fields.supplier, number=fields.number)
    if same.exclude(pk=contract.pk if contract else 0).exists():
        raise ContractTaken(_("这家供应商的这个合同编号已经登记过。"))


def _fill(contract: Contract, fields: ContractFields) -> None:
    for name in (
        "supplier", "number", "title", "signed_on", "price_fen", "licence_from", "licence_to", "seats", "scan",
        "notes", "unit",
    ):  # fmt: skip
        setattr(contract, name, getattr(fields, name))
    contract.save()


def _tell_courses(contract: Contract, now: datetime) -> None:
    """Project the contract onto its courses; the new `updated_at` lets every node's shelf see it."""
    Course.objects.filter(origin__contract=contract).update(
        supplier=contract.supplier, licensed_until=contract.licence_to, updated_at=now
    )
    transaction.on_commit(shelf.forget)


def _record(actor: Person | None, kept: Contract | Introduction, verb: str, now: datetime) -> None:
    audit.record(
        at=now,
        actor_id=actor.pk if actor else None,
        verb=verb,
        subject=("contract" if isinstance(kept, Contract) else "introduction", kept.pk),
        unit_path=str(kept.unit.path) if kept.unit else "",
        detail={"title": str(kept)},
    )
