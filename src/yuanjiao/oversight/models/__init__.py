"""The tables of the oversight room."""

from yuanjiao.oversight.models.attachment import Attachment
from yuanjiao.oversight.models.plan import UNFINISHED_TASKS, PlanStep, PlanTask, PlanTaskState, WorkPlan
from yuanjiao.oversight.models.talk import ENDED, MEASURES, StepKind, Talk, TalkState, TalkStep, TalkTask, TaskState

__all__ = [
    "ENDED",
    "MEASURES",
    "UNFINISHED_TASKS",
    "Attachment",
    "PlanStep",
    "PlanTask",
    "PlanTaskState",
    "StepKind",
    "Talk",
    "TalkState",
    "TalkStep",
    "TalkTask",
    "TaskState",
    "WorkPlan",
]
