"""The organisation's door: what other domains and the pages may use.

Hook lists (`events`) are registered in ``apps.py: ready()``; see `yuanjiao.organisation.events`.
"""

from __future__ import annotations

from yuanjiao.organisation import events
from yuanjiao.organisation.actions.classes import (
    Formed,
    PlanHasChanged,
    TeacherHasLeft,
    assign_class_teacher,
    form_class_groups,
    form_class_groups_below,
    rebalance_class_groups,
)
from yuanjiao.organisation.actions.divisions import (
    Division,
    DivisionsMissing,
    plant_division_tree,
    read_divisions,
)
from yuanjiao.organisation.actions.import_people import ImportHasFaults, check_people, import_people
from yuanjiao.organisation.actions.imports import (
    FileTooLarge,
    NotWaiting,
    confirm_import,
    discard_import,
    record_codes_download,
    start_import,
)
from yuanjiao.organisation.actions.passwords import (
    choose_password,
    record_failed_sign_in,
    record_sign_in,
    signed_out,
    use_one_time_code,
)
from yuanjiao.organisation.actions.people import (
    AlreadyThere,
    Details,
    ImpossibleDate,
    StaffNumberTaken,
    bring_back_person,
    enrol_person,
    reset_one_time_code,
    retire_person,
    transfer_person,
    update_person,
)
from yuanjiao.organisation.actions.policy import PolicyRefused, publish_policy, withdraw_policy
from yuanjiao.organisation.actions.preferences import prefer
from yuanjiao.organisation.actions.roles import (
    AlreadyGranted,
    CannotBeAppointed,
    LastAdministrator,
    grant_role,
    take_back_role,
)
from yuanjiao.organisation.actions.second_factor import remove_second_factor
from yuanjiao.organisation.actions.sessions import end_sessions
from yuanjiao.organisation.actions.substitutes import (
    ImpossiblePeriod,
    TeachesItAlready,
    hand_over_class,
    take_class_back,
)
from yuanjiao.organisation.actions.units import CodeTaken, UnitDetails, UnitNotEmpty, add_unit, close_unit, rename_unit
from yuanjiao.organisation.importing.sheet import UnreadableFile
from yuanjiao.organisation.initials import initials_of
from yuanjiao.organisation.rebalancing import rebalancing_of
from yuanjiao.organisation.roles import ADMINISTRATIVE_ROLES, DESCRIPTIONS, Permission, roles_with
from yuanjiao.organisation.scope import OutOfScope, Scope, grants_in_force, needs_second_factor, who_may
from yuanjiao.organisation.subtree import end_of, in_subtrees, lineage
from yuanjiao.organisation.tasks import carry_on_import, resume_imports

__all__ = [
    "ADMINISTRATIVE_ROLES",
    "DESCRIPTIONS",
    "AlreadyGranted",
    "AlreadyThere",
    "CannotBeAppointed",
    "CodeTaken",
    "Details",
    "Division",
    "DivisionsMissing",
    "FileTooLarge",
    "Formed",
    "ImportHasFaults",
    "ImpossibleDate",
    "ImpossiblePeriod",
    "LastAdministrator",
    "NotWaiting",
    "OutOfScope",
    "Permission",
    "PlanHasChanged",
    "PolicyRefused",
    "Scope",
    "StaffNumberTaken",
    "TeacherHasLeft",
    "TeachesItAlready",
    "UnitDetails",
    "UnitNotEmpty",
    "UnreadableFile",
    "add_unit",
    "assign_class_teacher",
    "bring_back_person",
    "carry_on_import",
    "check_people",
    "choose_password",
    "close_unit",
    "confirm_import",
    "discard_import",
    "end_of",
    "end_sessions",
    "enrol_person",
    "events",
    "form_class_groups",
    "form_class_groups_below",
    "grant_role",
    "grants_in_force",
    "hand_over_class",
    "import_people",
    "in_subtrees",
    "initials_of",
    "lineage",
    "needs_second_factor",
    "plant_division_tree",
    "prefer",
    "publish_policy",
    "read_divisions",
    "rebalance_class_groups",
    "rebalancing_of",
    "record_codes_download",
    "record_failed_sign_in",
    "record_sign_in",
    "remove_second_factor",
    "rename_unit",
    "reset_one_time_code",
    "resume_imports",
    "retire_person",
    "roles_with",
    "signed_out",
    "start_import",
    "take_back_role",
    "take_class_back",
    "transfer_person",
    "update_person",
    "use_one_time_code",
    "who_may",
    "withdraw_policy",
]
