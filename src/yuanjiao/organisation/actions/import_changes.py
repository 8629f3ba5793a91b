"""The rows of an import that change people who are there: new values, transfers with their history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from yuanjiao.organisation import bulk, events
from yuanjiao.organisation.actions.class_places import give_up_place
from yuanjiao.organisation.actions.concerned import tell_of_moves
from yuanjiao.organisation.actions.import_conflicts import set_conflicts_aside
from yuanjiao.organisation.actions.import_tags import add_tags
from yuanjiao.organisation.actions.imports import CHUNK
from yuanjiao.organisation.initials import initials_of
from yuanjiao.organisation.models import ImportJob, ImportRow, ImportStatus, Membership, Person, RowOutcome, Unit
from yuanjiao.organisation.reorganising.reading import heirs_of

CHANGEABLE = ("full_name", "unit_id", "post_level", "rank", "position", "appointed_on", "phone", "email", "is_learner")


def apply_changes(*, job_id: int, now: datetime) -> ImportJob | None:
    """Apply the next chunk of changed rows; nothing when there is none left."""
    try:
        return _apply(job_id, now)
    except IntegrityError:
        with transaction.atomic():
            job = ImportJob.objects.select_for_update().get(pk=job_id)
            set_conflicts_aside(job=job, rows=_rows(job))
        return job


def _rows(job: ImportJob) -> list[ImportRow]:
    rows = ImportRow.objects.filter(job=job, outcome=RowOutcome.CHANGED, number__gt=job.reached)
    return list(rows.order_by("number")[: CHUNK // 2])


@transaction.atomic
def _apply(job_id: int, now: datetime) -> ImportJob | None:
    job = ImportJob.objects.select_for_update().get(pk=job_id)
    if job.status != ImportStatus.PUBLISHED:
        return job  # Another worker has finished it while this one waited for the lock.
    rows = _rows(job)
    if not rows:
        return None
    staff_numbers = [row.staff_number for row in rows]
    locked = Person.objects.select_for_update().filter(staff_number__in=staff_numbers, is_active=True).order_by("pk")
    people = {person.staff_number: person for person in locked}
    pairs = [(people[row.staff_number], row) for row in rows if row.staff_number in people]
    _Changes(job, now).apply(pairs)
    job.reached = rows[-1].number
    job.announced += len(rows)
    job.save(update_fields=["reached", "announced"])
    return job


class _Changes:
    """One chunk: what becomes of each person, and what is told of it."""

    def __init__(self, job: ImportJob, now: datetime) -> None:
        self.on = job.effective_on
        self.started_by = job.created_by_id
        self.now = now

    def apply(self, pairs: Sequence[tuple[Person, ImportRow]]) -> None:
        # A unit may have been merged away since the file was checked.
        heirs = heirs_of({row.values["unit"] for _person, row in pairs})
        wanted = {row.pk: heirs.get(row.values["unit"], row.values["unit"]) for _person, row in pairs}
        units = {person.unit_id for person, _row in pairs} | set(wanted.values())
        known = list(Unit.objects.filter(pk__in=units).values_list("pk", "path", "name"))
        self.paths = {number: path for number, path, _name in known}
        self.names = {number: name for number, _path, name in known}
        before = {person.pk: (person.unit_id, person.post_level, person.is_learner) for person, _row in pairs}
        values = []
        for person, row in pairs:
            said: dict[str, Any] = {**row.values, "unit_id": wanted[row.pk]}
            for name in CHANGEABLE:
                setattr(person, name, said.get(name, getattr(person, name)))
            person.initials = initials_of(person.full_name)
            values.append((*(getattr(person, name) for name in CHANGEABLE), person.initials, person.pk))
        bulk.update_rows(Person, (*CHANGEABLE, "initials"), values)
        add_tags(rows=[row for _person, row in pairs])
        people = [person for person, _row in pairs]
        moved = [person for person in people if person.unit_id != before[person.pk][0]]
        self._transfer(moved)
        self._tell(people, before)
        # Not the one who started the import: she knows.
        ways = {person.pk: (before[person.pk][0], person.unit_id) for person in moved if person.pk != self.started_by}
        names = {number: (self.names[left], self.names[come]) for number, (left, come) in ways.items()}
        tell_of_moves(moves=names, on=self.on, now=self.now)

    def _transfer(self, moved: Sequence[Person]) -> None:
        open_stays = Membership.objects.filter(person__in=moved, until__isnull=True)
        # A stay that began today, or is entered with a later date, ends on the day it began.
        open_stays.filter(since__lte=self.on).update(until=self.on)
        for stay in Membership.objects.filter(person__in=moved, until__isnull=True):
            stay.until = stay.since
            stay.save(update_fields=["until"])
        Membership.objects.bulk_create(
            [Membership(person=person, unit_id=person.unit_id, since=self.on) for person in moved]
        )
        give_up_place(person_ids=[person.pk for person in moved])

    def _tell(self, people: Sequence[Person], before: dict[int, tuple[int, str, bool]]) -> None:
        enrolled, left, moved, reclassified = [], [], [], []
        for person in people:
            unit_id, level, was_learner = before[person.pk]
            path = self.paths[person.unit_id]
            if person.is_learner and not was_learner:
                enrolled.append(events.Enrolled(person.pk, person.unit_id, path, person.post_level))
            elif was_learner and not person.is_learner:
                left.append(events.Left(person.pk, self.paths[unit_id]))
            elif person.is_learner:
                if person.unit_id != unit_id:
                    moved.append(events.Transferred(person.pk, person.unit_id, self.paths[unit_id], path))
                if person.post_level != level:
                    reclassified.append(events.Reclassified(person.pk, path, level, person.post_level))
        events.tell(events.person_left, left, self.now)
        events.tell(events.person_enrolled, enrolled, self.now)
        events.tell(events.person_transferred, moved, self.now)
        events.tell(events.person_reclassified, reclassified, self.now)
