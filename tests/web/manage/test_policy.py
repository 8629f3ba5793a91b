"""The rules pages: what is in force, what a change would change, and that it changes nothing earned."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook
from tests.factories.organisation import grant, make_person

from yuanjiao.credits.public import Channel, ranking_rules
from yuanjiao.kernel.models import AuditEntry, PolicyVersion
from yuanjiao.learning.models import Activity
from yuanjiao.learning.public import forget_old_activity, watching
from yuanjiao.organisation.models import Role
from yuanjiao.outreach.public import board_rules
from yuanjiao.web.manage.policies import KINDS

RULES = "/manage/rules/"
WATCHING = {
    "checks_per_half_hour": "4",
    "answer_within": "60",
    "speed_max": "200",
    "cap_minutes": "20",
    "need_per_mille": "97.5",
    "pulse_every": "15",
    "timeline_months": "36",
}


@pytest.fixture
def administrator(world):
    person = make_person("院管理", unit=world.city)
    grant(person, Role.ACADEMY_ADMINISTRATOR)
    return person


def test_all_kinds_are_shown_with_the_rules_in_force(administrator, as_person):
    response = as_person(administrator).get(RULES)
    assert [kind.name for kind, _shown in response.context["kinds"]] == list(KINDS)
    assert "初始规则" in response.content.decode()


def test_a_change_is_shown_first_and_settled_when_confirmed(administrator, as_person):
    client = as_person(administrator)
    preview = client.post(f"{RULES}watching/", WATCHING)
    changed = {str(rule.label): (rule.before, rule.value) for rule in preview.context["changed"]}
    assert changed["最高播放速度"] == ("1.5×", "2×")
    assert changed["看够百分之多少算学完一讲"] == ("95", "97.5")
    assert not PolicyVersion.objects.exists()
    client.post(f"{RULES}watching/", WATCHING | {"confirmed": "yes"})
    number, rules = watching(timezone.now())
    assert (number, rules.speed_max, rules.checks_per_half_hour, rules.need_per_mille) == (1, 200, 4, 975)
    audit = AuditEntry.objects.get(verb="policy.publish")
    assert (audit.actor_id, audit.detail["after"]["cap_minutes"]) == (administrator.pk, 20)


def test_a_shorter_term_says_first_how_many_records_it_deletes(administrator, as_person):
    now = timezone.now()
    for days in (200, 300, 400):
        Activity.objects.create(at=now - timedelta(days=days), kind="click", learner_id=administrator.pk, course_id=1)
    client = as_person(administrator)
    preview = client.post(f"{RULES}activity/", {"keep_days": "250"})
    assert preview.context["effects"] == ["2 条较早的明细会在一天内删除，找不回来。"]
    assert "keep_days" in client.post(f"{RULES}activity/", {"keep_days": "179"}).context["form"].errors
    client.post(f"{RULES}activity/", {"keep_days": "250", "confirmed": "yes"})
    assert list(forget_old_activity(now=timezone.now())) == [2]


def test_the_preview_hands_on_everything_that_was_given(administrator, as_person):
    client = as_person(administrator)
    asked = {"people": ["desktop", "phone"], "units": ["screen"], "names": "full", "top": "20"}
    given = client.post(f"{RULES}rankings/", asked).context["given"]
    assert ("people", "desktop") in given
    assert ("people", "phone") in given
    assert len(given) == 5


def test_each_channel_is_switched_for_itself(administrator, as_person):
    client = as_person(administrator)
    asked = {"people": [], "units": ["desktop"], "names": "surname", "top": "50", "confirmed": "yes"}
    client.post(f"{RULES}rankings/", asked)
    asked = {"channels": ["desktop"], "moderation": "before", "messages_an_hour": "5", "confirmed": "yes"}
    client.post(f"{RULES}boards/", asked)
    rankings, boards = ranking_rules(timezone.now()), board_rules(timezone.now())
    assert (rankings.people, rankings.units) == ([], [Channel.DESKTOP])
    assert (boards.channels, boards.messages_an_hour) == ([Channel.DESKTOP], 5)


@pytest.mark.parametrize(
    ("kind", "field", "offered"),
    [
        ("live_figures", "channels", ["desktop", "phone", "screen"]),
        ("boards", "channels", ["desktop", "phone"]),
        ("recommendations", "channels", ["desktop", "phone"]),
        ("rankings", "people", ["desktop", "phone", "api"]),
        ("rankings", "units", ["desktop", "phone", "screen", "api"]),
    ],
)
def test_only_channels_that_can_show_it_are_offered(administrator, as_person, kind, field, offered):
    form = as_person(administrator).get(f"{RULES}{kind}/").context["form"]
    assert [channel for channel, _name in form.fields[field].choices] == offered


def test_as_much_as_can_be_shown_is_no_change(administrator, as_person):
    asked = {"channels": ["desktop", "phone", "screen"], "confirmed": "yes"}
    response = as_person(administrator).post(f"{RULES}live_figures/", asked, follow=True)
    assert "没有要改的" in response.content.decode()


def test_a_version_ahead_waits_and_may_be_taken_back(administrator, as_person):
    client = as_person(administrator)
    ahead = (timezone.localdate() + timedelta(days=30)).isoformat()
    client.post(f"{RULES}watching/", WATCHING | {"begins": ahead, "confirmed": "yes"})
    assert watching(timezone.now())[0] == 0
    (version,) = client.get(f"{RULES}watching/").context["history"]
    assert (version.state, version.by) == ("coming", "院管理")
    assert (
        "已经定好"
        in client.post(
            f"{RULES}watching/", WATCHING | {"begins": ahead, "confirmed": "yes"}, follow=True
        ).content.decode()
    )
    client.post(f"{RULES}watching/{version.number}/withdraw")
    assert not PolicyVersion.objects.exists()
    assert AuditEntry.objects.filter(verb="policy.withdraw").exists()


def test_what_has_begun_is_not_taken_back(administrator, as_person):
    client = as_person(administrator)
    client.post(f"{RULES}watching/", WATCHING | {"confirmed": "yes"})
    response = client.post(f"{RULES}watching/1/withdraw", follow=True)
    assert "已经生效" in response.content.decode()
    assert PolicyVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"begins": "2020-01-01"}, "不能倒着生效"),
        ({"speed_max": "150", "checks_per_half_hour": "3", "answer_within": "90", "cap_minutes": "30",
          "need_per_mille": "95"}, "没有要改的"),
    ],
)  # fmt: skip
def test_what_cannot_be_settled_is_said_and_nothing_is(administrator, as_person, changes, words):
    response = as_person(administrator).post(
        f"{RULES}watching/", WATCHING | changes | {"confirmed": "yes"}, follow=True
    )
    assert words in response.content.decode()
    assert not PolicyVersion.objects.exists()


def test_a_wrong_value_is_named_and_the_others_are_kept(administrator, as_person):
    response = as_person(administrator).post(f"{RULES}watching/", WATCHING | {"answer_within": "5"})
    form = response.context["form"]
    assert (response.status_code, list(form.errors), form["cap_minutes"].value()) == (422, ["answer_within"], "20")


def test_a_district_reads_the_rules_and_settles_none(world, as_person):
    client = as_person(world.wu)
    assert client.get(f"{RULES}boards/").context["may_write"] is False
    assert client.post(f"{RULES}watching/", WATCHING | {"confirmed": "yes"}).status_code == 403
    grant(world.wu, Role.ACADEMY_ADMINISTRATOR)
    assert client.post(f"{RULES}watching/", WATCHING | {"confirmed": "yes"}).status_code == 403
    assert not PolicyVersion.objects.exists()


def test_an_unknown_kind_is_not_found(administrator, as_person):
    assert as_person(administrator).get(f"{RULES}weather/").status_code == 404


def test_the_history_is_exported(administrator, as_person):
    client = as_person(administrator)
    client.post(f"{RULES}live_figures/", {"channels": ["desktop"], "confirmed": "yes"})
    response = client.get(f"{RULES}live_figures/export")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert rows[1][2:] == ["院管理", "电脑网页"]


def test_the_history_costs_the_same_with_one_and_with_many(administrator, as_person, django_assert_max_num_queries):
    client = as_person(administrator)

    def cost() -> int:
        with django_assert_max_num_queries(15) as queries:
            client.get(f"{RULES}boards/")
        return len(queries)

    PolicyVersion.objects.create(kind="boards", number=1, valid_from=timezone.now(), created_by_id=administrator.pk)
    client.get(f"{RULES}boards/")
    few = cost()
    for number in range(2, 6):
        PolicyVersion.objects.create(
            kind="boards", number=number, valid_from=timezone.now(), body={"messages_an_hour": number}
        )
    assert cost() == few
