"""Saying where a course comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanjiao.catalogue.actions.courses import record, touch
from yuanjiao.catalogue.failures import CatalogueFailure
from yuanjiao.catalogue.models import (
    Contract,
    Course,
    CourseOrigin,
    Introduction,
    SharedLicence,
    SourceKind,
    Supplier,
    University,
)
from yuanjiao.organisation.models import Person


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a course comes from: of the other fields, those that belong to its kind."""

    kind: SourceKind
    contract: Contract | None = None
    introduction: Introduction | None = None
    university: University | None = None
    licence: SharedLicence | None = None

    @property
    def complete(self) -> bool:
        """Whether what belongs to the kind is there; what is made here needs nothing."""
        if self.kind == SourceKind.PURCHASED:
            return self.contract is not None
        if self.kind == SourceKind.INTRODUCED:
            return self.introduction is not None
        return self.kind != SourceKind.SHARED_OPEN or (self.university is not None and self.licence is not None)


class OriginIncomplete(CatalogueFailure):
    """A bought course names its contract, an introduced one its letter, a shared one university and licence."""


class OriginSettled(CatalogueFailure):
    """The course was made here, and its production says so."""


@transaction.atomic
def set_origin(*, actor: Person | None, course: Course, origin: Origin, now: datetime) -> Course:
    """Say where a course comes from, instead of what was said before.

    Its kind of source, supplier, university and the end of its licence follow; what was earned with it stays.

    :raises OriginIncomplete: when what belongs to the kind of source is missing.
    :raises OriginSettled: when it was produced here and something else is said.
    """
    if not origin.complete:
        raise OriginIncomplete(gettext_lazy("请选出它的合同、来文，或高校和许可方式。"))
    course = Course.objects.select_for_update().get(pk=course.pk)
    if origin.kind != SourceKind.LOCALLY_PRODUCED and hasattr(course, "production"):
        raise OriginSettled(_("这门课是“%(event)s”录制成的，来源不能改成别的。") % {"event": course.production})
    _settle(course, origin)
    touch(course)
    record(actor, course, "catalogue.set_origin", now, {"title": course.title, "kind": str(origin.kind)})
    return course


@transaction.atomic
def take_into_contract(*, actor: Person | None, contract: Contract, courses: Iterable[Course], now: datetime) -> int:
    """Let courses be studied under a contract; how many they are."""
    origin = Origin(SourceKind.PURCHASED, contract=contract)
    return sum(bool(set_origin(actor=actor, course=course, origin=origin, now=now)) for course in courses)


def missing_in_licence(course: Course) -> list[str]:
    """What its contract lacks before learners may see a course; asked with the other checks of publishing."""
    if course.licensed_until is None:
        return []
    today = timezone.localdate()
    origin = CourseOrigin.objects.filter(course=course).select_related("contract").first()
    contract = origin.contract if origin else None
    if contract is None or contract.licence_from <= today <= contract.licence_to:
        return []
    words = {"title": contract.title}
    if today > contract.licence_to:
        return [_("合同“%(title)s”的授权已到期。请先续签。") % words]
    return [_("合同“%(title)s”的授权还没有开始。") % words]


def _settle(course: Course, origin: Origin) -> None:
    supplier: Supplier | None = origin.contract.supplier if origin.contract else None
    course.source_kind, course.supplier, course.university = origin.kind, supplier, origin.university
    course.licensed_until = origin.contract.licence_to if origin.contract else None
    course.save()
    if origin.kind == SourceKind.LOCALLY_PRODUCED:
        CourseOrigin.objects.filter(course=course).delete()
        return
    CourseOrigin.objects.update_or_create(
        course=course,
        defaults={
            "contract": origin.contract,
            "introduction": origin.introduction,
            "shared_licence": origin.licence or "",
        },
    )
