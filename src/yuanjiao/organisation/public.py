"""The organisation's door: what other domains and the pages may use.

Hook lists (`events`) are registered in ``apps.py: ready()``; see `yuanjiao.organisation.events`.
"""

from __future__ import annotations

from yuanjiao.organisation import events
from yuanjiao.organisation.actions.class_work import form_classes_below, staff_classes, told_formed, told_staffed
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
from yuanjiao.organisation.actions.reorganisations import (
    AlreadyBegun,
    decide_reorganisation,
    queue_due_reorganisations,
    reorganise,
    withdraw_reorganisation,
)
from yuanjiao.organisation.actions.reorganising import bring_stragglers, carry_out
from yuanjiao.organisation.actions.roles import (
    AlreadyGranted,
    CannotBeAppointed,
    LastAdministrator,
    grant_role,
    take_back_role,
)
from yuanjiao.organisation.actions.second_factor import remove_second_factor
from yuanjiao.organisation.actions.sessions import end_sessions
from yuanjiao.organisation.actions.staffing import StaffingHasChanged
from yuanjiao.organisation.actions.substitutes import (
    ImpossiblePeriod,
    TeachesItAlready,
    hand_over_class,
    take_class_back,
)
from yuanjiao.organisation.actions.units import CodeTaken, UnitDetails, UnitNotEmpty, add_unit, close_unit, rename_unit
from yuanjiao.organisation.importing.sheet import UnreadableFile
from yuanjiao.organisation.initials import initials_of
from yuanjiao.organisation.my_class import MyClass, my_class
from yuanjiao.organisation.rebalancing import rebalancing_of
from yuanjiao.organisation.reorganising.effect import Effect, effect_of, people_of, topmost_moved
from yuanjiao.organisation.reorganising.reading import (
    called_on,
    former_names_of,
    heirs_of,
    last_known,
    names_on,
    origins_of,
    people_left,
    reorganisations_in,
    sole_formers,
    successions_of,
    tell_of_ends,
)
from yuanjiao.organisation.reorganising.soundness import demand_possible, earliest_day, units_below
from yuanjiao.organisation.reorganising.wish import ReorganisationRefused, UnitHasEnded, Wish
from yuanjiao.organisation.reorganising.words import remark_of, sentence
from yuanjiao.organisation.roles import ADMINISTRATIVE_ROLES, DESCRIPTIONS, Permission, roles_with
from yuanjiao.organisation.scope import OutOfScope, Scope, grants_in_force, needs_second_factor, who_may
from yuanjiao.organisation.staffing import Proposal, Staffing, proposals_of, staffing_of
from yuanjiao.organisation.subtree import STEP, end_of, in_subtrees, joint, lineage, topmost
from yuanjiao.organisation.tasks import carry_on_import, resume_imports
from yuanjiao.organisation.trail import COUNTED, Asked, Trail, trail_of

__all__ = [
    "ADMINISTRATIVE_ROLES",
    "COUNTED",
    "DESCRIPTIONS",
    "STEP",
    "AlreadyBegun",
    "AlreadyGranted",
    "AlreadyThere",
    "Asked",
    "CannotBeAppointed",
    "CodeTaken",
    "Details",
    "Division",
    "DivisionsMissing",
    "Effect",
    "FileTooLarge",
    "Formed",
    "ImportHasFaults",
    "ImpossibleDate",
    "ImpossiblePeriod",
    "LastAdministrator",
    "MyClass",
    "NotWaiting",
    "OutOfScope",
    "Permission",
    "PlanHasChanged",
    "PolicyRefused",
    "Proposal",
    "ReorganisationRefused",
    "Scope",
    "StaffNumberTaken",
    "Staffing",
    "StaffingHasChanged",
    "TeacherHasLeft",
    "TeachesItAlready",
    "Trail",
    "UnitDetails",
    "UnitHasEnded",
    "UnitNotEmpty",
    "UnreadableFile",
    "Wish",
    "add_unit",
    "assign_class_teacher",
    "bring_back_person",
    "bring_stragglers",
    "called_on",
    "carry_on_import",
    "carry_out",
    "check_people",
    "choose_password",
    "close_unit",
    "confirm_import",
    "decide_reorganisation",
    "demand_possible",
    "discard_import",
    "earliest_day",
    "effect_of",
    "end_of",
    "end_sessions",
    "enrol_person",
    "events",
    "form_class_groups",
    "form_class_groups_below",
    "form_classes_below",
    "former_names_of",
    "grant_role",
    "grants_in_force",
    "hand_over_class",
    "heirs_of",
    "import_people",
    "in_subtrees",
    "initials_of",
    "joint",
    "last_known",
    "lineage",
    "my_class",
    "names_on",
    "needs_second_factor",
    "origins_of",
    "people_left",
    "people_of",
    "plant_division_tree",
    "prefer",
    "proposals_of",
    "publish_policy",
    "queue_due_reorganisations",
    "read_divisions",
    "rebalance_class_groups",
    "rebalancing_of",
    "record_codes_download",
    "record_failed_sign_in",
    "record_sign_in",
    "remark_of",
    "remove_second_factor",
    "rename_unit",
    "reorganisations_in",
    "reorganise",
    "reset_one_time_code",
    "resume_imports",
    "retire_person",
    "roles_with",
    "sentence",
    "signed_out",
    "sole_formers",
    "staff_classes",
    "staffing_of",
    "start_import",
    "successions_of",
    "take_back_role",
    "take_class_back",
    "tell_of_ends",
    "told_formed",
    "told_staffed",
    "topmost",
    "topmost_moved",
    "trail_of",
    "transfer_person",
    "units_below",
    "update_person",
    "use_one_time_code",
    "who_may",
    "withdraw_policy",
    "withdraw_reorganisation",
]
