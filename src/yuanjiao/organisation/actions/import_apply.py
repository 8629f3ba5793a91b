"""Letting a confirmed import in: new people unseen in chunks, published at one stroke, then told of; then changes.

Every step can be begun again: the job's row, written in each chunk's own transaction, says how far it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from yuanjiao.organisation import bulk, events, one_time
from yuanjiao.organisation.actions.classes import form_class_groups
from yuanjiao.organisation.actions.import_changes import apply_changes
from yuanjiao.organisation.actions.import_check import Progress, in_chunks
from yuanjiao.organisation.actions.import_conflicts import set_conflicts_aside
from yuanjiao.organisation.actions.import_tags import add_tags
from yuanjiao.organisation.actions.imports import CHUNK, record, scope_of_job
from yuanjiao.organisation.initials import initials_of
from yuanjiao.organisation.models import (
    ImportJob,
    ImportRow,
    ImportStatus,
    Membership,
    Person,
    PostLevel,
    RowOutcome,
    Unit,
)
from yuanjiao.organisation.reorganising.reading import heirs_of

PERSON_COLUMNS = (
    "staff_number",
    "full_name",
    "initials",
    "phone",
    "email",
    "unit_id",
    "post_level",
    "rank",
    "position",
    "appointed_on",
    "is_learner",
    "one_time_code_hash",
    "arrival_id",
    "joined_at",
    "one_time_code_expires",
    "password",
    "is_active",
    "must_change_password",
    "language",
    "large_text",
)
UNITS_AT_ONCE = 8
UNUSABLE_PASSWORD = "!"  # noqa: S105 -- the mark of no password, as Django writes it


def apply_import(*, job: ImportJob, now: datetime, progress: Progress) -> ImportJob:
    """Carry a confirmed import to its end from wherever it stands; a job in another state is left alone."""
    job = ImportJob.objects.get(pk=job.pk)
    total = job.new_rows * 2 + job.changed_rows
    while job.status == ImportStatus.APPLYING:
        job = _insert_chunk(job.pk, now)
        progress(min(job.announced, total), total)
    while job.status == ImportStatus.PUBLISHED:
        job = _announce_chunk(job.pk, now) or apply_changes(job_id=job.pk, now=now) or _finish(job.pk, now)
        progress(min(job.announced, total), total)
    return job


def locked(job_id: int) -> ImportJob:
    """The job's row, held until the chunk is committed, so that two workers cannot do one chunk twice."""
    return ImportJob.objects.select_for_update().get(pk=job_id)


def next_rows(job: ImportJob, outcome: RowOutcome) -> list[ImportRow]:
    """The next chunk of staged rows of an outcome, after what has been reached."""
    rows = ImportRow.objects.filter(job=job, outcome=outcome, number__gt=job.reached)
    return list(rows.order_by("number")[:CHUNK])


def _insert_chunk(job_id: int, now: datetime) -> ImportJob:
    try:
        return _insert(job_id, now)
    except IntegrityError:
        # Someone was added since the check, with a staff number, phone or e-mail of this chunk.
        with transaction.atomic():
            job = locked(job_id)
            if job.status == ImportStatus.APPLYING:
                set_conflicts_aside(job=job, rows=next_rows(job, RowOutcome.NEW))
        return job


@transaction.atomic
def _insert(job_id: int, now: datetime) -> ImportJob:
    job = locked(job_id)
    if job.status != ImportStatus.APPLYING:
        return job  # Another worker has published it while this one waited for the lock.
    rows = next_rows(job, RowOutcome.NEW)
    if not rows:
        return _publish(job, now)
    bulk.insert_rows(Person, PERSON_COLUMNS, _people(job, rows, now))
    _insert_memberships(job, rows)
    add_tags(rows=rows)
    job.reached = rows[-1].number
    job.announced += len(rows)
    job.save(update_fields=["reached", "announced"])
    return job


def _people(job: ImportJob, rows: Sequence[ImportRow], now: datetime) -> list[tuple[object, ...]]:
    shared = (
        job.pk,
        bulk.moment(now),
        bulk.moment(job.codes_expire_at),
        UNUSABLE_PASSWORD,
        True,
        True,
        "zh-hans",
        False,
    )
    people: list[tuple[object, ...]] = []
    # A unit may have been merged away since the file was checked.
    heirs = heirs_of({row.values["unit"] for row in rows})
    for row in rows:
        said = row.values
        own = (
            said["staff_number"],
            said["full_name"],
            initials_of(said["full_name"]),
            said.get("phone"),
            said.get("email"),
            heirs.get(said["unit"], said["unit"]),
            said.get("post_level", PostLevel.STAFF.value),
            said.get("rank", ""),
            said.get("position", ""),
            said.get("appointed_on"),
            said.get("is_learner", True),
            one_time.hash_of(one_time.code_of_import(job.key, said["staff_number"])),
        )
        people.append(own + shared)
    return people


def _insert_memberships(job: ImportJob, rows: Sequence[ImportRow]) -> None:
    membership, person, row = (bulk.table_of(model) for model in (Membership, Person, ImportRow))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {membership} (person_id, unit_id, since, until) "  # noqa: S608 -- names of our own
            f"SELECT p.id, p.unit_id, %s, NULL FROM {row} r JOIN {person} p ON p.staff_number = r.staff_number "
            "WHERE r.job_id = %s AND r.outcome = %s AND r.number > %s AND r.number <= %s",
            [bulk.day(job.effective_on), job.pk, RowOutcome.NEW.value, job.reached, rows[-1].number],
        )


def _publish(job: ImportJob, now: datetime) -> ImportJob:
    job.status = ImportStatus.PUBLISHED
    job.published_at = now
    job.reached = 0
    job.save(update_fields=["status", "published_at", "reached"])
    record(scope_of_job(job, now), "publish_import", job, now)
    return job


@transaction.atomic
def _announce_chunk(job_id: int, now: datetime) -> ImportJob | None:
    job = locked(job_id)
    if job.status != ImportStatus.PUBLISHED:
        return job
    fields = ("pk", "unit_id", "unit__path", "post_level", "is_learner")
    people = list(Person.everyone.filter(arrival=job).order_by("pk").values_list(*fields)[:CHUNK])
    if not people:
        return None
    Person.everyone.filter(arrival=job, pk__lte=people[-1][0]).update(arrival=None)
    events.tell(events.person_enrolled, [events.Enrolled(*each[:4]) for each in people if each[4]], now)
    job.announced += len(people)
    job.save(update_fields=["announced"])
    return job


def _finish(job_id: int, now: datetime) -> ImportJob:
    job = ImportJob.objects.get(pk=job_id)
    if job.forms_classes:
        _form_classes(job, now)
    with transaction.atomic():
        job = locked(job_id)
        job.status = ImportStatus.DONE
        job.finished_at = now
        job.save(update_fields=["status", "finished_at"])
    return job


def _form_classes(job: ImportJob, now: datetime) -> None:
    actor = scope_of_job(job, now)
    waiting = Person.objects.filter(is_active=True, is_learner=True, class_place__isnull=True)
    arrived = ImportRow.objects.filter(job=job, outcome__in=[RowOutcome.NEW, RowOutcome.CHANGED])
    units = waiting.filter(staff_number__in=arrived.values("staff_number")).values("unit_id").distinct()
    # A few units share a transaction: a commit of their own each would wait for the disk a thousand times.
    for few in in_chunks(list(Unit.objects.filter(pk__in=units).order_by("path")), UNITS_AT_ONCE):
        with transaction.atomic():
            for unit in few:
                form_class_groups(actor=actor, unit=unit, now=now)
