"""The page where administrators make and revoke the addresses of big screens."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.screens import a_screen
from tests.web.sheets import column

from yuanjiao.oversight.models import Screen

LIST = "/manage/screens/"


def test_an_address_is_made_opened_and_revoked(world, as_person):
    client = as_person(world.wu)
    client.post(LIST, {"name": "一楼大厅", "unit": "本区"})
    ((screen, address),) = client.get(LIST).context["shown"]
    assert client.get(address).status_code == 200
    client.post(f"{LIST}{screen.pk}/revoke")
    assert client.get(address).status_code == 404


def test_only_units_of_the_scope_are_shown(world, as_person):
    response = as_person(world.wu).post(LIST, {"name": "大厅", "unit": "邻区"})
    assert (response.status_code, list(response.context["new_form"].errors)) == (422, ["unit"])
    assert not Screen.objects.exists()


def test_the_list_is_filtered_and_exported_within_the_scope(world, as_person):
    a_screen(world.wu, world.here)
    client = as_person(world.wu)
    assert column(client.get(LIST, {"export": "excel"}), "放在哪里") == ["一楼大厅"]
    assert client.get(LIST, {"state": "revoked"}).context["page"].paginator.count == 0
    assert client.get(LIST, {"q": "一楼"}).context["page"].paginator.count == 1
    assert column(as_person(world.qin).get(LIST, {"export": "excel"}), "放在哪里") == []


def test_the_list_costs_the_same_with_one_screen_and_with_many(world, as_person):
    client = as_person(world.wu)

    def cost() -> tuple[int, int]:
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            rows = len(client.get(LIST).context["page"])
        return rows, len(queries)

    a_screen(world.wu, world.here)
    few, cost_of_few = cost()
    for number in range(3):
        a_screen(world.wu, world.here, f"大厅{number}")
    assert cost() == (few + 3, cost_of_few)
