"""The learning domain's door: what other rooms may use of it."""

from __future__ import annotations

from yuanjiao.learning.actions.activity import ActivityRules, forget_old_activity, past_its_term
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
from yuanjiao.learning.actions.suspicion import OPENED, forget_old_timelines, record_timeline_opening, settle_signals
from yuanjiao.learning.actions.use import FEWEST, count_use
from yuanjiao.learning.completion import complete_if_due
from yuanjiao.learning.failures import LearningFailure
from yuanjiao.learning.intake.assembly import pulse_sink
from yuanjiao.learning.intake.settling import settle, settle_with
from yuanjiao.learning.policy import WatchingRules, watching
from yuanjiao.learning.queries import quiz as quiz_queries
from yuanjiao.learning.queries.by_month import Month, by_month
from yuanjiao.learning.queries.going_on import GoingOn, going_on
from yuanjiao.learning.queries.in_the_middle import in_the_middle, numbers_in_the_middle
from yuanjiao.learning.queries.lessons import Seen, course_at, likes, rating_of
from yuanjiao.learning.queries.notes import of_lesson as notes_of_lesson
from yuanjiao.learning.queries.presence import curve
from yuanjiao.learning.queries.progress import (
    Continuing,
    LessonState,
    continue_watching,
    last_studied,
    lesson_states,
    my_courses,
    progresses,
    required_unfinished,
    studied_since,
    with_films,
)
from yuanjiao.learning.queries.starters import number_who_began
from yuanjiao.learning.queries.suspicion import SessionLine, suspected, timeline, waiting_signals
from yuanjiao.learning.queries.use import (
    Group,
    Searched,
    Used,
    completions_by_course,
    counted_at,
    learned_by_month,
    searched_since,
    used_by_group,
    years_of_use,
)
from yuanjiao.learning.question_sheet import RowFault, Sheet, SheetTooLong, UnreadableSheet
from yuanjiao.learning.question_sheet import export as question_file
from yuanjiao.learning.question_sheet import read as read_questions
from yuanjiao.learning.question_sheet import template as question_template
from yuanjiao.learning.questions import MOST_CHOICES, QuestionDraft
from yuanjiao.learning.server_clock import now_ms

__all__ = [
    "FEWEST",
    "MOST_CHOICES",
    "OPENED",
    "ActivityRules",
    "AttemptAlreadyScored",
    "Continuing",
    "GoingOn",
    "Group",
    "LearningFailure",
    "LessonNotWatchable",
    "LessonState",
    "Month",
    "NoTriesLeft",
    "NotCompletedYet",
    "QuestionDraft",
    "QuestionFaulty",
    "QuizAlreadyPassed",
    "QuizIsEmpty",
    "QuizNotReady",
    "RowFault",
    "Searched",
    "Seen",
    "SessionLine",
    "Sheet",
    "SheetTooLong",
    "StarsOutOfRange",
    "TooFewLeft",
    "TooManyNotes",
    "UnreadableSheet",
    "Used",
    "Viewer",
    "WatchingRules",
    "add_questions",
    "by_month",
    "change_question",
    "complete_if_due",
    "completions_by_course",
    "continue_watching",
    "count_use",
    "counted_at",
    "course_at",
    "curve",
    "delete_note",
    "end_sessions",
    "forget_old_activity",
    "forget_old_timelines",
    "going_on",
    "in_the_middle",
    "keep_curve",
    "last_studied",
    "learned_by_month",
    "lesson_states",
    "likes",
    "mint",
    "my_courses",
    "notes_of_lesson",
    "now_ms",
    "number_who_began",
    "numbers_in_the_middle",
    "open_attempt",
    "open_session",
    "past_its_term",
    "progresses",
    "pulse_sink",
    "question_file",
    "question_template",
    "quiz_queries",
    "rate",
    "rating_of",
    "read_questions",
    "record_activity",
    "record_timeline_opening",
    "remove_question",
    "remove_quiz",
    "required_unfinished",
    "searched_since",
    "set_quiz",
    "settle",
    "settle_signals",
    "settle_with",
    "share_presence",
    "studied_since",
    "submit_attempt",
    "suspected",
    "timeline",
    "toggle_like",
    "used_by_group",
    "waiting_signals",
    "watching",
    "with_films",
    "write_note",
    "years_of_use",
]
