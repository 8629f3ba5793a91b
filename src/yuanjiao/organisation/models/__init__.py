"""The organisation's tables."""

from yuanjiao.organisation.models.class_group import ClassGroup, ClassPlace
from yuanjiao.organisation.models.membership import Membership
from yuanjiao.organisation.models.person import Person, Tag
from yuanjiao.organisation.models.role import Role, RoleGrant
from yuanjiao.organisation.models.unit import Unit, UnitKind

__all__ = ["ClassGroup", "ClassPlace", "Membership", "Person", "Role", "RoleGrant", "Tag", "Unit", "UnitKind"]
