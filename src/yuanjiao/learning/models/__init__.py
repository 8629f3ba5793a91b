"""The learning tables."""

from yuanjiao.learning.models.activity import Activity, ActivityKind
from yuanjiao.learning.models.note import Note
from yuanjiao.learning.models.opinion import CourseLike, Rating
from yuanjiao.learning.models.progress import CourseProgress
from yuanjiao.learning.models.quiz import Choice, Question, QuestionKind, Quiz, QuizAttempt
from yuanjiao.learning.models.suspicion import SuspicionSignal
from yuanjiao.learning.models.use import CountedMonth, CourseUse, GroupRating, GroupUse, SearchUse
from yuanjiao.learning.models.watch import Allowance, OnlineSlot, PresenceShare, PulseJournal, Watch, WatchSession

__all__ = [
    "Activity",
    "ActivityKind",
    "Allowance",
    "Choice",
    "CountedMonth",
    "CourseLike",
    "CourseProgress",
    "CourseUse",
    "GroupRating",
    "GroupUse",
    "Note",
    "OnlineSlot",
    "PresenceShare",
    "PulseJournal",
    "Question",
    "QuestionKind",
    "Quiz",
    "QuizAttempt",
    "Rating",
    "SearchUse",
    "SuspicionSignal",
    "Watch",
    "WatchSession",
]
