"""A city with two districts; the first has two townships, one of them with a village."""

from __future__ import annotations

import pytest
from tests.factories.organisation import make_unit

from yuanjiao.organisation.models import UnitKind


@pytest.fixture
def city():
    return make_unit("示例市")


@pytest.fixture
def districts(city):
    return make_unit("甲区", under=city), make_unit("乙区", under=city)


@pytest.fixture
def towns(districts):
    """Two townships of district 甲; the first has two learners in a class and a village."""
    first, second = make_unit("东镇", under=districts[0], code="500101001000"), make_unit("西镇", under=districts[0])
    make_unit("东村", under=first, kind=UnitKind.VILLAGE)
    return first, second
