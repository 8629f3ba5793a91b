"""Writing, checking and publishing circulars. A published one is never touched again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanjiao.credits.public import ranking_rules, year_of
from yuanjiao.kernel import audit, jobs
from yuanjiao.kernel.models import BackgroundJob
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.models.unit import TIERS
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.oversight import wording
from yuanjiao.oversight.actions.snapshots import Period, plan_snapshot
from yuanjiao.oversight.document import said
from yuanjiao.oversight.models import Circular, CircularState, Reach
from yuanjiao.oversight.policy import CIRCULAR, circular_template
from yuanjiao.oversight.seals import circular_hash

COUNT, CHECK, TELL = "oversight.count", "oversight.check", "oversight.tell"


class CircularRefused(Exception):
    """Something that cannot be done with a circular as it stands."""


class AlreadyPublished(CircularRefused):
    """What is out is out."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("这份通报已经发布，不能再改。需要改正时请发更正通报。"))


class NotChecked(CircularRefused):
    """Nobody has had the figures checked since the last change."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("请先核对数字，再发布。"))


class FiguresMissing(CircularRefused):
    """The figures are still being counted."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("数字还在统计，请等统计完成。"))


class NothingToTell(CircularRefused):
    """A circular cannot be told to the tier that it comes from, or above."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("请选本单位以下的级别。"))


class NotToBeCorrected(CircularRefused):
    """Only a published circular of the same unit is corrected, and only once."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("只能更正本单位已发布、还没有更正过的通报。"))


@dataclass(frozen=True, slots=True)
class Words:
    """What the writer decides: title, text with its fields, and down to which tier."""

    title: str
    text: str
    reach: Reach


@dataclass(frozen=True, slots=True)
class Links:
    """The pages that notices lead to."""

    administrators: str
    learners: str


@transaction.atomic
def draft_circular(
    *, actor: Scope, unit: Unit, period: Period, words: Words, now: datetime, corrects: Circular | None = None
) -> Circular:
    """Begin a circular and let its figures be counted in the background.

    :raises OutOfScope: when the actor may not write circulars of the unit.
    :raises HourNotReached: when the stated hour lies ahead.
    :raises UnknownField: when the words name a figure that there is not.
    :raises NothingToTell: when the tier is not below the unit.
    :raises NotToBeCorrected: when the circular to be corrected is not one that can be.
    """
    _checked_words(unit, words)
    if corrects is not None and (corrects.unit_id != unit.pk or not _correctable(corrects)):
        raise NotToBeCorrected
    circular = Circular.objects.create(
        unit=unit,
        snapshot=plan_snapshot(actor=actor, unit=unit, period=period, now=now),
        title=words.title,
        text=words.text,
        reach=words.reach,
        template_version=circular_template(now).version,
        corrects=corrects,
        written_by_id=actor.actor_id,
        written_at=now,
    )
    _start(circular, COUNT, _("统计通报数字：%(period)s"), actor, now)
    _record(actor, "draft", circular, now)
    return circular


@transaction.atomic
def edit_circular(*, actor: Scope, circular_id: int, words: Words, now: datetime) -> Circular:
    """Change the words of a circular that is not out; its figures have to be checked again.

    :raises OutOfScope: when the actor may not write circulars of the unit.
    :raises AlreadyPublished: when it is out.
    :raises UnknownField: when the words name a figure that there is not.
    :raises NothingToTell: when the tier is not below the unit.
    """
    circular = _locked(actor, circular_id)
    _checked_words(circular.unit, words)
    circular.title, circular.text, circular.reach = words.title, words.text, words.reach
    _back_to_draft(circular)
    _record(actor, "edit", circular, now)
    return circular


@transaction.atomic
def count_again(*, actor: Scope, circular_id: int, period: Period, now: datetime) -> Circular:
    """Give a circular that is not out a new snapshot, of the same period or another.

    :raises OutOfScope: when the actor may not write circulars of the unit.
    :raises AlreadyPublished: when it is out.
    :raises HourNotReached: when the stated hour lies ahead.
    """
    circular = _locked(actor, circular_id)
    old = circular.snapshot
    circular.snapshot = plan_snapshot(actor=actor, unit=circular.unit, period=period, now=now)
    _back_to_draft(circular)
    old.delete()
    _start(circular, COUNT, _("统计通报数字：%(period)s"), actor, now)
    _record(actor, "count_again", circular, now)
    return circular


