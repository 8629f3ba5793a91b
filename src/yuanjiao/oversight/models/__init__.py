"""The tables of the oversight room."""

from yuanjiao.oversight.models.assessment import SHOWN, Assessment, AssessmentState, Objection, Score
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
from yuanjiao.oversight.models.rubric import WHOLE, Indicator, Rubric
from yuanjiao.oversight.models.screen import Screen
from yuanjiao.oversight.models.snapshot import Snapshot, SnapshotUnit
from yuanjiao.oversight.models.talk import ENDED, MEASURES, StepKind, Talk, TalkState, TalkStep, TalkTask, TaskState

__all__ = [
    "ENDED",
    "MEASURES",
    "SHOWN",
    "UNFINISHED_TASKS",
    "WHOLE",
    "Assessment",
    "AssessmentState",
    "Attachment",
    "Circular",
    "CircularReceipt",
    "CircularState",
    "Indicator",
    "MeasuresChapter",
    "MeasuresReceipt",
    "MeasuresRule",
    "MeasuresUnitReceipt",
    "MeasuresVersion",
    "Objection",
    "PlanStep",
    "PlanTask",
    "PlanTaskState",
    "Reach",
    "Rubric",
    "Score",
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
