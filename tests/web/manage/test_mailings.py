"""From a list of people to the act: those who are ticked, or all whom the filters find, seen in numbers first."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.catalogue import make_course
from tests.factories.credits import earn, enrol
from tests.factories.learning import make_progress
from tests.factories.organisation import grant, make_class, make_person
from tests.factories.outreach import run_campaign
from tests.web.sheets import column

from yuanjiao.kernel.models import BackgroundJob, JobState
from yuanjiao.organisation.models import ClassGroup, Person, Role
from yuanjiao.organisation.public import Scope
from yuanjiao.outreach import public as outreach
from yuanjiao.outreach.actions import mailings
from yuanjiao.outreach.models import Mailing, MailingState, Notice, Reminder, ReminderChannel, ReminderDelivery
from yuanjiao.web.manage.selection import selected

PEOPLE, REMIND, WRITE = "/manage/people/", "/manage/people/remind/", "/manage/people/write/"
MAILINGS = "/manage/mailings/"
WORDS = {"text": "{姓名}请抽空学习", "channels": ["notice"], "key": "k", "confirmed": "yes"}


@pytest.fixture
def behind(world):
    """Lin and Fang are behind, Zhou has met the year; Dong of the district next door is behind as well."""
    world.fang = make_person("方示例", unit=world.township)
    world.dong = make_person("董示例", unit=world.next_door)
    began = timezone.now() - timedelta(days=200)
    enrol(world.lin, world.fang, world.zhou, world.dong, at=began)
    earn(world.zhou, 5000, category="required", at=began)
    return world


def unmet(**words: object) -> str:
    return f"{REMIND}?{urlencode({'standing': 'unmet', **words}, doseq=True)}"


def reached() -> set[str]:
    return set(Reminder.objects.values_list("person__full_name", flat=True))


def test_the_list_offers_acts_for_whoever_is_ticked_and_for_all_that_it_finds(behind, as_person):
    page = as_person(behind.wu).get(PEOPLE, {"standing": "unmet"}).content.decode()
    assert f'name="person" value="{behind.lin.pk}"' in page
    assert '<input type="hidden" name="standing" value="unmet">' in page
    assert f'formaction="{REMIND}"' in page
    assert "没有勾选，就是这里的全部 2 人" in page


def test_an_auditor_has_the_list_without_acts(behind, as_person):
    auditor = make_person("审计示例", unit=behind.here)
    grant(auditor, Role.AUDITOR)
    client = as_person(auditor)
    assert REMIND not in client.get(PEOPLE).content.decode()
    assert client.post(unmet(), WORDS).status_code == 403


def test_all_whom_the_filters_find_are_reminded_across_pages(behind, as_person):
    client = as_person(behind.wu)
    shown = client.get(unmet(page=2))
    assert shown.context["reach"].people == 2
    assert next(text for _person, text in shown.context["sample"]).startswith("林学员您好")
    back = client.post(unmet(), WORDS)
    assert (back.status_code, back["Location"]) == (302, f"{PEOPLE}?standing=unmet")
    assert reached() == {"林学员", "方示例"}
    assert Mailing.objects.get().whom == "今年达标：未达标"


def test_ticked_people_are_reminded_and_no_others(behind, as_person):
    as_person(behind.wu).post(unmet(person=behind.lin.pk), WORDS)
    assert reached() == {"林学员"}


@pytest.mark.parametrize("words", [{"person": "x"}, {"person": ""}, {"person": "9" * 30}])
def test_ticks_that_make_no_sense_reach_nobody_instead_of_everybody(behind, as_person, words):
    page = as_person(behind.wu).post(unmet(**words), WORDS)
    assert page.context["reach"].whole == 0
    assert not Reminder.objects.exists()


@pytest.mark.parametrize(
    "words",
    [{"unit": 0}, {"teacher": 0}, {"unnoted": 0}, {"standing": "gone"}, {"role": "gone"}, {"q": "学" * 81}],
    ids=lambda words: next(iter(words)),
)
def test_a_filter_that_no_longer_makes_sense_reaches_nobody_instead_of_everybody(behind, as_person, words):
    client, path = as_person(behind.wu), f"{REMIND}?{urlencode(words)}"
    assert client.post(path, WORDS).context["reach"].whole == 0
    assert client.get(f"{REMIND}?{urlencode({'sort': 'gone'})}").context["reach"].whole == 4
    assert not Reminder.objects.exists()


def test_a_unit_next_door_in_the_address_reaches_nobody(behind, as_person):
    as_person(behind.wu).post(unmet(unit=behind.next_door.pk), WORDS)
    assert not Reminder.objects.exists()


def test_a_class_teacher_who_has_handed_her_class_over_meanwhile_is_no_reason_to_remind_everybody(behind):
    make_class(behind.township, behind.lin, teacher=behind.zhou)
    scope, address = Scope.of(behind.wu, timezone.now()), QueryDict(f"teacher={behind.zhou.pk}")
    assert list(selected(scope, address, timezone.now()).people) == [behind.lin]
    ClassGroup.objects.update(teacher=None)
    assert list(selected(scope, address, timezone.now()).people) == []


def test_a_persons_own_page_leads_to_the_acts_and_they_lead_back(behind, as_person):
    client, way = as_person(behind.wu), f"{REMIND}?person={behind.lin.pk}&back=person"
    assert way.replace("&", "&amp;") in client.get(f"{PEOPLE}{behind.lin.pk}/").content.decode()
    assert client.post(way, WORDS)["Location"] == f"{PEOPLE}{behind.lin.pk}/"
    auditor = make_person("审计示例", unit=behind.here)
    grant(auditor, Role.AUDITOR)
    assert REMIND not in as_person(auditor).get(f"{PEOPLE}{behind.lin.pk}/").content.decode()


def test_ticked_people_are_exported_and_no_others(behind, as_person):
    words = {"standing": "unmet", "person": [behind.lin.pk, behind.dong.pk], "export": "excel"}
    assert column(as_person(behind.wu).get(PEOPLE, words), "姓名") == ["林学员"]


def test_a_forged_number_of_somebody_next_door_reaches_nobody(behind, as_person):
    client = as_person(behind.wu)
    for path in (unmet(person=behind.dong.pk), f"{WRITE}?person={behind.dong.pk}"):
        page = client.post(path, WORDS | {"subject": "开会"})
        assert "董示例" not in page.content.decode()
        assert page.context["reach"].people == page.context["reach"].whole == 0
    client.post(unmet(person=[behind.lin.pk, behind.dong.pk]), WORDS)
    assert reached() == {"林学员"}


def test_the_page_says_in_numbers_who_is_left_out(behind, as_person):
    outreach.remind(
        actor=Scope.of(behind.wu, timezone.now()), person_ids=[behind.fang.pk], text="好", link="",
        channels=[ReminderChannel.NOTICE], now=timezone.now(),
    )  # fmt: skip
    Person.objects.filter(pk=behind.wu.pk).update(is_learner=False)
    page = as_person(behind.wu).get(REMIND).content.decode()
    numbers = re.sub(r"<[^>]+>|\s+", " ", page)
    assert re.search(
        r"名单里\s+4 人\s+3 天内提醒过，不再打扰\s+−1\s+不是应学学员，不用提醒\s+−1\s+"
        r"今年已达标，不用提醒\s+−1\s+发给\s+1 人",
        numbers,
    )


def test_changed_words_are_shown_again_before_they_go(behind, as_person):
    page = as_person(behind.wu).post(unmet(), {name: WORDS[name] for name in ("text", "channels", "key")})
    assert {text for _person, text in page.context["sample"]} == {
        "林学员请抽空学习\n— 吴管理，本区",
        "方示例请抽空学习\n— 吴管理，本区",
    }
    assert not Reminder.objects.exists()


def test_a_message_carries_its_subject_and_loses_nothing_when_it_has_none(behind, as_person):
    client, path = as_person(behind.wu), f"{WRITE}?person={behind.lin.pk}"
    without = client.post(path, WORDS)
    assert without.status_code == 422
    assert "请抽空学习" in without.content.decode()
    client.post(path, WORDS | {"subject": "周五开会"})
    notice = Notice.objects.get()
    assert (notice.person, notice.title, notice.body) == (
        behind.lin,
        "周五开会",
        "林学员请抽空学习\n— 吴管理，本区",
    )


def test_confirming_the_same_page_twice_sends_once_and_says_so(behind, as_person):
    client, path = as_person(behind.wu), f"{WRITE}?person={behind.lin.pk}"
    client.post(path, WORDS | {"subject": "周五开会"})
    page = client.post(path, WORDS | {"subject": "周五开会"}, follow=True)
    assert "没有重发" in page.content.decode()
    assert Notice.objects.count() == 1


def test_many_are_sent_by_a_job_that_says_what_came_of_it(behind, as_person, monkeypatch):
    monkeypatch.setattr(mailings, "AT_ONCE", 1)
    response = as_person(behind.wu).post(unmet(), WORDS)
    job = BackgroundJob.objects.get()
    assert response["Location"] == f"/manage/jobs/{job.key}/"
    assert (job.state, job.done, job.whole, job.message) == (JobState.DONE, 2, 2, "已发给 2 人。")
    assert job.title == "发送提醒：今年达标：未达标"
    assert reached() == {"林学员", "方示例"}
    page = as_person(behind.wu).get(response["Location"]).content.decode()
    assert f'href="/manage/my-class/reminders/?mailing={Mailing.objects.get().pk}"' in page


def test_a_job_that_breaks_off_leaves_nothing_waiting_for_ever(behind, as_person, monkeypatch):
    monkeypatch.setattr(mailings, "AT_ONCE", 1)
    Person.objects.filter(pk=behind.lin.pk).update(email="lin@example.org")
    monkeypatch.setattr(mailings, "_finish", _breaks)
    as_person(behind.wu).post(unmet(), WORDS | {"channels": ["mail"]})
    assert BackgroundJob.objects.get().state == JobState.FAILED
    assert Mailing.objects.get().state == MailingState.BROKEN_OFF
    assert "群发中途停了" in ReminderDelivery.objects.values_list("problem", flat=True)


def _breaks(*_all: object) -> None:
    raise RuntimeError


@pytest.fixture
def half_sent(behind, as_person, monkeypatch):
    """A reminder of two, whose job died at the second."""
    monkeypatch.setattr(mailings, "AT_ONCE", 1)
    leave = mailings.leave_letters

    def die_at_the_second(made, link, now):
        if Notice.objects.exists() and made:
            raise RuntimeError
        leave(made, link, now)

    monkeypatch.setattr(mailings, "leave_letters", die_at_the_second)
    as_person(behind.wu).post(unmet(), WORDS)
    monkeypatch.setattr(mailings, "leave_letters", leave)
    return Mailing.objects.get()


def test_what_broke_off_says_where_and_its_sender_sends_the_rest_with_one_button(behind, half_sent, as_person):
    client, way = as_person(behind.wu), f"{MAILINGS}{half_sent.pk}/rest/"
    first = reached()
    page = client.get(MAILINGS).content.decode()
    assert (len(first), "发到 1 / 2 人时停了" in page, way in page) == (1, True, True)
    assert MAILINGS in client.get(f"/manage/jobs/{half_sent.job.key}/").content.decode()
    back = client.post(way)
    after = Mailing.objects.get()
    assert back["Location"] == f"/manage/jobs/{after.job.key}/" != f"/manage/jobs/{half_sent.job.key}/"
    assert (after.state, after.reached, reached()) == (MailingState.SENT, 2, {"林学员", "方示例"})
    assert Notice.objects.count() == 2
    page = client.get(MAILINGS).content.decode()
    assert ("已发完" in page, way in page) == (True, False)


def test_pressed_again_it_sends_nothing_and_says_so(behind, half_sent, as_person):
    client, way = as_person(behind.wu), f"{MAILINGS}{half_sent.pk}/rest/"
    client.post(way)
    assert "没有余下的人" in client.post(way, follow=True).content.decode()
    assert Notice.objects.count() == 2


def test_the_rest_says_who_is_left_out_when_the_list_has_changed_meanwhile(behind, half_sent, as_person):
    left = ({"林学员", "方示例"} - reached()).pop()
    Person.objects.filter(full_name=left).update(is_active=False)
    as_person(behind.wu).post(f"{MAILINGS}{half_sent.pk}/rest/")
    after = Mailing.objects.get()
    said = "名单里现在没有人可发了：有的已经收到，有的刚被提醒过，或者已不用您提醒。以前已发给 1 人。"
    assert (after.state, after.job.message) == (MailingState.NOBODY_LEFT, said)
    page = as_person(behind.wu).get(MAILINGS).content.decode()
    assert ("没有人可发了" in page, "已发完" in page) == (True, False)


def test_an_administrator_of_two_districts_writes_to_both_lists_at_once(behind, as_person):
    grant(behind.wu, Role.UNIT_ADMINISTRATOR, behind.next_door)
    as_person(behind.wu).post(unmet(), WORDS)
    places = set(Mailing.objects.get().places.values_list("unit_path", flat=True))
    assert places == {behind.here.path, behind.next_door.path}


def test_a_list_that_is_no_longer_hers_to_read_is_said_in_words_and_the_rest_waits_for_her(
    behind, half_sent, as_person
):
    listed = half_sent.job.arguments | {
        "list": f"list=course&course={make_course('邻区的课', unit=behind.next_door).pk}"
    }
    BackgroundJob.objects.filter(pk=half_sent.job_id).update(arguments=listed)
    as_person(behind.wu).post(f"{MAILINGS}{half_sent.pk}/rest/")
    after = Mailing.objects.get()
    assert (after.job.state, "不再归您看" in after.job.message) == (JobState.FAILED, True)
    assert (after.state, Notice.objects.count()) == (MailingState.BROKEN_OFF, 1)


def test_nobody_but_its_sender_sends_the_rest(behind, half_sent, as_person):
    city, way = make_person("城示例", unit=behind.here), f"{MAILINGS}{half_sent.pk}/rest/"
    grant(city, Role.ACADEMY_ADMINISTRATOR)
    page = as_person(city).get(MAILINGS).content.decode()
    assert ("发到 1 / 2 人时停了" in page, way in page) == (True, False)
    assert as_person(city).post(way).status_code == 404
    assert Notice.objects.count() == 1


def test_one_that_was_cancelled_before_it_began_says_so(behind, half_sent, as_person):
    Mailing.objects.update(up_to=0, reached=0, broken_off_at=None)
    BackgroundJob.objects.update(state=JobState.CANCELLED)
    page = as_person(behind.wu).get(MAILINGS).content.decode()
    assert ("没有开始就取消了" in page, f"{half_sent.pk}/rest/" in page) == (True, False)


def test_a_class_teacher_reaches_her_class_and_no_further(behind, as_person):
    grant(behind.zhou, Role.CLASS_TEACHER)
    make_class(behind.township, behind.lin, teacher=behind.zhou)
    client = as_person(behind.zhou)
    assert client.get(REMIND).context["reach"].people == 1
    client.post(unmet(person=[behind.lin.pk, behind.fang.pk]), WORDS)
    assert reached() == {"林学员"}


def test_those_behind_a_figure_of_a_push_are_reminded_from_its_list(behind, as_person):
    campaign = run_campaign(behind.here, make_course("示例课"))
    campaign.recipients.filter(learner_id=behind.fang.pk).update(seen_at=timezone.now(), opened_at=timezone.now())
    client, words = as_person(behind.wu), {"step": "not_opened", "q": "学员"}
    page = client.get(f"/manage/pushes/{campaign.pk}/people/", words).content.decode()
    assert (
        f'<input type="hidden" name="list" value="push"><input type="hidden" name="campaign" value="{campaign.pk}">'
        in page
    )
    way = f"{REMIND}?{urlencode({'list': 'push', 'campaign': campaign.pk, **words})}"
    back = client.post(way, WORDS)
    assert back["Location"] == f"/manage/pushes/{campaign.pk}/people/?{urlencode(words)}"
    assert reached() == {"林学员"}
    assert Mailing.objects.get().whom == "推送“示例推送” · 搜索：学员 · 走到哪一步：还没打开"
    assert as_person(behind.qin).get(way).status_code == 404


def test_those_in_the_middle_of_a_course_are_written_to_from_its_list(behind, as_person):
    course = make_course("示例课", unit=behind.here)
    for person in (behind.lin, behind.dong):
        make_progress(person, course)
    client, way = as_person(behind.wu), f"{WRITE}?list=course&course={course.pk}"
    assert WRITE in client.get(f"/manage/courses/{course.pk}/learners/").content.decode()
    client.post(way, WORDS | {"subject": "课程要下线"})
    assert reached() == {"林学员"}
    assert as_person(behind.qin).get(way).status_code == 404


@pytest.mark.parametrize("words", ["list=gone", "list=push", "list=push&campaign=x", "list=course&course=" + "9" * 30])
def test_a_list_that_is_not_there_is_not_found(behind, as_person, words):
    assert as_person(behind.wu).get(f"{REMIND}?{words}").status_code == 404


def test_what_was_sent_is_listed_and_leads_to_the_people(behind, as_person):
    client = as_person(behind.wu)
    client.post(unmet(), WORDS)
    made = Mailing.objects.get()
    page = client.get("/manage/mailings/", {"q": "未达标"}).content.decode()
    assert f'/manage/my-class/reminders/?mailing={made.pk}">2</a>' in page
    people = client.get("/manage/my-class/reminders/", {"mailing": made.pk, "export": "excel"})
    assert sorted(column(people, "学员")) == ["方示例", "林学员"]
    assert list(as_person(behind.qin).get("/manage/mailings/").context["page"]) == []


def test_preview_and_list_cost_the_same_for_few_and_for_many(behind, as_person):
    client = as_person(behind.wu)

    def cost(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as found:
            client.get(path)
        return len(found)

    client.post(f"{WRITE}?person={behind.lin.pk}", WORDS | {"subject": "开会"})
    before = [cost(REMIND), cost(WRITE), cost("/manage/mailings/")]
    for number in range(5):
        make_person(f"示例{number}", unit=behind.here)
        client.post(WRITE, WORDS | {"key": f"k{number}", "subject": "开会"})
    assert [cost(REMIND), cost(WRITE), cost("/manage/mailings/")] == before
