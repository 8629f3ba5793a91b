"""Units are planted, added and closed; roles are granted and taken back, within the scope."""

from __future__ import annotations

from datetime import date

import pytest
from tests.factories.organisation import NOW, grant, make_person, make_unit

from yuanjiao.organisation.models import Role, RoleGrant, Unit, UnitKind
from yuanjiao.organisation.public import (
    AlreadyGranted,
    CannotBeAppointed,
    CodeTaken,
    DivisionsMissing,
    LastAdministrator,
    OutOfScope,
    Scope,
    UnitDetails,
    UnitNotEmpty,
    add_unit,
    close_unit,
    grant_role,
    plant_division_tree,
    read_divisions,
    rename_unit,
    take_back_role,
)

pytestmark = pytest.mark.django_db
SYSTEM = Scope.of_system()
TODAY = date(2026, 3, 2)
LINES = """500000000000,示例市,
500101000000,甲区,500000000000
500102000000,乙区,500000000000
500101001000,甲一镇,500101000000
500101001001,甲一村,500101001000
"""


@pytest.fixture
def divisions(tmp_path):
    path = tmp_path / "divisions.csv"
    path.write_text(LINES, encoding="utf-8")
    return path


def plant(path, *, villages=False):
    return plant_division_tree(actor=SYSTEM, divisions=read_divisions(path, villages=villages), on=TODAY, now=NOW)


def test_the_tree_is_planted_once_and_villages_join_later(divisions):
    assert plant(divisions) == 4
    assert plant(divisions) == 0
    assert plant(divisions, villages=True) == 1
    kinds = Unit.objects.order_by("path").values_list("name", "depth", "numchild", "kind")
    assert list(kinds) == [
        ("示例市", 1, 2, UnitKind.CITY),
        ("甲区", 2, 1, UnitKind.DISTRICT),
        ("甲一镇", 3, 1, UnitKind.TOWNSHIP),
        ("甲一村", 4, 0, UnitKind.VILLAGE),
        ("乙区", 2, 0, UnitKind.DISTRICT),
    ]
    assert not any(Unit.objects.find_problems())


def test_planting_beside_units_that_are_there_finds_free_paths(divisions):
    plant(divisions)
    city = Unit.objects.get(depth=1)
    add_unit(actor=SYSTEM, under=city, details=UnitDetails("局", UnitKind.MUNICIPAL_DEPARTMENT), on=TODAY, now=NOW)
    divisions.write_text(LINES + "500103000000,丙区,500000000000\n", encoding="utf-8")
    assert plant(divisions) == 1
    assert not any(Unit.objects.find_problems())


def test_without_the_file_it_says_what_to_run(tmp_path):
    with pytest.raises(DivisionsMissing, match="npm run divisions"):
        read_divisions(tmp_path / "none.csv")


def test_a_unit_is_added_renamed_and_closed_once_it_is_empty():
    city = make_unit("示例市")
    unit = add_unit(actor=SYSTEM, under=city, details=UnitDetails("局", UnitKind.DISTRICT), on=TODAY, now=NOW)
    rename_unit(actor=SYSTEM, unit_id=unit.pk, name="新局", short_name="局", now=NOW)
    with pytest.raises(UnitNotEmpty, match="1 个下级单位"):
        close_unit(actor=SYSTEM, unit_id=city.pk, on=TODAY, now=NOW)
    assert close_unit(actor=SYSTEM, unit_id=unit.pk, on=TODAY, now=NOW).valid_to == TODAY
    make_person(unit=city)
    with pytest.raises(UnitNotEmpty, match="1 名在册人员"):
        close_unit(actor=SYSTEM, unit_id=city.pk, on=TODAY, now=NOW)


def test_two_units_cannot_have_one_code():
    city = make_unit("示例市", code="500000000000")
    with pytest.raises(CodeTaken):
        add_unit(
            actor=SYSTEM, under=city, details=UnitDetails("局", UnitKind.DISTRICT, "500000000000"), on=TODAY, now=NOW
        )


def test_an_administrator_appoints_in_her_subtree_only():
    city = make_unit("示例市")
    here, next_door = make_unit("本区", under=city), make_unit("邻区", under=city)
    wu, lin = make_person(unit=here), make_person(unit=here)
    grant(wu, Role.UNIT_ADMINISTRATOR)
    scope = Scope.of(wu, NOW)
    given = grant_role(actor=scope, person=lin, role=Role.CLASS_TEACHER, unit=here, now=NOW)
    assert given.granted_by == wu
    for role, unit in ((Role.CLASS_TEACHER, next_door), (Role.ACADEMY_ADMINISTRATOR, here), (Role.COURSE_EDITOR, here)):
        with pytest.raises(OutOfScope):
            grant_role(actor=scope, person=lin, role=role, unit=unit, now=NOW)
    with pytest.raises(OutOfScope):
        take_back_role(actor=scope, grant_id=grant(lin, Role.AUDITOR, next_door).pk, now=NOW)


def test_a_role_is_granted_once_and_again_after_it_was_taken_back():
    lin = make_person()
    given = grant_role(actor=SYSTEM, person=lin, role=Role.AUDITOR, unit=lin.unit, now=NOW)
    with pytest.raises(AlreadyGranted):
        grant_role(actor=SYSTEM, person=lin, role=Role.AUDITOR, unit=lin.unit, now=NOW)
    take_back_role(actor=SYSTEM, grant_id=given.pk, now=NOW)
    take_back_role(actor=SYSTEM, grant_id=given.pk, now=NOW)
    grant_role(actor=SYSTEM, person=lin, role=Role.AUDITOR, unit=lin.unit, now=NOW)
    assert RoleGrant.objects.filter(ended_at__isnull=True).count() == 1


def test_who_has_left_cannot_be_appointed():
    lin = make_person(is_active=False)
    with pytest.raises(CannotBeAppointed):
        grant_role(actor=SYSTEM, person=lin, role=Role.AUDITOR, unit=lin.unit, now=NOW)


def test_the_last_academy_administrator_stays():
    head = make_person()
    held = grant(head, Role.ACADEMY_ADMINISTRATOR)
    grant(make_person(is_active=False), Role.ACADEMY_ADMINISTRATOR)
    with pytest.raises(LastAdministrator):
        take_back_role(actor=SYSTEM, grant_id=held.pk, now=NOW)
    grant(make_person(), Role.ACADEMY_ADMINISTRATOR)
    assert take_back_role(actor=SYSTEM, grant_id=held.pk, now=NOW).ended_at == NOW
