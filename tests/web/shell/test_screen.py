"""The big screen: its address opens without sign-in until it is revoked, and names no person."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.organisation import grant, make_person, make_unit
from tests.factories.screens import a_screen
from tests.factories.talks import learners

from yuanjiao.kernel.models import AuditEntry, PolicyVersion
from yuanjiao.learning.models import Activity
from yuanjiao.organisation.models import Role
from yuanjiao.organisation.public import Scope
from yuanjiao.oversight.public import address_part, revoke_screen

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    """A screen over a district of which one township has met the year and another has not."""
    city = make_unit("示例市")
    here = make_unit("本区", under=city)
    best, worst = make_unit("甲镇", under=here), make_unit("乙镇", under=here)
    learners(worst, 0, at=timezone.now())
    learners(best, 6000, at=timezone.now())
    wu = make_person("吴管理", unit=here, is_learner=False)
    grant(wu, Role.UNIT_ADMINISTRATOR)
    screen = a_screen(wu, here)
    screen.wu, screen.here = wu, here
    return screen


def address(screen):
    return f"/screen/{address_part(screen)}/"


def test_it_shows_the_year_the_units_and_today_to_whoever_has_the_address(hall, client):
    now = timezone.now()
    Activity.objects.create(at=now, kind="complete", learner_id=1, course_id=1)
    page = client.get(address(hall))
    shown = page.context["shown"]
    assert [(unit.name, unit.met) for unit in shown.units] == [("甲镇", 1), ("乙镇", 0)]
    assert (shown.outlook.people, shown.outlook.met_rate) == (2, 0.5)
    assert (shown.today.completions, shown.today.starts, shown.today.clicks) == (1, 0, 0)
    assert "学员0" not in page.content.decode()


def test_a_forged_address_opens_nothing(hall, client):
    part = address_part(hall)
    for forged in (f"{hall.key}.AAAA", hall.key, part[:-1], f"x{part}", f"{hall.key}.!"):
        assert client.get(f"/screen/{forged}/").status_code == 404


def test_a_revoked_address_opens_nothing_any_more(hall, client):
    revoke_screen(actor=Scope.of(hall.wu, timezone.now()), screen_id=hall.pk, now=timezone.now())
    assert client.get(address(hall)).status_code == 404
    assert client.get(f"{address(hall)}figures").status_code == 404
    assert AuditEntry.objects.filter(verb="oversight.revoke_screen").count() == 1


def test_where_rankings_are_off_on_screens_units_stand_without_places(hall, client):
    assert 'class="screen-place"' in client.get(address(hall)).content.decode()
    PolicyVersion.objects.create(kind="rankings", number=1, valid_from=hall.made_at, body={"units": ["desktop"]})
    page = client.get(address(hall))
    assert 'class="screen-place"' not in page.content.decode()
    assert [unit.name for unit in page.context["shown"].units] == ["甲镇", "乙镇"]


def test_what_is_asked_every_minute_costs_the_same_with_more_units(hall, client):
    def cost() -> int:
        client.get(f"{address(hall)}figures")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{address(hall)}figures")
        return len(queries)

    few = cost()
    for number in range(3):
        learners(make_unit(f"镇{number}", under=hall.here), 100, at=timezone.now())
    assert cost() == few
