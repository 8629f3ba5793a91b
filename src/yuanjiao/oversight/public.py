"""What other rooms may use of oversight."""

from __future__ import annotations

from yuanjiao.oversight.actions.plans import (
    TaskDetails,
    add_plan_task,
    attach_to_plan_task,
    change_plan_task,
    open_plan,
    report_plan_task,
)
from yuanjiao.oversight.actions.talk_tasks import answer_task, attach_to_talk, set_task
from yuanjiao.oversight.actions.talks import (
    Meeting,
    Record,
    call_talks,
    carry_on_talk,
    check_talk,
    close_talk,
    postpone_talk,
    record_talk,
    withdraw_talk,
)
from yuanjiao.oversight.attachments import Sound, sound
from yuanjiao.oversight.failures import OversightRefused
from yuanjiao.oversight.pages import plan_task_page
from yuanjiao.oversight.plan_pdf import PlanFacts, PlanRow, plan_pdf
from yuanjiao.oversight.plan_progress import Progress, year_before
from yuanjiao.oversight.plans import (
    counted,
    due_tasks,
    may_report,
    plan_before,
    plans_in,
    possible_owners,
    progress_of,
    task_namesakes,
    tasks_in,
    tasks_of,
)
from yuanjiao.oversight.talk_rules import TalkRules, talk_rules
from yuanjiao.oversight.talks import (
    UnitUnder,
    figures_now,
    holds_now,
    may_talk_to,
    number_under,
    open_tasks_in,
    talks_in,
    units_to_talk_to,
    units_under,
)
from yuanjiao.oversight.thresholds import Measure, UnitFigures

__all__ = [
    "Measure",
    "Meeting",
    "OversightRefused",
    "PlanFacts",
    "PlanRow",
    "Progress",
    "Record",
    "Sound",
    "TalkRules",
    "TaskDetails",
    "UnitFigures",
    "UnitUnder",
    "add_plan_task",
    "answer_task",
    "attach_to_plan_task",
    "attach_to_talk",
    "call_talks",
    "carry_on_talk",
    "change_plan_task",
    "check_talk",
    "close_talk",
    "counted",
    "due_tasks",
    "figures_now",
    "holds_now",
    "may_report",
    "may_talk_to",
    "number_under",
    "open_plan",
    "open_tasks_in",
    "plan_before",
    "plan_pdf",
    "plan_task_page",
    "plans_in",
    "possible_owners",
    "postpone_talk",
    "progress_of",
    "record_talk",
    "report_plan_task",
    "set_task",
    "sound",
    "talk_rules",
    "talks_in",
    "task_namesakes",
    "tasks_in",
    "tasks_of",
    "units_to_talk_to",
    "units_under",
    "withdraw_talk",
    "year_before",
]
