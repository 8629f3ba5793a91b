"""Message boards: writing, liking, taking back, moderating."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.factories.catalogue import make_course
from tests.factories.organisation import make_person, make_unit
from tests.factories.outreach import make_message

from yuanjiao.credits.public import Channel, Disclosure
from yuanjiao.kernel.models import AuditEntry, PolicyVersion
from yuanjiao.outreach import public as outreach
from yuanjiao.outreach.models import BoardMessage, Notice

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def lin():
    return make_person("林示例", unit=make_unit())


@pytest.fixture
def qin(lin):
    return make_person("秦示例", unit=make_unit("邻区", under=lin.unit), position="科长")


def texts(viewer, course=None):
    page, _shown = outreach.messages(viewer, course, Disclosure.SURNAME)
    return [message.text for message in page]


def test_a_message_is_shown_at_once(lin, qin):
    course = make_course()
    outreach.write_message(actor=lin, course=course, text=" 讲得清楚 ", now=NOW)
    assert (texts(qin, course), texts(qin)) == (["讲得清楚"], [])


def test_where_the_policy_says_so_it_waits_for_a_moderator(lin, qin):
    PolicyVersion.objects.create(kind="boards", number=1, valid_from=LONG_AGO, body={"moderation": "before"})
    message = outreach.write_message(actor=lin, course=None, text="你好", now=NOW)
    assert (texts(lin), texts(qin)) == (["你好"], [])
    outreach.restore_message(actor=qin, message=message, now=NOW)
    assert texts(qin) == ["你好"]


@pytest.mark.parametrize(("text", "failure"), [("  ", outreach.EmptyMessage), ("长" * 1001, outreach.MessageTooLong)])
def test_what_cannot_be_written_says_why(lin, text, failure):
    with pytest.raises(failure):
        outreach.write_message(actor=lin, course=None, text=text, now=NOW)


def test_nobody_floods_a_board(lin):
    PolicyVersion.objects.create(kind="boards", number=1, valid_from=LONG_AGO, body={"messages_an_hour": 1})
    outreach.write_message(actor=lin, course=None, text="一", now=NOW)
    with pytest.raises(outreach.TooManyMessages):
        outreach.write_message(actor=lin, course=None, text="二", now=NOW)


def test_a_like_counts_once_and_can_be_taken_back(lin, qin):
    message = make_message(lin)
    likes = []
    for _ in range(3):
        liked = outreach.toggle_message_like(actor=qin, message=message, now=NOW)
        message.refresh_from_db()
        likes.append((liked, message.like_count))
    assert likes == [(True, 1), (False, 0), (True, 1)]


def test_only_the_author_deletes(lin, qin):
    message = make_message(lin)
    with pytest.raises(outreach.NotTheAuthor):
        outreach.delete_message(actor=qin, message=message)
    outreach.delete_message(actor=lin, message=message)
    assert not BoardMessage.objects.exists()


def test_a_hidden_message_goes_from_the_board_and_its_author_learns_why(lin, qin):
    message = make_message(lin)
    outreach.hide_message(actor=qin, message=message, reason="与课程无关", now=NOW)
    assert texts(lin) == []
    assert "与课程无关" in Notice.objects.get(person=lin).body
    assert AuditEntry.objects.get().verb == "outreach.hide_message"


def test_hiding_needs_a_reason(lin, qin):
    with pytest.raises(outreach.ReasonMissing):
        outreach.hide_message(actor=qin, message=make_message(lin), reason=" ", now=NOW)


def test_a_restored_message_is_back(lin, qin):
    message = make_message(lin, hidden_at=NOW, hidden_reason="误判")
    outreach.restore_message(actor=qin, message=message, now=NOW)
    assert texts(lin) == ["示例留言"]


def test_names_follow_the_disclosure_setting(lin, qin):
    message = make_message(qin)
    names = [outreach.shown(viewer, [message], Disclosure.SURNAME)[0].name for viewer in (lin, qin)]
    assert names == ["秦科长", "秦示例"]


@pytest.mark.parametrize("number", [1, 15])
def test_a_board_costs_constant_queries(lin, number, django_assert_num_queries):
    for _ in range(number):
        make_message(lin)
    with django_assert_num_queries(3):
        outreach.messages(lin, None, Disclosure.SURNAME)


def test_a_channel_can_be_closed_while_another_stays_open(lin):
    rules = {"channels": ["desktop"]}
    PolicyVersion.objects.create(kind="boards", number=1, valid_from=LONG_AGO, body=rules)
    assert outreach.board(lin, None, NOW, channel=Channel.PHONE) is None
    assert outreach.board(lin, None, NOW, channel=Channel.DESKTOP) is not None
    with pytest.raises(outreach.BoardClosed):
        outreach.write_message(actor=lin, course=None, text="你好", now=NOW, channel=Channel.PHONE)
