"""The tables of the oversight room."""

from yuanjiao.oversight.models.attachment import Attachment
from yuanjiao.oversight.models.circular import Circular, CircularReceipt, CircularState, Reach
from yuanjiao.oversight.models.plan import UNFINISHED_TASKS, PlanStep, PlanTask, PlanTaskState, WorkPlan
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
    "PlanStep",
    "PlanTask",
    "PlanTaskState",
    "Reach",
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
