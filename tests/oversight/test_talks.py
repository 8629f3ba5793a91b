"""Talks from the notice to the closing: who may, what is kept, who is told."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from tests.factories.credits import earn
from tests.factories.organisation import grant, make_person, make_unit
from tests.factories.talks import NOW, PDF, SOON, administrator_of, call, draw_line, held, learners

from yuanjiao.kernel.models import AuditEntry, PolicyVersion
from yuanjiao.organisation.models import Role
from yuanjiao.organisation.public import OutOfScope, Scope
from yuanjiao.outreach.models import Notice
from yuanjiao.oversight import public as oversight
from yuanjiao.oversight.actions import talk_steps, talk_tasks, talks
from yuanjiao.oversight.models import StepKind, Talk, TalkState, TalkStep, TaskState
from yuanjiao.oversight.pages import talk_page

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)


@pytest.fixture
def tree():
    """A city with Wu's district, in it a township under the line, and Qin's district."""
    city = make_unit("示例市")
    here, next_door = make_unit("本区", under=city), make_unit("邻区", under=city)
    low, high = make_unit("低镇", under=here), make_unit("高镇", under=here)
    draw_line()
    low_people = learners(low, 6000, 100, 0)
    learners(high, 6000, 6000)
    wu, qin, mei = administrator_of(here, "吴"), administrator_of(next_door, "秦"), administrator_of(low, "梅")
    city_head = make_person("市管理", unit=city)
    grant(city_head, Role.ACADEMY_ADMINISTRATOR)
    return SimpleNamespace(**locals())


def scope(person, now=NOW):
    return Scope.of(person, now)


def under(person, *, deep=False):
    return [each.unit.name for each in oversight.units_under(scope(person), NOW, deep=deep)]


def notices(person):
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("title", flat=True))


def test_the_tier_above_sees_its_own_units_under_the_line(tree):
    assert under(tree.wu) == ["低镇"]
    assert under(tree.qin) == []
    assert under(tree.mei) == []
    assert under(tree.city_head) == []
    assert under(tree.city_head, deep=True) == ["低镇"]


def test_the_query_agrees_with_the_arithmetic(tree):
    (found,) = oversight.units_under(scope(tree.wu), NOW)
    assert (found.figures, found.short_of) == (oversight.UnitFigures(3, 1, 6100), [oversight.Measure.MET_RATE])
    assert (found.administrators, found.above, found.talk) == (1, "本区", None)


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ({"measure": "credits", "credits_hundredths": 2100}, ["低镇"]),
        ({"measure": "credits", "credits_hundredths": 2000}, []),
        ({"measure": "either", "credits_hundredths": 6001}, ["低镇", "高镇"]),
        ({"least_people": 4}, []),
    ],
)
def test_the_line_is_what_the_rules_say(tree, rules, found):
    PolicyVersion.objects.filter(kind="talks").update(body={"from_month": 1, "least_people": 1} | rules)
    assert under(tree.wu) == found


def test_a_notice_keeps_the_line_and_the_figures_and_tells_the_unit(tree):
    (talk,) = call(tree.wu, tree.low)
    assert (talk.rule_version, talk.met_per_cent, talk.figures_then) == (1, 60, oversight.UnitFigures(3, 1, 6100))
    assert notices(tree.mei) == ["低镇约谈：发出约谈通知"]
    assert Notice.objects.get(person=tree.mei).link == talk_page(talk.pk)
    assert notices(tree.wu) == []
    entry = AuditEntry.objects.get(subject_kind="talk")
    assert (entry.verb, entry.actor_id, entry.unit_path) == ("oversight.talk_call", tree.wu.pk, tree.low.path)


@pytest.mark.parametrize("name", ["qin", "mei"])
def test_neither_the_neighbour_nor_the_unit_itself_calls_it(tree, name):
    with pytest.raises(OutOfScope):
        call(getattr(tree, name), tree.low)
    assert not Talk.objects.exists()


def test_a_unit_above_the_line_is_not_called(tree):
    with pytest.raises(talks.NotUnderTheLine):
        call(tree.wu, tree.low, tree.high)
    assert not Talk.objects.exists()


def test_a_unit_is_called_once_at_a_time(tree):
    call(tree.wu, tree.low)
    with pytest.raises(talks.TalkedToAlready, match="低镇"):
        call(tree.city_head, tree.low)


def test_the_database_holds_one_open_talk_a_unit_and_year(tree):
    (talk,) = call(tree.wu, tree.low)
    talk.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        talk.save()


def test_nobody_is_called_before_the_stated_day(tree):
    PolicyVersion.objects.filter(kind="talks").update(body={"from_month": 11, "least_people": 1})
    assert under(tree.wu) == ["低镇"]
    assert oversight.number_under(scope(tree.wu), NOW) == 0
    with pytest.raises(talks.BeforeTheDay, match="11 月 1 日"):
        call(tree.wu, tree.low)


def test_a_meeting_is_not_in_the_past(tree):
    with pytest.raises(talks.MeetsInThePast):
        oversight.call_talks(
            actor=scope(tree.wu),
            units=[tree.low],
            meeting=oversight.Meeting(NOW - timedelta(minutes=1), "这里"),
            words="示例",
            now=NOW,
        )
    with pytest.raises(talks.NobodyCalled):
        oversight.call_talks(actor=scope(tree.wu), units=[], meeting=SOON, words="示例", now=NOW)


def test_the_desk_counts_units_that_nobody_has_called(tree):
    assert oversight.number_under(scope(tree.wu), NOW) == 1
    call(tree.wu, tree.low)
    assert oversight.number_under(scope(tree.wu), NOW) == 0


def test_a_talk_goes_from_the_notice_to_the_closing_and_keeps_every_step(tree):
    talk = held(tree.wu, tree.low)
    task = oversight.set_task(
        actor=scope(tree.wu),
        talk_id=talk.pk,
        title="编学习小组",
        owner=tree.low_people[1],
        due_on=LATER.date(),
        now=NOW,
    )
    assert notices(tree.low_people[1]) == ["低镇约谈：定整改任务"]
    oversight.answer_task(actor=scope(tree.mei), task_id=task.pk, state=TaskState.DONE, answer="编了三个组。", now=NOW)
    for person in tree.low_people[1:]:
        earn(person, 6000, category="required", at=NOW)
    oversight.check_talk(actor=scope(tree.wu), talk_id=talk.pk, words="全部达标。", now=LATER)
    oversight.close_talk(actor=scope(tree.wu), talk_id=talk.pk, words="办结。", now=LATER)
    talk.refresh_from_db()
    assert (talk.state, talk.ended_at) == (TalkState.CLOSED, LATER)
    steps = list(TalkStep.objects.filter(talk=talk).order_by("pk"))
    assert [step.kind for step in steps] == ["call", "record", "task", "answer", "check", "close"]
    assert [step.figures.met for step in steps if step.figures] == [1, 3]
    assert talk.figures_then.met == 1
    assert [title.rpartition("：")[2] for title in notices(tree.mei)] == [
        "发出约谈通知", "写下约谈记录", "定整改任务", "复查", "办结"
    ]  # fmt: skip
    assert notices(tree.wu) == ["低镇约谈：报告整改情况"]


def test_a_talk_is_not_closed_while_a_task_is_under_way(tree):
    talk = held(tree.wu, tree.low)
    oversight.set_task(
        actor=scope(tree.mei), talk_id=talk.pk, title="补课", owner=tree.low_people[0], due_on=LATER.date(), now=NOW
    )
    oversight.check_talk(actor=scope(tree.wu), talk_id=talk.pk, words="看了。", now=LATER)
    with pytest.raises(talks.TasksUnfinished, match="1 项"):
        oversight.close_talk(actor=scope(tree.wu), talk_id=talk.pk, words="办结。", now=LATER)


def test_after_a_check_the_unit_may_rectify_longer(tree):
    talk = held(tree.wu, tree.low)
    oversight.check_talk(actor=scope(tree.wu), talk_id=talk.pk, words="还不够。", now=LATER)
    with pytest.raises(talks.RectifiedInThePast):
        oversight.carry_on_talk(
            actor=scope(tree.wu), talk_id=talk.pk, rectify_by=NOW.date(), words="再一个月。", now=LATER
        )
    longer = oversight.carry_on_talk(
        actor=scope(tree.wu), talk_id=talk.pk, rectify_by=date(2026, 8, 1), words="再一个月。", now=LATER
    )
    assert (longer.state, longer.rectify_by) == (TalkState.HELD, date(2026, 8, 1))


@pytest.mark.parametrize("kind", [StepKind.CHECK, StepKind.CLOSE, StepKind.CARRY_ON, StepKind.TASK])
def test_no_step_is_taken_before_its_time(tree, kind):
    (talk,) = call(tree.wu, tree.low)
    with pytest.raises(talk_steps.NotNow):
        talk_steps.advance(actor=scope(tree.wu), talk=talk, kind=kind, now=NOW)
    assert TalkStep.objects.count() == 1


def test_a_notice_is_taken_back_with_its_reason_and_the_unit_may_be_called_again(tree):
    (talk,) = call(tree.wu, tree.low)
    oversight.withdraw_talk(actor=scope(tree.wu), talk_id=talk.pk, reason="数据有误。", now=NOW)
    assert TalkStep.objects.get(kind="withdraw").words == "数据有误。"
    assert call(tree.wu, tree.low)[0].pk != talk.pk


def test_a_postponed_talk_tells_the_unit_when_it_is(tree):
    (talk,) = call(tree.wu, tree.low)
    meeting = oversight.Meeting(NOW + timedelta(days=9), "二楼")
    oversight.postpone_talk(actor=scope(tree.wu), talk_id=talk.pk, meeting=meeting, now=NOW)
    talk.refresh_from_db()
    assert (talk.meets_at, talk.place, talk.state) == (meeting.at, "二楼", TalkState.CALLED)
    assert Notice.objects.filter(person=tree.mei).latest("pk").body == "改到 6 月 10 日 09:00，二楼"


def test_a_talk_is_recorded_after_it_was_held(tree):
    (talk,) = call(tree.wu, tree.low)
    with pytest.raises(talks.HeldInTheFuture):
        oversight.record_talk(
            actor=scope(tree.wu),
            talk_id=talk.pk,
            record=oversight.Record(LATER, "书记", "谈了。", "会改。", LATER.date()),
            now=NOW,
        )


def test_the_unit_answers_its_tasks_and_writes_no_record_of_its_own(tree):
    (talk,) = call(tree.wu, tree.low)
    record = oversight.Record(NOW, "书记", "谈了。", "会改。", LATER.date())
    for name in ("mei", "qin"):
        with pytest.raises(OutOfScope):
            oversight.record_talk(actor=scope(getattr(tree, name)), talk_id=talk.pk, record=record, now=NOW)


def test_a_task_is_seen_to_by_someone_of_the_unit_and_has_a_day_ahead(tree):
    talk = held(tree.wu, tree.low)
    with pytest.raises(talk_tasks.OwnerElsewhere):
        oversight.set_task(
            actor=scope(tree.wu), talk_id=talk.pk, title="补课", owner=tree.qin, due_on=LATER.date(), now=NOW
        )
    with pytest.raises(talk_tasks.DueInThePast):
        oversight.set_task(
            actor=scope(tree.wu), talk_id=talk.pk, title="补课", owner=tree.mei, due_on=date(2026, 5, 1), now=NOW
        )


def test_a_task_is_finished_with_a_word_on_what_came_of_it(tree):
    talk = held(tree.wu, tree.low)
    task = oversight.set_task(
        actor=scope(tree.wu), talk_id=talk.pk, title="补课", owner=tree.mei, due_on=LATER.date(), now=NOW
    )
    with pytest.raises(talk_tasks.AnswerMissing):
        oversight.answer_task(actor=scope(tree.mei), task_id=task.pk, state=TaskState.DONE, answer=" ", now=NOW)


def test_a_file_is_kept_beside_the_talk(tree):
    talk = held(tree.wu, tree.low)
    file = oversight.attach_to_talk(
        actor=scope(tree.mei), talk_id=talk.pk, file=oversight.sound("a/b\\记录.pdf", PDF), now=NOW
    )
    assert (file.name, file.suffix, file.size) == ("记录.pdf", "pdf", len(PDF))
    assert TalkStep.objects.latest("pk").kind == StepKind.FILE


def test_a_file_is_told_by_its_content():
    with pytest.raises(oversight.OversightRefused, match="报告"):
        oversight.sound("报告.pdf", b"MZ not a pdf")
