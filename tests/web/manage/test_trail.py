"""The audit trail's page: in words, within the scope, narrowed by its address, carried on and taken along."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.factories.catalogue import make_course
from tests.factories.organisation import NOW, grant, make_class, make_person
from tests.web.sheets import column

from yuanjiao.kernel import acts, audit
from yuanjiao.kernel.models import EVERYDAY, BackgroundJob
from yuanjiao.organisation.models import Role
from yuanjiao.organisation.public import Details, Scope, update_person
from yuanjiao.organisation.queries import people_named
from yuanjiao.web.manage import exports
from yuanjiao.web.manage.forms.trail import TrailFilter, act_choices

PATH = "/manage/trail/"


def done(unit, verb="organisation.retire", at=NOW, actor=None, subject=("unit", 0), **detail):
    with transaction.atomic():
        number = actor.pk if actor else None
        return audit.record(
            at=at, actor_id=number, verb=verb, subject=subject, unit_path=unit.path if unit else "", detail=detail
        )


@pytest.fixture
def entry(world):
    """Wu took Lin off the books."""
    reason = {"on": "2026-03-01", "reason": "退休"}
    return done(world.township, actor=world.wu, subject=("person", world.lin.pk), **reason)


def lines(client, **words):
    return client.get(PATH, words).context["page"]


def test_an_entry_says_who_by_which_right_did_what_to_whom_and_why(world, as_person, entry):
    line = lines(as_person(world.wu))[0]
    assert (line.who.name, line.who.right) == ("吴管理", "本区 · 单位管理员")
    assert (line.act, line.thing.kind, line.thing.name, line.unit) == ("办理离册", "人员", "林学员", "本镇")
    assert line.details == (("日期", "2026年3月1日"), ("原因", "退休"))
    assert line.thing.address == f"/manage/people/{world.lin.pk}/"


def test_the_page_shows_it(world, as_person, entry):
    page = as_person(world.wu).get(PATH).content.decode()
    assert "办理离册" in page
    assert "共 1 条，最新的在前" in page
    assert f'href="/manage/people/{world.lin.pk}/"' in page


def test_it_speaks_english(world, as_person, entry):
    client = as_person(world.wu)
    world.wu.language = "en"
    world.wu.save()
    page = client.get(PATH).content.decode()
    assert "End membership" in page


def test_the_administrator_next_door_sees_nothing_not_even_a_name(world, as_person, entry):
    client = as_person(world.qin)
    asked = [{}, {"q": "林学员"}, {"about": f"person:{world.lin.pk}"}, {"actor": world.wu.pk}, {"unit": world.here.pk}]
    for words in asked:
        page = client.get(PATH, words).content.decode()
        assert "empty-state" in page
        assert "吴管理" not in page
        assert "本镇" not in page
        assert page.count("林学员") == page.count('value="林学员"')


def test_a_place_to_carry_on_from_next_door_is_no_place(world, as_person, entry):
    mine = done(world.next_door, actor=world.qin)
    response = as_person(world.qin).get(PATH, {"before": entry.pk})
    assert response.context["before"] is None
    assert [line.at for line in response.context["page"]] == [mine.at]


def test_an_auditor_reads_everything_also_what_belongs_to_no_unit(world, as_person, entry):
    auditor = make_person("审计", unit=world.city)
    grant(auditor, Role.AUDITOR)
    done(None, "policy.publish", subject=("policy", "talks"))
    found = lines(as_person(auditor))
    assert {(line.act, line.unit) for line in found} == {("发布规则", "全学院"), ("办理离册", "本镇")}
    assert {line.thing.name for line in found} == {"约谈线", "林学员"}


def test_a_class_teacher_does_not_come_in(world, as_person):
    grant(world.zhou, Role.CLASS_TEACHER)
    assert as_person(world.zhou).get(PATH).status_code == 403


def test_acts_are_narrowed_by_area_and_one_by_one(world, as_person, entry):
    done(world.township, "oversight.edit_circular", subject=("circular", 5))
    client = as_person(world.wu)
    assert [line.act for line in lines(client, what="people")] == ["办理离册"]
    assert [line.act for line in lines(client, what="oversight.edit_circular")] == ["修改通报"]


def test_sign_ins_are_read_when_they_are_asked_for(world, as_person, entry):
    done(world.township, EVERYDAY, actor=world.lin, subject=("person", world.lin.pk), address="10.0.0.9")
    client = as_person(world.wu)
    assert len(lines(client)) == 1
    signed_in = lines(client, what=EVERYDAY)
    assert [line.details for line in signed_in] == [(("网络地址", "10.0.0.9"),)]
    assert lines(client, what="sign_in") == []


def test_days_bound_the_period_both_included(world, as_person, entry):
    client = as_person(world.wu)
    assert len(lines(client, since="2026-03-02", until="2026-03-02")) == 1
    assert lines(client, since="2026-03-03") == []
    assert lines(client, until="2026-03-01") == []


def test_a_search_finds_who_did_it_and_whom_it_concerns(world, as_person, entry):
    client = as_person(world.wu)
    assert len(lines(client, q="林学员")) == 1
    assert len(lines(client, q="吴管理", side="actor")) == 1
    assert lines(client, q="吴管理", side="subject") == []
    assert lines(client, q="林学员", side="actor") == []


def test_namesakes_elsewhere_keep_nobody_of_the_readers_own_out(world):
    elsewhere = [make_person(unit=world.qin.unit, full_name="林学员") for _ in range(3)]
    late = make_person(unit=world.township, full_name="林学员")
    scope = Scope.of(world.wu, NOW)
    assert late.pk > max(each.pk for each in elsewhere)
    assert {world.lin.pk, late.pk} <= set(people_named(scope, "林学员", most=2))


def test_a_course_and_a_unit_are_found_by_their_names(world, as_person):
    course = make_course("防汛常识", unit=world.here)
    done(world.here, "catalogue.change_course", subject=("course", course.pk))
    done(world.here, "organisation.add_unit", subject=("unit", world.township.pk))
    client = as_person(world.wu)
    assert [line.thing.name for line in lines(client, q="防汛")] == ["防汛常识"]
    assert [line.thing.name for line in lines(client, q="本镇")] == ["本镇"]


def test_a_link_from_a_person_leads_to_what_was_done_to_her(world, as_person, entry):
    done(world.township, subject=("person", world.zhou.pk))
    response = as_person(world.wu).get(PATH, {"about": f"person:{world.lin.pk}"})
    assert [line.thing.name for line in response.context["page"]] == ["林学员"]
    assert "只看这里的操作：人员 林学员。" in response.content.decode()


def test_a_link_leads_to_what_one_person_did(world, as_person, entry):
    done(world.township, actor=world.zhou)
    response = as_person(world.wu).get(PATH, {"actor": world.wu.pk})
    assert [line.who.name for line in response.context["page"]] == ["吴管理"]
    assert "只看这个人做的操作：吴管理。" in response.content.decode()


def test_the_role_is_that_of_the_day(world, as_person, entry):
    held = world.wu.role_grants.get()
    held.ended_at = NOW + timedelta(days=1)
    held.save()
    grant(world.zhou, Role.UNIT_ADMINISTRATOR, world.here)
    done(world.township, at=NOW + timedelta(days=2), actor=world.wu)
    assert [line.who.right for line in lines(as_person(world.zhou))] == ["本区", "本区 · 单位管理员"]


def test_what_the_system_did_says_so(world, as_person):
    done(world.township)
    assert lines(as_person(world.wu))[0].who.name == "系统"


def test_a_person_who_left_the_scope_has_a_name_and_no_link(world, as_person, entry):
    world.lin.unit = world.next_door
    world.lin.save()
    thing = lines(as_person(world.wu))[0].thing
    assert (thing.name, thing.address) == ("林学员", "")


def test_details_that_nobody_named_are_not_shown(world, as_person):
    done(world.township, secret="不该看到")
    response = as_person(world.wu).get(PATH)
    assert response.context["page"][0].details == ()
    assert "不该看到" not in response.content.decode()


def test_a_change_tells_what_was_and_what_is(world, as_person):
    details = Details(staff_number=world.lin.staff_number, full_name="林学员", post_level="131", phone="13800000001")
    update_person(actor=Scope.of(world.wu, NOW), person_id=world.lin.pk, details=details, now=NOW)
    assert lines(as_person(world.wu))[0].details == (("职务层次", "科员及以下 → 县处级正职"),)


def test_older_entries_are_on_the_pages_after(world, as_person):
    for minute in range(120):
        done(world.township, at=NOW + timedelta(minutes=minute))
    client = as_person(world.wu)
    seen, older = [], ""
    while older is not None:
        response = client.get(PATH, {"before": older})
        seen += [line.at for line in response.context["page"]]
        older = response.context["older"]
    assert seen == [NOW + timedelta(minutes=minute) for minute in reversed(range(120))]


def test_the_file_says_the_same(world, as_person, entry):
    response = as_person(world.wu).get(PATH, {"export": "excel"})
    assert column(response, "详情") == ["日期：2026年3月1日；原因：退休"]
    assert column(as_person(world.qin).get(PATH, {"export": "excel"}), "对象") == []


def test_a_long_file_is_written_by_the_worker(world, as_person, entry, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 0)
    response = as_person(world.wu).get(PATH, {"export": "excel"})
    assert response.status_code == 302
    written = BackgroundJob.objects.get(kind=exports.KIND)
    assert response.url == f"/manage/jobs/{written.key}/"
    assert (written.state, written.file_name) == ("done", "trail.xlsx")


def test_ten_entries_cost_no_more_queries_than_one(world, as_person, entry):
    client = as_person(world.wu)

    def cost():
        client.get(PATH)
        with CaptureQueriesContext(connection) as queries:
            client.get(PATH)
        return len(queries)

    of_one = cost()
    for number in range(9):
        person = make_person(f"示例{number}", unit=world.township)
        done(world.township, actor=world.zhou, subject=("person", person.pk))
    assert cost() == of_one


def test_every_act_can_be_chosen_and_no_area_brings_the_sign_ins(world):
    scope = Scope.of(world.wu, NOW)
    groups = [group for label, group in act_choices() if label]
    chosen = {what: TrailFilter({"what": what}, scope=scope).asked().verbs for group in groups for what, _name in group}
    assert {verb for area in acts.areas() for verb in area.acts} <= set(chosen)
    assert [what for what, verbs in chosen.items() if EVERYDAY in verbs] == [EVERYDAY]
    assert all(chosen.values())


def test_from_a_person_a_unit_and_why_one_click_leads_to_the_trail(world, as_person):
    client, lin, unit = as_person(world.wu), world.lin.pk, world.township.pk
    leads = {
        f"/manage/people/{lin}/": f"?about=person:{lin}",
        f"/manage/people/{lin}/why/": f"?about=person:{lin}",
        f"/manage/units/{unit}/": f"?unit={unit}",
        f"/manage/units/{unit}/why/": f"?unit={unit}",
    }
    assert [path for path, words in leads.items() if PATH + words not in client.get(path).content.decode()] == []


def test_the_page_of_a_course_leads_there_for_those_who_read_what_was_done_to_it(world, as_person):
    course = make_course("防汛常识", unit=world.here)
    path, lead = f"/manage/courses/{course.pk}/life/", f"{PATH}?about=course:{course.pk}"
    assert lead in as_person(world.wu).get(path).content.decode()
    editor = make_person("何编辑", unit=world.here)
    grant(editor, Role.COURSE_EDITOR)
    assert lead not in as_person(editor).get(path).content.decode()


def test_a_class_teacher_is_not_sent_there(world, as_person):
    make_class(world.township, world.lin, teacher=world.zhou)
    grant(world.zhou, Role.CLASS_TEACHER)
    page = as_person(world.zhou).get(f"/manage/people/{world.lin.pk}/").content.decode()
    assert world.lin.full_name in page
    assert PATH not in page


@pytest.mark.parametrize(
    "words",
    [
        {"actor": "9" * 30},
        {"actor": "x"},
        {"about": "person:" + "9" * 30},
        {"about": "person"},
        {"before": "9" * 30},
        {"since": "0001-01-01"},
        {"until": "9999-12-31"},
        {"before": "x"},
        {"unit": "0"},
        {"since": "x", "until": "2026-13-01"},
        {"what": "organisation.gone"},
    ],
)
def test_what_makes_no_sense_in_the_address_narrows_nothing(world, as_person, entry, words):
    assert len(lines(as_person(world.wu), **words)) == 1
