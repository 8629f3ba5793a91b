"""Writing the measures, putting a version in force, taking note of it, reminding those who have not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanjiao.credits.public import date_of
from yuanjiao.kernel import audit, jobs
from yuanjiao.kernel.models import BackgroundJob
from yuanjiao.organisation.models import Person, Unit
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.oversight.failures import OversightRefused
from yuanjiao.oversight.measures import measures_compared, version_before
from yuanjiao.oversight.measures_compared import Change
from yuanjiao.oversight.models import MeasuresChapter, MeasuresReceipt, MeasuresUnitReceipt, MeasuresVersion

TELL = "oversight.measures"


class DraftThere(OversightRefused):
    """A version is being written already."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("已经有一份草稿，请在它上面改。"))


class NotADraft(OversightRefused):
    """A published version never changes."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("这一版已经发布，不能再改；要改请起草新的一版。"))


class NothingWritten(OversightRefused):
    """A version without a chapter, or without a change, is to be published."""


class BeginsTooEarly(OversightRefused):
    """A version is to begin before today, or no later than the one before it."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("施行日期要在今天或以后，也要晚于上一版的施行日期。"))


class RuleTaken(OversightRefused):
    """Another chapter is about the rule already, or has the place."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("已有一章对应这条规则或占了这个次序，请换一个。"))


@dataclass(frozen=True, slots=True)
class ChapterDetails:
    """What a chapter says."""

    position: int
    title: str
    text: str
    rule: str = ""


@transaction.atomic
def draft_measures(*, actor: Scope, title: str, now: datetime) -> MeasuresVersion:
    """Begin a new version with the chapters of the last one.

    :raises OutOfScope: when the actor does not administer the whole academy.
    :raises DraftThere: when one is being written.
    """
    actor.demand_everywhere(Permission.POLICY_WRITE)
    _lock()
    if MeasuresVersion.objects.filter(draft=True).exists():
        raise DraftThere
    last = MeasuresVersion.objects.order_by("-number").first()
    number = (MeasuresVersion.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    draft = MeasuresVersion.objects.create(number=number, title=title)
    MeasuresChapter.objects.bulk_create(
        MeasuresChapter(version=draft, position=each.position, title=each.title, text=each.text, rule=each.rule)
        for each in (last.chapters.all() if last else ())
    )
    _record(actor, "draft_measures", draft, now)
    return draft


@transaction.atomic
def write_chapter(
    *, actor: Scope, details: ChapterDetails, now: datetime, chapter_id: int | None = None
) -> MeasuresChapter:
    """Add a chapter to the draft, or write one of its chapters anew.

    :raises OutOfScope: when the actor does not administer the whole academy.
    :raises NotADraft: when the chapter belongs to a published version, or there is no draft.
    :raises RuleTaken: when its rule or place is another chapter's.
    """
    draft = _draft(actor)
    chapter = MeasuresChapter(version=draft) if chapter_id is None else _chapter_of(draft, chapter_id)
    others = draft.chapters.exclude(pk=chapter.pk)
    if others.filter(position=details.position).exists() or (
        details.rule and others.filter(rule=details.rule).exists()
    ):
        raise RuleTaken
    chapter.position, chapter.title = details.position, details.title
    chapter.text, chapter.rule = details.text, details.rule
    chapter.save()
    _record(actor, "write_chapter", draft, now)
    return chapter


@transaction.atomic
def remove_chapter(*, actor: Scope, chapter_id: int, now: datetime) -> None:
    """Take a chapter out of the draft.

    :raises OutOfScope: when the actor does not administer the whole academy.
    :raises NotADraft: when the chapter belongs to a published version.
    """
    draft = _draft(actor)
    _chapter_of(draft, chapter_id).delete()
    _record(actor, "remove_chapter", draft, now)


@transaction.atomic
def discard_measures(*, actor: Scope, now: datetime) -> None:
    """Throw the draft away; no published version is touched."""
    draft = _draft(actor)
    _record(actor, "discard_measures", draft, now)
    draft.delete()


@transaction.atomic
def publish_measures(*, actor: Scope, valid_from: date, summary: str, now: datetime, page: str = "") -> MeasuresVersion:
    """Put the draft in force from a day on; learners and units are told in the background.

    :param page: where the notice leads.
    :raises OutOfScope: when the actor does not administer the whole academy.
    :raises NothingWritten: when it has no chapter, or says what the version before says.
    :raises BeginsTooEarly: when it is to begin before today or no later than the version before.
    """
    draft = _draft(actor)
    before = version_before(draft)
    changes = measures_compared(before, draft)
    if not any(each.change is not Change.GONE for each in changes):
        raise NothingWritten(_("还没有写一章，不能发布。"))
    if all(each.change is Change.SAME for each in changes):
        raise NothingWritten(_("和上一版一字不差，没有要发布的。"))
    if valid_from < date_of(now) or (before and before.valid_from and valid_from <= before.valid_from):
        raise BeginsTooEarly
    draft.draft, draft.valid_from, draft.summary = False, valid_from, summary
    draft.published_at, draft.published_by_id = now, actor.actor_id
    draft.save()
    _record(actor, "publish_measures", draft, now)
    top = Unit.objects.filter(depth=1).order_by("path").first()
    if top is not None:
        _tell(actor, draft, top, now, page, _("告知管理办法：%(title)s") % {"title": draft.title})
    return draft


@transaction.atomic
def note_measures(*, actor: Person, version: MeasuresVersion, now: datetime) -> None:
    """A learner takes note of a published version; once is enough, and a draft is passed over."""
    if not version.draft:
        MeasuresReceipt.objects.get_or_create(learner_id=actor.pk, version=version, defaults={"at": now})


@transaction.atomic
def note_measures_for_unit(*, actor: Scope, unit: Unit, version: MeasuresVersion, now: datetime) -> None:
    """A unit takes note of a published version, by one of its administrators.

    :raises OutOfScope: when the actor does not administer the unit.
    """
    actor.demand(Permission.PEOPLE_WRITE, unit)
    noted, created = MeasuresUnitReceipt.objects.get_or_create(
        unit=unit, version=version, defaults={"by_id": actor.actor_id, "at": now}
    )
    if created:
        audit.record(
            at=now,
            actor_id=actor.actor_id,
            verb="oversight.note_measures",
            subject=("measures", version.number),
            unit_path=str(noted.unit.path),
        )


@transaction.atomic
def remind_of_measures(
    *, actor: Scope, unit: Unit, version: MeasuresVersion, now: datetime, page: str
) -> BackgroundJob:
    """Remind, in the background, those of a unit's subtree who have not taken note.

    :raises OutOfScope: when the actor may not remind its learners.
    """
    actor.demand(Permission.LEARNERS_REMIND, unit)
    _record(actor, "remind_of_measures", version, now, str(unit.path))
    return _tell(actor, version, unit, now, page, _("提醒阅知管理办法：%(unit)s") % {"unit": unit})


def _tell(actor: Scope, version: MeasuresVersion, unit: Unit, now: datetime, page: str, title: str) -> BackgroundJob:
    arguments = {"version": version.pk, "unit": unit.pk, "page": page}
    return jobs.start(TELL, owner_id=actor.actor_id, title=title, arguments=arguments, now=now)


def _draft(actor: Scope) -> MeasuresVersion:
    actor.demand_everywhere(Permission.POLICY_WRITE)
    draft = MeasuresVersion.objects.select_for_update().filter(draft=True).first()
    if draft is None:
        raise NotADraft
    return draft


def _chapter_of(draft: MeasuresVersion, chapter_id: int) -> MeasuresChapter:
    chapter = draft.chapters.filter(pk=chapter_id).first()
    if chapter is None:
        raise NotADraft
    return chapter


def _lock() -> None:
    """One version is begun at a time."""
    list(Unit.objects.select_for_update().filter(depth=1).order_by("pk"))


def _record(actor: Scope, act: str, version: MeasuresVersion, now: datetime, unit_path: str = "") -> None:
    audit.record(
        at=now,
        actor_id=actor.actor_id,
        verb=f"oversight.{act}",
        subject=("measures", version.number),
        unit_path=unit_path,
    )
