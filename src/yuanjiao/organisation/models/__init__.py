"""The organisation's tables."""

from yuanjiao.organisation.models.class_group import LARGEST_CLASS, ClassGroup, ClassPlace, ClassSubstitute
from yuanjiao.organisation.models.import_job import (
    RUNNING,
    ImportFile,
    ImportJob,
    ImportRow,
    ImportStatus,
    RowOutcome,
)
from yuanjiao.organisation.models.membership import Membership
from yuanjiao.organisation.models.person import Person, PostLevel, Rank, Tag
from yuanjiao.organisation.models.reorganisation import (
    UNSETTLED,
    Reorganisation,
    ReorganisationKind,
    ReorganisationState,
    ReorganisedUnit,
    UnitName,
    UnitSuccession,
)
from yuanjiao.organisation.models.role import Role, RoleGrant
from yuanjiao.organisation.models.unit import Unit, UnitKind

__all__ = [
    "LARGEST_CLASS",
    "RUNNING",
    "UNSETTLED",
    "ClassGroup",
    "ClassPlace",
    "ClassSubstitute",
    "ImportFile",
    "ImportJob",
    "ImportRow",
    "ImportStatus",
    "Membership",
    "Person",
    "PostLevel",
    "Rank",
    "Reorganisation",
    "ReorganisationKind",
    "ReorganisationState",
    "ReorganisedUnit",
    "Role",
    "RoleGrant",
    "RowOutcome",
    "Tag",
    "Unit",
    "UnitKind",
    "UnitName",
    "UnitSuccession",
]
