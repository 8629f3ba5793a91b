"""The catalogue's tables."""

from yuanjiao.catalogue.models.audit import AuditOpinion, AuditSide, Criterion
from yuanjiao.catalogue.models.course import Category, Course, CourseState, Lesson, SourceKind
from yuanjiao.catalogue.models.life import BatchAct, CourseBatch, CourseMove
from yuanjiao.catalogue.models.proposal import CourseProposal, ProposalKind
from yuanjiao.catalogue.models.source import Lecturer, Supplier, Topic, University

__all__ = [
    "AuditOpinion",
    "AuditSide",
    "BatchAct",
    "Category",
    "Course",
    "CourseBatch",
    "CourseMove",
    "CourseProposal",
    "CourseState",
    "Criterion",
    "Lecturer",
    "Lesson",
    "ProposalKind",
    "SourceKind",
    "Supplier",
    "Topic",
    "University",
]