@transaction.atomic
def check_circular(*, actor: Scope, circular_id: int, now: datetime) -> BackgroundJob:
    """Have the figures counted again from the ledger, as of their hour; when they are the same, it may be published.

    :raises OutOfScope: when the actor may not write circulars of the unit.
    :raises AlreadyPublished: when it is out.
    :raises FiguresMissing: when they are not counted yet.
    """
    circular = _locked(actor, circular_id)
    if not circular.snapshot.hash:
        raise FiguresMissing
    return _start(circular, CHECK, _("核对通报数字：%(period)s"), actor, now)


@transaction.atomic
def mark_checked(*, actor_id: int | None, circular: Circular, snapshot_id: int, now: datetime) -> bool:
    """Note that the figures came out the same; nothing when the circular was changed meanwhile."""
    unchanged = Circular.objects.filter(pk=circular.pk, snapshot_id=snapshot_id, state=CircularState.DRAFT)
    unchanged = unchanged.filter(title=circular.title, text=circular.text)
    if not unchanged.update(state=CircularState.CHECKED, checked_by_id=actor_id, checked_at=now):
        return False
    _record(actor_id, "check", circular, now)
    return True


@transaction.atomic
def publish_circular(*, actor: Scope, circular_id: int, links: Links, now: datetime) -> Circular:
    """Put the figures into the words, number and seal the circular, and tell those concerned.

    In this order: lock, number, words, seal, then the job that tells people, which begins after the commit.

    :raises OutOfScope: when the actor may not write circulars of the unit.
    :raises AlreadyPublished: when it is out.
    :raises NotChecked: when its figures have not been checked since the last change.
    :raises NotToBeCorrected: when another correction of the same circular came out meanwhile.
    """
    circular = _locked(actor, circular_id)
    if circular.state != CircularState.CHECKED:
        raise NotChecked
    if circular.corrects is not None and not _correctable(circular.corrects):
        raise NotToBeCorrected
    circular.ranked = bool(ranking_rules(now).units)
    circular.year, circular.published_at = year_of(now), now
    earlier = Circular.objects.filter(unit=circular.unit, year=circular.year)
    circular.number = (earlier.aggregate(last=Max("number"))["last"] or 0) + 1
    circular.title, circular.text = said(circular)
    circular.state, circular.published_by_id = CircularState.PUBLISHED, actor.actor_id
    circular.hash = circular_hash(circular)
    circular.save()
    _start(circular, TELL, _("发送通报：%(period)s"), actor, now, links)
    _record(actor, "publish", circular, now)
    return circular


@transaction.atomic
def discard_circular(*, actor: Scope, circular_id: int, now: datetime) -> None:
    """Remove a circular that is not out, with its snapshot.

    :raises OutOfScope: when the actor may not write circulars of the unit.
    :raises AlreadyPublished: when it is out.
    """
    circular = _locked(actor, circular_id)
    _record(actor, "discard", circular, now)
    if circular.job is not None:
        jobs.cancel(circular.job, now=now)
    circular.delete()
    circular.snapshot.delete()


def _checked_words(unit: Unit, words: Words) -> None:
    wording.check(words.title)
    wording.check(words.text)
    if words.reach <= TIERS[unit.kind]:
        raise NothingToTell


def _correctable(circular: Circular) -> bool:
    return circular.published and not circular.corrections.filter(state=CircularState.PUBLISHED).exists()


def _locked(actor: Scope, circular_id: int) -> Circular:
    # The unit's row, so that two circulars of one unit never take the same number.
    unit_id = Circular.objects.values_list("unit_id", flat=True).get(pk=circular_id)
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    actor.demand(Permission.CIRCULARS_WRITE, unit)
    circular = Circular.objects.select_related("snapshot", "job", "unit").get(pk=circular_id)
    if circular.published:
        raise AlreadyPublished
    return circular


def _back_to_draft(circular: Circular) -> None:
    circular.state, circular.checked_by, circular.checked_at = CircularState.DRAFT, None, None
    circular.save()


def _start(
    circular: Circular, kind: str, title: str, actor: Scope, now: datetime, links: Links | None = None
) -> BackgroundJob:
    period = wording.period(circular.snapshot.begins_on, circular.snapshot.ends_on)
    job = jobs.start(
        kind,
        owner_id=actor.actor_id,
        title=title % {"period": period},
        arguments={"circular": circular.pk, "snapshot": circular.snapshot_id} | (asdict(links) if links else {}),
        now=now,
    )
    circular.job = job
    circular.save(update_fields=["job"])
    return job


def _record(actor: Scope | int | None, act: str, circular: Circular, now: datetime) -> None:
    audit.record(
        at=now,
        actor_id=actor.actor_id if isinstance(actor, Scope) else actor,
        verb=f"oversight.{act}_{CIRCULAR}",
        subject=(CIRCULAR, circular.pk),
        unit_path=circular.unit.path,
        detail={"title": circular.title, "snapshot": circular.snapshot_id},
    )
