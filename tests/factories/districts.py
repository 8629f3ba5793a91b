"""A city with two districts and the people of the manage pages: Wu and Zhou here, Qin next door."""

from __future__ import annotations

from types import SimpleNamespace

from tests.factories.organisation import grant, make_person, make_unit

from yuanjiao.organisation.models import Role


def make_districts() -> SimpleNamespace:
    """A city with two districts, a township, and those who act."""
    city = make_unit("示例市")
    here, next_door = make_unit("本区", under=city, code="500999000000"), make_unit("邻区", under=city)
    township = make_unit("本镇", under=here, code="500999001000")
    wu, qin = make_person("吴管理", unit=here), make_person("秦管理", unit=next_door)
    zhou, lin = make_person("周班主任", unit=township), make_person("林学员", unit=township, phone="13800000001")
    grant(wu, Role.UNIT_ADMINISTRATOR)
    grant(qin, Role.UNIT_ADMINISTRATOR)
    return SimpleNamespace(
        city=city, here=here, next_door=next_door, township=township, wu=wu, qin=qin, zhou=zhou, lin=lin
    )
