"""The learning domain's door: what other rooms may use of it."""

from __future__ import annotations

from yuanjiao.learning.actions.activity import ActivityRules, forget_old_activity
from yuanjiao.learning.actions.activity import record as record_activity
from yuanjiao.learning.actions.notes import TooManyNotes, delete_note, write_note
from yuanjiao.learning.actions.opinions import NotCompletedYet, StarsOutOfRange, rate, toggle_like
from yuanjiao.learning.actions.presence import keep_curve, share_presence
from yuanjiao.learning.actions.question_bank import (
    QuestionFaulty,
    TooFewLeft,
    add_questions,
    change_question,
    remove_question,
    remove_quiz,
    set_quiz,
)
from yuanjiao.learning.actions.quiz import (
    AttemptAlreadyScored,
    NoTriesLeft,
    QuizAlreadyPassed,
    QuizIsEmpty,
    QuizNotReady,
    open_attempt,
    submit_attempt,
)
from yuanjiao.learning.actions.sessions import LessonNotWatchable, Viewer, end_sessions, mint, open_session
from yuanjiao.learning.completion import complete_if_due
from yuanjiao.learning.failures import LearningFailure
from yuanjiao.learning.intake.assembly import pulse_sink
from yuanjiao.learning.intake.settling import settle, settle_with
from yuanjiao.learning.policy import WatchingRules, watching
from yuanjiao.learning.queries import quiz as quiz_queries
from yuanjiao.learning.queries.going_on import GoingOn, going_on
from yuanjiao.learning.queries.lessons import Seen, course_at, likes, rating_of
from yuanjiao.learning.queries.notes import of_lesson as notes_of_lesson
from yuanjiao.learning.queries.presence import curve
from yuanjiao.learning.queries.progress import (
    Continuing,
    LessonState,
    continue_watching,
    lesson_states,
    my_courses,
    progresses,
    studied_since,
)
from yuanjiao.learning.question_sheet import RowFault, Sheet, SheetTooLong, UnreadableSheet
from yuanjiao.learning.question_sheet import export as question_file
from yuanjiao.learning.question_sheet import read as read_questions
from yuanjiao.learning.question_sheet import template as question_template
from yuanjiao.learning.questions import MOST_CHOICES, QuestionDraft
from yuanjiao.learning.server_clock import now_ms

__all__ = [
    "MOST_CHOICES",
    "ActivityRules",
    "AttemptAlreadyScored",
    "Continuing",
    "GoingOn",
    "LearningFailure",
    "LessonNotWatchable",
    "LessonState",
    "NoTriesLeft",
    "NotCompletedYet",
    "QuestionDraft",
    "QuestionFaulty",
    "QuizAlreadyPassed",
    "QuizIsEmpty",
    "QuizNotReady",
    "RowFault",
    "Seen",
    "Sheet",
    "SheetTooLong",
    "StarsOutOfRange",
    "TooFewLeft",
    "TooManyNotes",
    "UnreadableSheet",
    "Viewer",
    "WatchingRules",
    "add_questions",
    "change_question",
    "complete_if_due",
    "continue_watching",
    "course_at",
    "curve",
    "delete_note",
    "end_sessions",
    "forget_old_activity",
    "going_on",
    "keep_curve",
    "lesson_states",
    "likes",
    "mint",
    "my_courses",
    "notes_of_lesson",
    "now_ms",
    "open_attempt",
    "open_session",
    "progresses",
    "pulse_sink",
    "question_file",
    "question_template",
    "quiz_queries",
    "rate",
    "rating_of",
    "read_questions",
    "record_activity",
    "remove_question",
    "remove_quiz",
    "set_quiz",
    "settle",
    "settle_with",
    "share_presence",
    "studied_since",
    "submit_attempt",
    "toggle_like",
    "watching",
    "write_note",
]
