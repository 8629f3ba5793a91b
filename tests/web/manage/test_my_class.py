"""The class teacher's desk, used as she uses it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.credits import earn, enrol
from tests.factories.organisation import grant, make_class, make_person

from yuanjiao.credits.public import Pace
from yuanjiao.organisation.models import ClassPlace, ClassSubstitute, Person, Role
from yuanjiao.outreach.models import Contact, Notice, Reminder
from yuanjiao.outreach.public import write_to_teacher

DESK = "/manage/my-class/"
LONG_AGO = timezone.now().replace(month=1, day=1)


@pytest.fixture
def taught(world):
    """Zhou teaches Lin, who has not signed in, somebody who is behind, and somebody who has met the year."""
    grant(world.zhou, Role.CLASS_TEACHER)
    world.met, world.behind = (make_person(name, unit=world.township) for name in ("达标示例", "落后示例"))
    enrol(world.lin, world.met, world.behind, at=LONG_AGO)
    earn(world.met, 5000, category="required", at=LONG_AGO)
    earn(world.behind, 1, at=LONG_AGO)
    world.group = make_class(world.township, world.lin, world.met, world.behind, teacher=world.zhou)
    return world


def names(faces) -> list[str]:
    return [face.person.full_name for face in faces]


def test_the_class_is_shown_by_pace_with_a_word_and_who_needs_help_first(taught, as_person):
    response = as_person(taught.zhou).get(DESK)
    desk = response.context["desk"]
    assert names(desk.faces)[-1] == "达标示例"
    assert {part.pace: part.number for part in desk.parts}[Pace.MET] == 1
    assert "已达标" in response.content.decode()


def test_a_pace_shows_its_people_alone_and_a_wrong_one_shows_all(taught, as_person):
    client = as_person(taught.zhou)
    assert names(client.get(DESK, {"pace": "met"}).context["desk"].shown) == ["达标示例"]
    assert len(client.get(DESK, {"pace": "x"}).context["desk"].shown) == 3


def test_calls_of_today_say_why(taught, as_person):
    calls = as_person(taught.zhou).get(DESK).context["desk"].calls
    assert [(call.face.person, call.reason) for call in calls] == [
        (taught.behind, "落后，还没有学过一门课"),
        (taught.lin, "还没有登录过，可能不知道怎么进来"),
    ]


def test_a_contact_is_kept_and_its_day_brings_her_first(taught, as_person):
    client = as_person(taught.zhou)
    day = timezone.localdate().isoformat()
    words = {"way": "call", "said": "说好今天补一课", "next_step": "晚上看进度", "follow_up_on": day}
    page = client.post(f"{DESK}people/{taught.lin.pk}/contact", words, follow=True).content.decode()
    assert "说好今天补一课" in page
    assert client.get(DESK).context["desk"].calls[0].reason == "约好今天联系：晚上看进度"


def test_a_contact_without_words_loses_nothing_of_the_form(taught, as_person):
    response = as_person(taught.zhou).post(
        f"{DESK}people/{taught.lin.pk}/contact", {"way": "visit", "said": "", "next_step": "再打一次"}
    )
    assert response.status_code == 422
    assert "再打一次" in response.content.decode()
    assert not Contact.objects.exists()


def test_a_reminder_is_shown_with_its_words_before_it_goes(taught, as_person):
    client = as_person(taught.zhou)
    path = f"{DESK}remind/?class={taught.group.pk}&pace=behind"
    shown = client.get(path).context["receivers"]
    assert [each.face.person for each in shown] == [taught.behind]
    assert shown[0].text.startswith("落后示例您好")
    changed = client.post(path, {"text": "{姓名}加油", "channels": ["notice"]})
    assert [each.text for each in changed.context["receivers"]] == ["落后示例加油"]
    assert not Reminder.objects.exists()
    client.post(path, {"text": "{姓名}加油", "channels": ["notice"], "confirmed": "yes"})
    assert Reminder.objects.get().text == "落后示例加油"
    assert client.get(path).context["receivers"] == []
    assert "最近都提醒过了" in client.get(path).content.decode()


def test_whoever_is_to_be_called_is_reminded_with_one_touch(taught, as_person):
    client = as_person(taught.zhou)
    assert 'name="at_once"' in client.get(DESK).content.decode()
    path = f"{DESK}remind/?class={taught.group.pk}&person={taught.behind.pk}"
    page = client.post(path, {"at_once": "yes"}, follow=True)
    assert page.context["desk"].group == taught.group
    assert re.search(r"\d+ ?月 ?\d+ ?日 ?提醒过", page.content.decode())
    assert Reminder.objects.get().text.startswith("落后示例您好：今年要学")


def test_whoever_was_reminded_from_a_list_is_left_in_peace_by_her_class_teacher_too(taught, as_person):
    client, day = as_person(taught.zhou), timezone.localdate() - timedelta(days=2)
    Reminder.objects.create(person=taught.behind, day=day, at=timezone.now(), text="请学", unit_path="")
    path = f"{DESK}remind/?class={taught.group.pk}&pace=behind"
    page = client.get(path)
    assert (page.context["receivers"], page.context["rested"]) == ([], 1)
    assert "提醒过的人 3 天内不再提醒" in page.content.decode()
    client.post(f"{DESK}remind/?person={taught.behind.pk}", {"at_once": "yes"})
    assert Reminder.objects.count() == 1


def test_one_learner_is_reminded_from_her_page(taught, as_person):
    client = as_person(taught.zhou)
    words = {"text": "请抽空学习", "channels": ["notice"], "confirmed": "yes"}
    page = client.post(f"{DESK}remind/?person={taught.lin.pk}", words, follow=True).content.decode()
    assert re.search(r"\d+ ?月 ?\d+ ?日 ?提醒过", page)
    assert Notice.objects.get(person=taught.lin).body == "请抽空学习"


def test_a_learners_message_waits_on_the_desk_until_it_is_answered(taught, as_person):
    write_to_teacher(actor=taught.lin, text="课程打不开", link="/", now=timezone.now())
    client = as_person(taught.zhou)
    assert names(client.get(DESK).context["desk"].writers) == ["林学员"]
    client.post(f"{DESK}people/{taught.lin.pk}/answer", {"text": "换个浏览器试试"})
    assert client.get(DESK).context["desk"].writers == []
    assert Notice.objects.filter(person=taught.lin, body="换个浏览器试试").exists()


def test_a_message_is_put_aside(taught, as_person):
    write_to_teacher(actor=taught.lin, text="谢谢", link="/", now=timezone.now())
    client = as_person(taught.zhou)
    client.post(f"{DESK}people/{taught.lin.pk}/answer", {"aside": "yes"})
    assert client.get(DESK).context["desk"].writers == []


def test_a_colleague_stands_in_and_the_class_is_taken_back(taught, as_person):
    he = make_person("何示例", unit=taught.township)
    today = timezone.localdate()
    words = {"person": he.staff_number, "since": today, "until": today + timedelta(days=3), "reason": "出差"}
    client = as_person(taught.zhou)
    assert "何示例" in client.post(f"/manage/classes/{taught.group.pk}/substitute", words, follow=True).content.decode()
    assert as_person(he).get(DESK).context["desk"].group == taught.group
    arranged = ClassSubstitute.objects.get()
    as_person(taught.zhou).post(f"{DESK}substitutes/{arranged.pk}/end")
    assert as_person(he).get(DESK).status_code == 403


def suggested(client, group, words: str) -> list[str]:
    page = client.get(f"/manage/classes/{group.pk}/substitute/suggest", {"person": words})
    return sorted(re.findall(r"<option value=\"[^\"]*\">(\S+) ·", page.content.decode()))


def test_a_substitute_is_suggested_while_typing_from_the_colleagues_of_the_unit_alone(taught, as_person):
    for name, unit in (("何示例", taught.township), ("何远方", taught.next_door), ("何上级", taught.here)):
        make_person(name, unit=unit)
    make_person("何离开", unit=taught.township, is_active=False)
    client = as_person(taught.zhou)
    assert f'hx-get="/manage/classes/{taught.group.pk}/substitute/suggest"' in client.get(DESK).content.decode()
    assert suggested(client, taught.group, "何") == ["何示例"]
    assert suggested(client, taught.group, "") == suggested(client, taught.group, taught.zhou.full_name) == []
    assert suggested(as_person(taught.wu), taught.group, "何") == ["何示例"]
    assert suggested(client, taught.group, "\x00何") == ["何示例"]


def test_whoever_may_not_hand_a_class_over_is_suggested_nobody(taught, as_person):
    path, he = f"/manage/classes/{taught.group.pk}/substitute/suggest", make_person("何示例", unit=taught.township)
    today = timezone.localdate().isoformat()
    as_person(taught.zhou).post(
        f"/manage/classes/{taught.group.pk}/substitute", {"person": he.staff_number, "since": today, "until": today}
    )
    assert as_person(he).get(path, {"person": "示例"}).status_code == 403
    assert as_person(taught.qin).get(path, {"person": "示例"}).status_code == 404


def test_suggestions_cost_the_same_for_one_and_for_many(taught, as_person):
    client, path = as_person(taught.zhou), f"/manage/classes/{taught.group.pk}/substitute/suggest"

    def cost() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(path, {"person": "何"})
        return len(found)

    make_person("何示例", unit=taught.township)
    before = cost()
    for number in range(8):
        make_person(f"何示例{number}", unit=taught.township)
    assert (cost(), len(suggested(client, taught.group, "何"))) == (before, 9)


def test_wrong_days_are_told_at_the_form(taught, as_person):
    he = make_person("何示例", unit=taught.township)
    yesterday = timezone.localdate() - timedelta(days=1)
    words = {"person": he.staff_number, "since": yesterday, "until": yesterday}
    response = as_person(taught.zhou).post(f"/manage/classes/{taught.group.pk}/substitute", words)
    assert response.status_code == 422
    assert "代班要从今天或以后开始" in response.content.decode()


def test_learners_of_another_class_are_not_found(taught, as_person):
    client = as_person(taught.zhou)
    assert client.get(f"{DESK}people/{taught.wu.pk}/").status_code == 404
    assert client.get(f"{DESK}remind/?person={taught.wu.pk}").status_code == 404
    assert client.get(DESK, {"class": make_class(taught.next_door).pk}).status_code == 404


def test_an_administrator_comes_to_her_teachers_and_from_there_to_a_class(taught, as_person):
    client = as_person(taught.wu)
    assert client.get(DESK).url == "/manage/caseload/"
    assert len(client.get(DESK, {"class": taught.group.pk}).context["desk"].faces) == 3


def test_the_caseload_counts_what_each_teacher_has(taught, as_person):
    (teacher,) = as_person(taught.wu).get("/manage/caseload/").context["page"]
    assert (teacher.classes, teacher.learners, teacher.behind, teacher.last_contact) == (1, 3, 1, None)


def test_a_class_teacher_comes_to_her_class_first(taught, client):
    Person.objects.filter(pk=taught.zhou.pk).update(must_change_password=False)
    taught.zhou.set_password("correct horse battery")
    taught.zhou.save()
    words = {"login": taught.zhou.staff_number, "password": "correct horse battery"}
    assert client.post("/account/login/", words).url == DESK


def test_the_desk_costs_the_same_for_three_and_for_ten(taught, as_person):
    client = as_person(taught.zhou)

    def cost() -> int:
        client.get(DESK)
        with CaptureQueriesContext(connection) as queries:
            client.get(DESK)
        return len(queries)

    few = cost()
    for number in range(7):
        person = make_person(f"示例{number}", unit=taught.township)
        enrol(person, at=LONG_AGO)
        ClassPlace.objects.create(person=person, class_group=taught.group, since=LONG_AGO)
    assert cost() == few
