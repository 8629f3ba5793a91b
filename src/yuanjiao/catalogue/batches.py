"""What an act on many courses would do, before it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yuanjiao.catalogue.audits import WITH_AUDITORS
from yuanjiao.catalogue.completeness import WITH_ASSETS, missing_for_going_online, missing_for_publishing
from yuanjiao.catalogue.lifecycle import AUDIT, DRAFT, OFFLINE, ONLINE, RETIRING, SCHEDULED
from yuanjiao.catalogue.models import BatchAct, Course, CourseState
from yuanjiao.catalogue.policy import AuditRules

MOST = 1000
"""More courses than a batch moves at once; a year's purchase is about six hundred."""

BEGINS_IN: Mapping[BatchAct, frozenset[CourseState]] = {
    BatchAct.SUBMIT: frozenset({DRAFT, OFFLINE}),
    BatchAct.PUBLISH: frozenset({DRAFT, AUDIT, SCHEDULED, OFFLINE}),
    BatchAct.SCHEDULE: frozenset({DRAFT, AUDIT, OFFLINE}),
    BatchAct.RETIRE: frozenset({ONLINE}),
    BatchAct.RETIRE_NOW: frozenset({ONLINE, RETIRING}),
    BatchAct.KEEP: frozenset({RETIRING}),
}
"""The states from which each act leads."""

WITH_REASON = frozenset({BatchAct.RETIRE, BatchAct.RETIRE_NOW, BatchAct.KEEP})
WITH_MOMENT = frozenset({BatchAct.SCHEDULE, BatchAct.RETIRE})


@dataclass(frozen=True, slots=True)
class PlannedMove:
    """One course of a batch; `hindrance` says why it will not change, empty when it will."""

    course: Course
    hindrance: str


@dataclass(frozen=True)
class BatchPlan:
    """What will change and what cannot."""

    act: BatchAct
    lines: list[PlannedMove]

    @property
    def will(self) -> list[Course]:
        """The courses that will change."""
        return [line.course for line in self.lines if not line.hindrance]

    @property
    def cannot(self) -> list[PlannedMove]:
        """Those that cannot, each with the reason."""
        return [line for line in self.lines if line.hindrance]

    @property
    def topics(self) -> list[tuple[str, int]]:
        """How many will change of each topic, the most first."""
        return Counter(str(course.topic) for course in self.will).most_common()


def plan_batch(act: BatchAct, courses: QuerySet[Course], rules: AuditRules) -> BatchPlan:
    """What an act would do to these courses; a few queries for all, and those of the rooms above for each."""
    rows = courses.select_related("topic").prefetch_related(WITH_ASSETS, WITH_AUDITORS).order_by("title", "id")
    return BatchPlan(act, [PlannedMove(course, _hindrance(act, course, rules)) for course in rows[:MOST]])


def _hindrance(act: BatchAct, course: Course, rules: AuditRules) -> str:
    if CourseState(course.state) not in BEGINS_IN[act]:
        return _("现在是“%(state)s”。") % {"state": course.get_state_display()}
    if act == BatchAct.SUBMIT:
        return " ".join(missing_for_publishing(course))
    if act in {BatchAct.PUBLISH, BatchAct.SCHEDULE}:
        return " ".join(missing_for_going_online(course, rules))
    return ""
