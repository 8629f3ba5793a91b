"""The people pages."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone
from tests.factories.credits import earn, enrol
from tests.factories.organisation import grant, make_class, make_person
from tests.web.sheets import rows_of

from yuanjiao.kernel.models import AuditEntry
from yuanjiao.organisation.models import Membership, Person, Role

PEOPLE = "/manage/people/"


def listed(response):
    return [person.full_name for person in response.context["page"]]


def test_the_list_shows_the_people_of_the_scope_and_no_others(world, as_person):
    response = as_person(world.wu).get(PEOPLE)
    assert set(listed(response)) == {"吴管理", "周班主任", "林学员"}


def test_a_learner_is_refused_and_a_stranger_signs_in_first(world, as_person, client):
    assert client.get(PEOPLE).status_code == 302
    assert as_person(world.lin).get(PEOPLE).status_code == 403


@pytest.mark.parametrize("words", ["林学员", "lxy", "13800000001"])
def test_people_are_found_by_name_initials_and_phone(world, as_person, words):
    Person.objects.filter(pk=world.lin.pk).update(initials="lxy")
    assert listed(as_person(world.wu).get(PEOPLE, {"q": words})) == ["林学员"]


def test_filters_narrow_and_nonsense_narrows_nothing(world, as_person):
    client = as_person(world.wu)
    assert listed(client.get(PEOPLE, {"role": Role.UNIT_ADMINISTRATOR})) == ["吴管理"]
    assert set(listed(client.get(PEOPLE, {"unit": world.township.pk, "sort": "name"}))) == {"周班主任", "林学员"}
    assert len(listed(client.get(PEOPLE, {"unit": "x", "level": "9", "page": "x"}))) == 3
    assert len(listed(client.get(PEOPLE, {"unit": world.next_door.pk}))) == 3


def test_the_list_says_where_each_stands_and_finds_by_it(world, as_person):
    enrol(world.wu, world.lin, at=timezone.now())
    earn(world.lin, 5000, category="required", at=timezone.now())
    client = as_person(world.wu)
    (line,) = client.get(PEOPLE, {"standing": "met"}).context["lines"]
    assert (line.person, line.pace_name, line.stands.hundredths) == (world.lin, "已达标", 5000)
    assert listed(client.get(PEOPLE, {"standing": "unmet"})) == ["吴管理"]
    assert set(listed(client.get(PEOPLE, {"standing": "counted"}))) == {"吴管理", "林学员"}
    rows = rows_of(client.get(PEOPLE, {"standing": "met", "export": "excel"}))
    assert [row[9:] for row in rows] == [["本年学分", "其中必修", "本年要求", "今年达标"], [50, 50, 50, "已达标"]]
    assert listed(as_person(world.qin).get(PEOPLE, {"standing": "met"})) == []


def test_a_teachers_figures_lead_to_her_learners_alone(world, as_person):
    grant(world.zhou, Role.CLASS_TEACHER)
    make_class(world.township, world.lin, teacher=world.zhou)
    client = as_person(world.wu)
    assert f'href="{PEOPLE}?teacher={world.zhou.pk}"' in client.get("/manage/caseload/").content.decode()
    page = client.get(PEOPLE, {"teacher": world.zhou.pk})
    assert listed(page) == ["林学员"]
    assert "只列周班主任带的班" in page.content.decode()
    next_door = as_person(world.qin).get(PEOPLE, {"teacher": world.zhou.pk})
    assert listed(next_door) == ["秦管理"]
    assert "周班主任" not in next_door.content.decode()


def test_whoever_has_begun_and_whoever_will_meet_the_year_are_found(world, as_person):
    enrol(world.wu, world.lin, at=timezone.now())
    earn(world.lin, 5000, category="required", at=timezone.now())
    client = as_person(world.wu)
    assert listed(client.get(PEOPLE, {"standing": "begun"})) == ["林学员"]
    assert listed(client.get(PEOPLE, {"standing": "expected"})) == ["林学员"]


def test_the_list_costs_the_same_with_one_and_with_many(world, as_person, django_assert_num_queries):
    client = as_person(world.wu)
    client.get(PEOPLE)
    with django_assert_num_queries(8):
        client.get(PEOPLE, {"q": "林学员"})
    for number in range(5):
        make_person(f"林学员{number}", unit=world.township)
    with django_assert_num_queries(8):
        client.get(PEOPLE, {"q": "林学员"})


def test_the_export_has_the_listed_people_and_no_formula(world, as_person):
    Person.objects.filter(pk=world.lin.pk).update(position="=HYPERLINK(1)")
    rows = rows_of(as_person(world.wu).get(PEOPLE, {"q": "林学员", "export": "excel"}))
    assert [row[1] for row in rows] == ["姓名", "林学员"]
    assert rows[1][5] == "'=HYPERLINK(1)"


def test_a_new_person_is_enrolled_and_her_code_is_shown_once(world, as_person):
    form = {"staff_number": "N1", "full_name": "新人", "unit": "本镇", "post_level": "150", "is_learner": "on"}
    response = as_person(world.wu).post("/manage/people/add/", form)
    person = Person.objects.get(staff_number="N1")
    assert response.status_code == 200
    assert response.context["code"].replace("-", "") not in person.one_time_code_hash
    assert (person.unit, person.initials, person.must_change_password) == (world.township, "xr", True)
    assert AuditEntry.objects.filter(verb="organisation.enrol", actor_id=world.wu.pk).exists()


def test_a_taken_staff_number_is_said_on_the_form(world, as_person):
    form = {"staff_number": world.lin.staff_number, "full_name": "新人", "unit": "500999001000", "post_level": "150"}
    response = as_person(world.wu).post("/manage/people/add/", form)
    assert "已被另一个人使用" in str(response.context["form"].non_field_errors())


def test_nobody_is_enrolled_next_door(world, as_person):
    form = {"staff_number": "N1", "full_name": "新人", "unit": "邻区", "post_level": "150"}
    response = as_person(world.wu).post("/manage/people/add/", form)
    assert "找不到" in str(response.context["form"].errors["unit"])


def test_a_person_is_edited_in_place(world, as_person):
    form = {
        "staff_number": world.lin.staff_number,
        "full_name": "林改名",
        "post_level": "142",
        "tags": "青年；选调",
        "phone": "",
    }
    response = as_person(world.wu).post(f"{PEOPLE}{world.lin.pk}/", form)
    assert response.status_code == 302
    lin = Person.objects.get(pk=world.lin.pk)
    assert (lin.full_name, lin.post_level, lin.phone, lin.tags.count()) == ("林改名", "142", None, 2)


def test_the_administrator_next_door_finds_nobody(world, as_person):
    assert as_person(world.qin).get(f"{PEOPLE}{world.lin.pk}/").status_code == 404


def test_an_auditor_sees_a_person_without_forms(world, as_person):
    auditor = make_person("审计", unit=world.here)
    grant(auditor, Role.AUDITOR)
    client = as_person(auditor)
    response = client.get(f"{PEOPLE}{world.lin.pk}/")
    assert response.context["may_write"] is False
    assert client.post(f"{PEOPLE}{world.lin.pk}/code").status_code == 403


def test_an_auditor_cannot_edit_by_hand(world, as_person):
    auditor = make_person("审计", unit=world.here)
    grant(auditor, Role.AUDITOR)
    form = {"staff_number": world.lin.staff_number, "full_name": "改", "post_level": "150"}
    assert as_person(auditor).post(f"{PEOPLE}{world.lin.pk}/", form).status_code == 403


def test_a_transfer_keeps_the_history(world, as_person):
    form = {"transfer-unit": "本区", "transfer-on": "2026-01-05"}
    as_person(world.wu).post(f"{PEOPLE}{world.lin.pk}/transfer", form)
    stays = Membership.objects.filter(person=world.lin).order_by("since").values_list("unit_id", "until")
    assert list(stays) == [(world.township.pk, date(2026, 1, 5)), (world.here.pk, None)]


def test_a_transfer_out_of_the_scope_is_said_on_the_page(world, as_person):
    form = {"transfer-unit": "邻区", "transfer-on": "2026-01-05"}
    response = as_person(world.wu).post(f"{PEOPLE}{world.lin.pk}/transfer", form)
    assert response.status_code == 422
    assert Person.objects.get(pk=world.lin.pk).unit_id == world.township.pk


def test_leaving_and_coming_back(world, as_person):
    client = as_person(world.wu)
    client.post(f"{PEOPLE}{world.lin.pk}/retire", {"retire-on": "2026-01-05", "retire-reason": "退休"})
    assert Person.objects.get(pk=world.lin.pk).is_active is False
    client.post(f"{PEOPLE}{world.lin.pk}/bring-back")
    assert Person.objects.get(pk=world.lin.pk).is_active is True


def test_a_code_is_reset(world, as_person):
    response = as_person(world.wu).post(f"{PEOPLE}{world.lin.pk}/code")
    assert len(response.context["code"].replace("-", "")) == 17
    assert response.headers["Cache-Control"] == "no-store"


def test_only_who_may_appoint_is_led_to_the_appointments(world, as_person):
    grant(world.zhou, Role.CLASS_TEACHER)
    make_class(world.township, world.lin, teacher=world.zhou)
    led = f"/manage/roles/?grant-person={world.lin.staff_number}"
    pages = [as_person(reader).get(f"{PEOPLE}{world.lin.pk}/").content.decode() for reader in (world.wu, world.zhou)]
    assert [led in page for page in pages] == [True, False]


def test_a_class_teacher_lists_her_class_alone(world, as_person):
    grant(world.zhou, Role.CLASS_TEACHER)
    make_class(world.township, world.lin, teacher=world.zhou)
    assert listed(as_person(world.zhou).get(PEOPLE)) == ["林学员"]


def test_suggestions_stay_in_the_scope(world, as_person):
    response = as_person(world.wu).get("/manage/people/suggest", {"transfer-x": "管理"})
    assert [person.full_name for person in response.context["people"]] == ["吴管理"]
