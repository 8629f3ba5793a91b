"""The catalogue's tables."""

from yuanjiao.catalogue.models.audit import AuditOpinion, AuditSide, Criterion
from yuanjiao.catalogue.models.contract import (
    Contract,
    CourseOrigin,
    Introduction,
    LicenceReminder,
    SeatUse,
    SharedLicence,
)
from yuanjiao.catalogue.models.course import Category, Course, CourseState, Lesson, SourceKind
from yuanjiao.catalogue.models.life import BatchAct, CourseBatch, CourseMove
from yuanjiao.catalogue.models.production import Production, ProductionCrew, ProductionState, ProductionStep
from yuanjiao.catalogue.models.proposal import CourseProposal, ProposalKind
from yuanjiao.catalogue.models.source import Lecturer, Supplier, Topic, University
from yuanjiao.catalogue.models.wish import CourseWish, WishState, WishVote

__all__ = [
    "AuditOpinion",
    "AuditSide",
    "BatchAct",
    "Category",
    "Contract",
    "Course",
    "CourseBatch",
    "CourseMove",
    "CourseOrigin",
    "CourseProposal",
    "CourseState",
    "CourseWish",
    "Criterion",
    "Introduction",
    "Lecturer",
    "Lesson",
    "LicenceReminder",
    "Production",
    "ProductionCrew",
    "ProductionState",
    "ProductionStep",
    "ProposalKind",
    "SeatUse",
    "SharedLicence",
    "SourceKind",
    "Supplier",
    "Topic",
    "University",
    "WishState",
    "WishVote",
]
