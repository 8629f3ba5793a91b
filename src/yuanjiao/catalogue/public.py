"""What other rooms may use of the catalogue."""

from __future__ import annotations

from yuanjiao.catalogue import events
from yuanjiao.catalogue.actions.courses import (
    CourseFields,
    LecturerName,
    LicenceWithoutAudience,
    SourceIncomplete,
    change_course,
    create_course,
)
from yuanjiao.catalogue.actions.lessons import (
    LastLessonOfPublished,
    WrongAssetKind,
    add_lesson,
    change_lesson,
    move_lesson,
    remove_lesson,
)
from yuanjiao.catalogue.actions.publishing import (
    CourseIncomplete,
    NotOnline,
    ReasonMissing,
    missing_for_publishing,
    publish_course,
    retire_course,
)
from yuanjiao.catalogue.actions.search import rebuild_search
from yuanjiao.catalogue.actions.sources import supplier_named, topic_named, university_named
from yuanjiao.catalogue.browsing import FACETS, ORDERS, PAGE, Browsed, Choice, browse, shared_by_university
from yuanjiao.catalogue.failures import CatalogueFailure
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
    suggest_titles,
    suggestions,
    viewer_of,
    with_relations,
)
from yuanjiao.catalogue.rules import courses_in, covers_academy, may
from yuanjiao.catalogue.search.index import Found
from yuanjiao.catalogue.search.index import find as search
from yuanjiao.catalogue.shelf import current as browse_shelf
from yuanjiao.catalogue.showcase import Showcase, showcase
from yuanjiao.catalogue.uses import unused, uses_of

__all__ = [
    "FACETS",
    "ORDERS",
    "PAGE",
    "Browsed",
    "CatalogueFailure",
    "Choice",
    "CourseBarred",
    "CourseFields",
    "CourseIncomplete",
    "Found",
    "LastLessonOfPublished",
    "LecturerName",
    "LicenceWithoutAudience",
    "NotOnline",
    "ReasonMissing",
    "Showcase",
    "SourceIncomplete",
    "Suggestion",
    "WrongAssetKind",
    "add_lesson",
    "audience_of",
    "audience_words",
    "bar_of",
    "browse",
    "browse_shelf",
    "change_course",
    "change_lesson",
    "course_for",
    "courses_in",
    "covers_academy",
    "create_course",
    "events",
    "in_order",
    "may",
    "may_study",
    "missing_for_publishing",
    "move_lesson",
    "newest",
    "newest_shared",
    "publish_course",
    "reason_for",
    "rebuild_search",
    "remove_lesson",
    "retire_course",
    "search",
    "shared_by_university",
    "showcase",
    "suggest_titles",
    "suggestions",
    "supplier_named",
    "topic_named",
    "university_named",
    "unused",
    "uses_of",
    "viewer_of",
    "with_relations",
]
