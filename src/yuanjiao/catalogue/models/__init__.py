"""The catalogue's tables."""

from yuanjiao.catalogue.models.course import Category, Course, CourseState, Lesson, SourceKind
from yuanjiao.catalogue.models.source import Lecturer, Supplier, Topic, University

__all__ = [
    "Category",
    "Course",
    "CourseState",
    "Lecturer",
    "Lesson",
    "SourceKind",
    "Supplier",
    "Topic",
    "University",
]
