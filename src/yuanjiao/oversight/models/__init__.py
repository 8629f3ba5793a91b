"""The tables of the oversight room."""

from yuanjiao.oversight.models.attachment import Attachment
from yuanjiao.oversight.models.circular import Circular, CircularReceipt, CircularState, Reach
from yuanjiao.oversight.models.measures import (
    MeasuresChapter,
    MeasuresReceipt,
    MeasuresRule,
    MeasuresUnitReceipt,
    MeasuresVersion,
)
from yuanjiao.oversight.models.plan import UNFINISHED_TASKS, PlanStep, PlanTask, PlanTaskState, WorkPlan
from yuanjiao.oversight.models.screen import Screen
from yuanjiao.oversight.models.snapshot import Snapshot, SnapshotUnit
from yuanjiao.oversight.models.talk import ENDED, MEASURES, StepKind, Talk, TalkState, TalkStep, TalkTask, TaskState

__all__ = [
    "ENDED",
    "MEASURES",
    "UNFINISHED_TASKS",
    "Attachment",
    "Circular",
    "CircularReceipt",
    "CircularState",
    "MeasuresChapter",
    "MeasuresReceipt",
    "MeasuresRule",
    "MeasuresUnitReceipt",
    "MeasuresVersion",
    "PlanStep",
    "PlanTask",
    "PlanTaskState",
    "Reach",
    "Screen",
    "Snapshot",
    "SnapshotUnit",
    "StepKind",
    "Talk",
    "TalkState",
    "TalkStep",
    "TalkTask",
    "TaskState",
    "WorkPlan",
]
