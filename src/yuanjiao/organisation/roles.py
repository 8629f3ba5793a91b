"""Roles as described bundles of permissions (A17)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation.models import Role


class Permission(StrEnum):
    """What may be done, as ``scope:resource:verb``; every one holds on a unit and all below it.

    ``class:…`` holds for the learners of one's own classes only.
    """

    PEOPLE_READ = "subtree:people:read"
    PEOPLE_WRITE = "subtree:people:write"
    PEOPLE_IMPORT = "subtree:people:import"
    UNITS_READ = "subtree:units:read"
    UNITS_WRITE = "subtree:units:write"
    CLASSES_READ = "subtree:classes:read"
    CLASSES_WRITE = "subtree:classes:write"
    ROLES_READ = "subtree:roles:read"
    ROLES_GRANT = "subtree:roles:grant"
    FIGURES_READ = "subtree:figures:read"
    LEARNERS_REMIND = "subtree:learners:remind"
    TALKS_HOLD = "subtree:talks:hold"
    PLANS_WRITE = "subtree:plans:write"
    CIRCULARS_WRITE = "subtree:circulars:write"
    SCREENS_WRITE = "subtree:screens:write"
    ASSESSMENTS_WRITE = "subtree:assessments:write"
    COURSES_READ = "subtree:courses:read"
    COURSES_WRITE = "subtree:courses:write"
    LIBRARY_WRITE = "subtree:library:write"
    BOARD_MODERATE = "subtree:board:moderate"
    CLAIMS_READ = "subtree:claims:read"
    CLAIMS_DECIDE = "subtree:claims:decide"
    EXEMPTIONS_READ = "subtree:exemptions:read"
    EXEMPTIONS_DECIDE = "subtree:exemptions:decide"
    CAMPAIGNS_READ = "subtree:campaigns:read"
    CAMPAIGNS_WRITE = "subtree:campaigns:write"
    STUDY_REVIEW = "subtree:study:review"
    CREDITS_CORRECT = "subtree:credits:correct"
    POLICY_WRITE = "subtree:policy:write"
    AUDIT_READ = "subtree:audit:read"
    OWN_CLASS_READ = "class:people:read"
    OWN_CLASS_REMIND = "class:learners:remind"


READING = frozenset(permission for permission in Permission if permission.value.endswith(":read")) - {
    Permission.OWN_CLASS_READ
}
TEACHING = frozenset({Permission.OWN_CLASS_READ, Permission.OWN_CLASS_REMIND})
CAMPAIGN_WORK = frozenset({Permission.CAMPAIGNS_READ, Permission.CAMPAIGNS_WRITE})
COURSE_WORK = CAMPAIGN_WORK | {
    Permission.COURSES_READ,
    Permission.COURSES_WRITE,
    Permission.LIBRARY_WRITE,
    Permission.BOARD_MODERATE,
}


@dataclass(frozen=True, slots=True)
class RoleDescription:
    """What a role is for, in a sentence, what it allows, and which roles its holder may grant."""

    purpose: str | Promise
    permissions: frozenset[Permission]
    may_grant: frozenset[Role] = frozenset()

    @property
    def administrative(self) -> bool:
        """Whether its holder needs a second factor: she reaches beyond her own classes."""
        return bool(self.permissions - TEACHING)


DESCRIPTIONS: dict[Role, RoleDescription] = {
    Role.ACADEMY_ADMINISTRATOR: RoleDescription(
        purpose=_("管理整个学院：人员、单位、课程、规则和任命。"),
        permissions=frozenset(Permission) - TEACHING,
        may_grant=frozenset(Role),
    ),
    Role.UNIT_ADMINISTRATOR: RoleDescription(
        purpose=_("管理一个单位及其下级：人员、班级、督学、学分认定、课程推送和下级任命。"),
        permissions=READING
        | {
            Permission.PEOPLE_WRITE,
            Permission.PEOPLE_IMPORT,
            Permission.UNITS_WRITE,
            Permission.CLASSES_WRITE,
            Permission.ROLES_GRANT,
            Permission.LEARNERS_REMIND,
            Permission.CLAIMS_DECIDE,
            Permission.EXEMPTIONS_DECIDE,
            Permission.CAMPAIGNS_WRITE,
            Permission.STUDY_REVIEW,
            Permission.TALKS_HOLD,
            Permission.PLANS_WRITE,
            Permission.CIRCULARS_WRITE,
            Permission.SCREENS_WRITE,
            Permission.ASSESSMENTS_WRITE,
        },
        may_grant=frozenset({Role.UNIT_ADMINISTRATOR, Role.CLASS_TEACHER, Role.AUDITOR}),
    ),
    Role.CLASS_TEACHER: RoleDescription(
        purpose=_("带班：查看本班学员的进度，提醒落后的学员。"),
        permissions=TEACHING,
    ),
    Role.COURSE_EDITOR: RoleDescription(
        purpose=_("建课：上传视频、编排课程和测验、推送课程、管理留言板；全学院的编辑还管图书、新闻和手机报。"),
        permissions=COURSE_WORK,
    ),
    Role.AUDITOR: RoleDescription(
        purpose=_("只读：查看一个单位及其下级的人员、成绩和操作记录，不能改动。"),
        permissions=READING,
    ),
}

ADMINISTRATIVE_ROLES = frozenset(role for role, text in DESCRIPTIONS.items() if text.administrative)


def roles_with(permission: Permission) -> list[Role]:
    """The roles that hold a permission."""
    return [role for role, text in DESCRIPTIONS.items() if permission in text.permissions]
