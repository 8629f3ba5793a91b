"""Circulars for tests, made through the actions and the jobs that they start."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from yuanjiao.kernel import jobs
from yuanjiao.kernel.models import BackgroundJob
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import Scope
from yuanjiao.oversight.models import Circular, Reach
from yuanjiao.oversight.public import Links, Period, Words, check_circular, draft_circular, publish_circular

NOW = datetime(2026, 7, 5, 2, 0, tzinfo=UTC)
HALF_YEAR = Period(date(2026, 1, 1), date(2026, 6, 30))
SYSTEM = Scope.of_system()
WORDS = Words("关于{期间}学习情况的通报", "应学{应学人数}人，达标率{达标率}。", Reach.THIRD)
LINKS = Links("/manage/circulars/", "/circulars/")


def words_for(reach: Reach) -> Words:
    """Short words for a tier."""
    return Words("{期间}通报", "达标率{达标率}。", reach)


def run(job: BackgroundJob | None) -> BackgroundJob:
    """Do a job as the worker would."""
    assert job is not None
    jobs.run_job.call(job.pk)
    job.refresh_from_db()
    return job


def make_draft_circular(unit: Unit, **fields: Any) -> Circular:
    """A draft whose figures have been counted."""
    fields = {"actor": SYSTEM, "period": HALF_YEAR, "words": WORDS, "now": NOW} | fields
    circular = draft_circular(unit=unit, **fields)
    run(circular.job)
    return fresh(circular)


def make_checked(unit: Unit, **fields: Any) -> Circular:
    """A draft whose figures have been checked."""
    circular = make_draft_circular(unit, **fields)
    run(check_circular(actor=SYSTEM, circular_id=circular.pk, now=fields.get("now", NOW)))
    return fresh(circular)


def make_circular(unit: Unit, **fields: Any) -> Circular:
    """A published one, of which everybody concerned has been told."""
    circular = make_checked(unit, **fields)
    circular = publish_circular(actor=SYSTEM, circular_id=circular.pk, links=LINKS, now=fields.get("now", NOW))
    run(circular.job)
    return fresh(circular)


def fresh(circular: Circular) -> Circular:
    """The circular as the database has it now."""
    return Circular.objects.select_related("snapshot", "unit", "job").get(pk=circular.pk)
