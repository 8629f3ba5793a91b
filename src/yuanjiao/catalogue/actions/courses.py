"""Creating and changing courses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yuanjiao.catalogue import shelf
from yuanjiao.catalogue.failures import CatalogueFailure
from yuanjiao.catalogue.lifecycle import HIDDEN
from yuanjiao.catalogue.models import (
    Category,
    Course,
    CourseOrigin,
    CourseState,
    Lecturer,
    SourceKind,
    Supplier,
    Topic,
    University,
)
from yuanjiao.catalogue.search import index
from yuanjiao.kernel import audit
from yuanjiao.media.models import Asset
from yuanjiao.organisation.models import Person, Unit


@dataclass(frozen=True, slots=True)
class LecturerName:
    """A lecturer as an editor types her: a name and, to tell namesakes apart, where she works."""

    name: str
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class CourseFields:
    """Everything of a course that an editor fills in."""

    title: str
    topic: Topic
    source_kind: SourceKind
    summary: str = ""
    unit: Unit | None = None
    university: University | None = None
    supplier: Supplier | None = None
    lecturers: tuple[LecturerName, ...] = ()
    category: Category = Category.ELECTIVE
    credit_hundredths: int = 100
    tags: tuple[str, ...] = ()
    cover: Asset | None = None
    post_levels: tuple[str, ...] = ()
    unit_kinds: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()
    tenure_months_max: int | None = None
    licence_bars_others: bool = False
    demonstration: bool = field(default=False, kw_only=True)


class SourceIncomplete(CatalogueFailure):
    """A shared course names its university, a bought one its supplier."""


class LicenceWithoutAudience(CatalogueFailure):
    """A licence that bars others must say whom it admits."""


class OriginDisagrees(CatalogueFailure):
    """The course belongs to a contract, a letter or a production that says something else of its source."""


@transaction.atomic
def create_course(*, actor: Person | None, fields: CourseFields, now: datetime) -> Course:
    """Create a draft with its lecturers, and index it.

    :raises SourceIncomplete: when the source lacks its university or supplier.
    :raises LicenceWithoutAudience: when it bars others but admits everyone.
    """
    _check(fields)
    course = Course(state=CourseState.DRAFT, demonstration=fields.demonstration)
    _fill(course, fields)
    note_author(actor, course)
    _written(actor, course, "catalogue.create_course", now)
    return course


@transaction.atomic
def change_course(*, actor: Person | None, course: Course, fields: CourseFields, now: datetime) -> Course:
    """Change a course in any state; learners see it at once. What was earned with it stays as it was.

    Before it is online, opinions given earlier count no more, and whoever changed it does not audit it.

    :raises SourceIncomplete: when the source lacks its university or supplier.
    :raises LicenceWithoutAudience: when it bars others but admits everyone.
    :raises OriginDisagrees: when it belongs to a contract, letter or production of another source.
    """
    _check(fields)
    _fill(course, fields)
    note_author(actor, course)
    _written(actor, course, "catalogue.change_course", now)
    return course


def note_author(actor: Person | None, course: Course) -> None:
    """Remember who made or changed what is taught, and begin a new round if somebody was looking at the old."""
    if actor is not None:
        course.authors.add(actor)
    if course.state in HIDDEN and course.opinions.filter(round=course.audit_round).exists():
        course.audit_round += 1
        course.save(update_fields=["audit_round"])


def touch(course: Course) -> None:
    """Let every node see that the course has changed; called by the actions on its parts."""
    course.save(update_fields=["updated_at"])
    transaction.on_commit(shelf.forget)


def _check(fields: CourseFields) -> None:
    if fields.source_kind == SourceKind.SHARED_OPEN and fields.university is None:
        raise SourceIncomplete(_("共享资源要写明来自哪所高校。"))
    if fields.source_kind == SourceKind.PURCHASED and fields.supplier is None:
        raise SourceIncomplete(_("购买的课程要写明供应商。"))
    named = fields.post_levels or fields.unit_kinds or fields.positions
    admits_everyone = not named and fields.tenure_months_max is None
    if fields.licence_bars_others and admits_everyone:
        raise LicenceWithoutAudience(_("授权限制了对象，请至少填一项：职务层次、职务、单位类别或任职年限。"))


def _kind_settled(course: Course, origin: CourseOrigin | None) -> SourceKind | None:
    if hasattr(course, "production"):
        return SourceKind.LOCALLY_PRODUCED
    return origin.kind if origin else None


def _agree_with_origin(course: Course, fields: CourseFields) -> None:
    if course.pk is None:
        return
    origin = CourseOrigin.objects.filter(course=course).select_related("contract").first()
    kind = _kind_settled(course, origin)
    supplier = origin.contract.supplier_id if origin and origin.contract else None
    changed = supplier is not None and (fields.supplier is None or fields.supplier.pk != supplier)
    if kind is not None and (kind != fields.source_kind or changed):
        raise OriginDisagrees(_("这门课的来源已登记到合同、来文或录制任务。请先在“登记来源”里改，再来改这里。"))


def _fill(course: Course, fields: CourseFields) -> None:
    _agree_with_origin(course, fields)
    for name in (
        "title", "topic", "source_kind", "summary", "unit", "university", "supplier", "category",
        "credit_hundredths", "cover", "tenure_months_max", "licence_bars_others",
    ):  # fmt: skip
        setattr(course, name, getattr(fields, name))
    course.tags = list(dict.fromkeys(fields.tags))
    course.post_levels = sorted(set(fields.post_levels))
    course.unit_kinds = sorted(set(fields.unit_kinds))
    course.positions = list(dict.fromkeys(fields.positions))
    course.save()
    course.lecturers.set(
        [
            Lecturer.objects.get_or_create(name=lecturer.name, organisation=lecturer.organisation)[0]
            for lecturer in fields.lecturers
        ]
    )


def _written(actor: Person | None, course: Course, verb: str, now: datetime) -> None:
    index.put(course)
    record(actor, course, verb, now, {"title": course.title})
    transaction.on_commit(shelf.forget)


def record(actor: Person | None, course: Course, verb: str, now: datetime, detail: dict[str, object]) -> None:
    """Write the audit entry of an act on a course; one without an actor is the installation's own."""
    audit.record(
        at=now,
        actor_id=actor.pk if actor else None,
        verb=verb,
        subject=("course", course.pk),
        unit_path=str(course.unit.path) if course.unit else "",
        detail=detail,
    )
