"""What other rooms may use of the catalogue."""

from __future__ import annotations

from yuanjiao.catalogue import events
from yuanjiao.catalogue.actions.auditing import (
    NotUnderAudit,
    Opinion,
    OwnCourse,
    give_opinion,
    return_course,
    submit_for_audit,
)
from yuanjiao.catalogue.actions.batches import NotUndoable, TooManyCourses, start_batch, undo_batch
from yuanjiao.catalogue.actions.courses import (
    CourseFields,
    LecturerName,
    LicenceWithoutAudience,
    SourceIncomplete,
    change_course,
    create_course,
    note_author,
)
from yuanjiao.catalogue.actions.due import move_due_courses
from yuanjiao.catalogue.actions.lessons import (
    LastLessonOfPublished,
    WrongAssetKind,
    add_lesson,
    change_lesson,
    move_lesson,
    remove_lesson,
)
from yuanjiao.catalogue.actions.moving import MoveNotPossible
from yuanjiao.catalogue.actions.proposals import AlreadyDecided, AlreadyProposed, OwnProposal, decide, propose
from yuanjiao.catalogue.actions.publishing import (
    CourseIncomplete,
    MomentPassed,
    NotOnline,
    ReasonMissing,
    announce_retirement,
    end_of,
    keep_online,
    publish_course,
    retire_course,
    schedule_course,
    unschedule_course,
)
from yuanjiao.catalogue.actions.search import rebuild_search
from yuanjiao.catalogue.actions.sources import supplier_named, topic_named, university_named
from yuanjiao.catalogue.actions.worth import lower_credits
from yuanjiao.catalogue.audience import Audience, Viewer, fits, months_between, positions_of
from yuanjiao.catalogue.audits import AuditStanding, audit_of, is_author, past_opinions
from yuanjiao.catalogue.batches import MOST as MOST_IN_A_BATCH
from yuanjiao.catalogue.batches import WITH_MOMENT, WITH_REASON, BatchPlan, plan_batch
from yuanjiao.catalogue.browsing import FACETS, ORDERS, PAGE, Browsed, Choice, browse, shared_by_university
from yuanjiao.catalogue.completeness import missing_for_going_online, missing_for_publishing
from yuanjiao.catalogue.failures import CatalogueFailure
from yuanjiao.catalogue.lifecycle import HIDDEN, STUDIED
from yuanjiao.catalogue.period import ADDED, REMOVED, Change, Period, PeriodReport, moves_of, period_report
from yuanjiao.catalogue.policy import AuditRules, ReviewRules, audit_rules, review_rules
from yuanjiao.catalogue.queries import (
    CourseBarred,
    Suggestion,
    audience_of,
    audience_words,
    bar_of,
    course_for,
    in_order,
    may_study,
    newest,
    newest_shared,
    reason_for,
    seen_by_learners,
    suggest_titles,
    suggestions,
    viewer_of,
    with_relations,
)
from yuanjiao.catalogue.reasons import who_of
from yuanjiao.catalogue.review_score import CourseFigures, Scale, usual_starts
from yuanjiao.catalogue.review_score import Part as ScorePart
from yuanjiao.catalogue.review_score import parts as score_parts
from yuanjiao.catalogue.review_score import score as score_of
from yuanjiao.catalogue.rules import courses_in, covers_academy, may
from yuanjiao.catalogue.search.index import Found
from yuanjiao.catalogue.search.index import find as search
from yuanjiao.catalogue.shelf import current as browse_shelf
from yuanjiao.catalogue.showcase import Showcase, showcase
from yuanjiao.catalogue.uses import unused, uses_of

__all__ = [
    "ADDED",
    "FACETS",
    "HIDDEN",
    "MOST_IN_A_BATCH",
    "ORDERS",
    "PAGE",
    "REMOVED",
    "STUDIED",
    "WITH_MOMENT",
    "WITH_REASON",
    "AlreadyDecided",
    "AlreadyProposed",
    "Audience",
    "AuditRules",
    "AuditStanding",
    "BatchPlan",
    "Browsed",
    "CatalogueFailure",
    "Change",
    "Choice",
    "CourseBarred",
    "CourseFields",
    "CourseFigures",
    "CourseIncomplete",
    "Found",
    "LastLessonOfPublished",
    "LecturerName",
    "LicenceWithoutAudience",
    "MomentPassed",
    "MoveNotPossible",
    "NotOnline",
    "NotUnderAudit",
    "NotUndoable",
    "Opinion",
    "OwnCourse",
    "OwnProposal",
    "Period",
    "PeriodReport",
    "ReasonMissing",
    "ReviewRules",
    "Scale",
    "ScorePart",
    "Showcase",
    "SourceIncomplete",
    "Suggestion",
    "TooManyCourses",
    "Viewer",
    "WrongAssetKind",
    "add_lesson",
    "announce_retirement",
    "audience_of",
    "audience_words",
    "audit_of",
    "audit_rules",
    "bar_of",
    "browse",
    "browse_shelf",
    "change_course",
    "change_lesson",
    "course_for",
    "courses_in",
    "covers_academy",
    "create_course",
    "decide",
    "end_of",
    "events",
    "fits",
    "give_opinion",
    "in_order",
    "is_author",
    "keep_online",
    "lower_credits",
    "may",
    "may_study",
    "missing_for_going_online",
    "missing_for_publishing",
    "months_between",
    "move_due_courses",
    "move_lesson",
    "moves_of",
    "newest",
    "newest_shared",
    "note_author",
    "past_opinions",
    "period_report",
    "plan_batch",
    "positions_of",
    "propose",
    "publish_course",
    "reason_for",
    "rebuild_search",
    "remove_lesson",
    "retire_course",
    "return_course",
    "review_rules",
    "schedule_course",
    "score_of",
    "score_parts",
    "search",
    "seen_by_learners",
    "shared_by_university",
    "showcase",
    "start_batch",
    "submit_for_audit",
    "suggest_titles",
    "suggestions",
    "supplier_named",
    "topic_named",
    "undo_batch",
    "university_named",
    "unschedule_course",
    "unused",
    "uses_of",
    "usual_starts",
    "viewer_of",
    "who_of",
    "with_relations",
]
