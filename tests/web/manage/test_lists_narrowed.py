"""Lists of units, classes, roles and imports: what their search, filters and order leave."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from tests.factories.organisation import grant, make_class, make_unit
from tests.factories.outreach import WRITTEN_AT
from tests.web.manage.test_lists import make_import
from tests.web.sheets import column, rows_of

from yuanjiao.organisation.models import Person, Role

NOW = WRITTEN_AT


def test_units_below_are_searched_through_all_levels_and_sorted(world, as_person):
    make_unit("本村", under=world.township)
    empty = make_unit("安静镇", under=world.here)
    client = as_person(world.wu)

    def shown(**words):
        return [unit.name for unit in client.get(f"/manage/units/{world.here.pk}/", words).context["page"]]

    assert shown() == ["本镇", "安静镇"]
    assert shown(below="all") == ["本镇", "本村", "安静镇"]
    assert shown(q="村") == ["本村"]
    assert shown(sort="name") == ["安静镇", "本镇"]
    assert shown(sort="people") == ["本镇", "安静镇"]
    empty.valid_to = timezone.localdate()
    empty.save()
    assert shown(state="closed") == ["安静镇"]


def test_the_file_of_units_says_where_each_stands_and_how_many_are_in_it(world, as_person):
    rows = rows_of(as_person(world.wu).get("/manage/units/", {"export": "excel", "below": "all"}))
    assert [row[:2] + row[4:5] for row in rows[1:]] == [["本镇", "本区", 2]]


def test_someone_over_two_units_sees_both_and_searches_both(world, as_person):
    grant(world.wu, Role.UNIT_ADMINISTRATOR, world.next_door)
    client = as_person(world.wu)
    assert [unit.name for unit in client.get("/manage/units/").context["page"]] == ["本区", "邻区"]
    assert [unit.name for unit in client.get("/manage/units/", {"q": "镇"}).context["page"]] == ["本镇"]


def test_a_class_is_searched_filtered_sorted_and_exported(world, as_person):
    group = make_class(world.township, world.lin, world.zhou)
    Person.objects.filter(pk=world.zhou.pk).update(last_login=NOW)
    client, path = as_person(world.wu), f"/manage/classes/{group.pk}/"
    shown = [place.person for place in client.get(path, {"q": "林"}).context["page"]]
    assert shown == [world.lin]
    assert [place.person for place in client.get(path, {"login": "never"}).context["page"]] == [world.lin]
    assert [place.person for place in client.get(path, {"sort": "login"}).context["page"]] == [world.lin, world.zhou]
    assert column(client.get(path, {"export": "excel", "sort": "login"}), "姓名") == ["林学员", "周班主任"]
    assert as_person(world.qin).get(path, {"export": "excel"}).status_code == 404


def test_classes_are_sorted_by_size_and_roles_by_name(world, as_person):
    big, small = make_class(world.township, world.lin, world.zhou), make_class(world.township)
    client = as_person(world.wu)
    assert list(client.get("/manage/classes/", {"sort": "smallest"}).context["page"]) == [small, big]
    Person.objects.filter(pk=world.wu.pk).update(initials="wgl")
    Person.objects.filter(pk=world.zhou.pk).update(initials="zbz")
    grant(world.zhou, Role.CLASS_TEACHER)
    roles = client.get("/manage/roles/", {"sort": "name"}).context["page"]
    assert [held.person for held in roles] == [world.wu, world.zhou]


def test_imports_are_searched_filtered_and_sorted(world, as_person):
    first = make_import(world.wu, "一月.xlsx", status="done", wrong_rows=9)
    second = make_import(world.wu, "二月.xlsx", created_at=WRITTEN_AT + timedelta(days=1))
    client, path = as_person(world.wu), "/manage/people/import/"
    assert list(client.get(path).context["page"]) == [second, first]
    assert list(client.get(path, {"q": "一月"}).context["page"]) == [first]
    assert list(client.get(path, {"status": "done"}).context["page"]) == [first]
    assert list(client.get(path, {"sort": "wrong"}).context["page"]) == [first, second]
