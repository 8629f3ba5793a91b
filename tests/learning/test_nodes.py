"""Two nodes and one database (PostgreSQL): a desk packed by one is known to the other, and none counts twice."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.factories.organisation import make_person

from yuanjiao.learning.actions.sessions import Viewer, open_session
from yuanjiao.learning.intake.behind import WRITE_AFTER_MS
from yuanjiao.learning.intake.packed import LEFT_AFTER_MS
from yuanjiao.learning.intake.settling import settle_with
from yuanjiao.learning.models import Allowance, Watch
from yuanjiao.pulse.messages import Pulse

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite there is one node"),
]


@pytest.fixture
def nodes(viewing):
    """The sinks of two nodes that share the database."""
    first = viewing.sink
    viewing.restart()
    return first, viewing.sink


def columns(viewing):
    return Watch.objects.get(learner_id=viewing.learner, lesson_id=viewing.lesson.pk)


def test_pulses_that_go_to_two_nodes_by_turns_are_united(viewing, nodes):
    for number in range(6):
        viewing.sink = nodes[number % 2]
        reply = viewing.pulse(number * 10, number * 10 + 10, after=10)
        assert reply.body["accepted"] == [[number * 10, number * 10 + 10]]
    assert viewing.watch().covered_ms == 60_000


def test_two_nodes_cannot_both_spend_one_balance(viewing, nodes):
    viewing.now_ms += 10_000
    spans = [[(0, 60_000)], [(60_000, 119_000)]]
    for number, sink in enumerate(nodes):
        sink([(viewing.claims(), Pulse(number, spans[number], 0, None))])
    assert viewing.watch().covered_ms == 15_000


def test_a_number_taken_by_one_node_is_known_to_the_other(viewing, nodes):
    viewing.sink = nodes[0]
    viewing.pulse(0, 10, after=10)
    viewing.sink = nodes[1]
    assert viewing.pulse(10, 20, after=10, number=1).body["accepted"] == []


def test_who_is_out_of_date_costs_the_others_of_the_batch_nothing(viewing, nodes):
    wu = make_person().pk
    wu_opened = open_session(Viewer(wu), lesson=viewing.lesson, clock=viewing.clock)
    for number in range(2):
        viewing.now_ms += 10_000
        # The first node alone hears of Lin's first pulse, so the second node's desk of hers is old by the next.
        nodes[number]([(viewing.claims(wu_opened), Pulse(number, [], 0, None))])
    viewing.sink = nodes[0]
    viewing.pulse(0, 10, after=10)
    viewing.now_ms += 10_000
    batch = [
        (viewing.claims(), Pulse(7, [(10_000, 20_000)], 20_000, None)),
        (viewing.claims(wu_opened), Pulse(7, [(0, 5_000)], 5_000, None)),
    ]
    lin, other = nodes[0](batch)
    assert (lin.body["accepted"], other.body["accepted"]) == ([[10, 20]], [[0, 5]])


def test_the_columns_follow_after_a_while(viewing):
    viewing.pulse(0, 10, after=10)
    assert columns(viewing).covered_ms == 0
    viewing.now_ms += WRITE_AFTER_MS
    viewing.sink([])
    assert columns(viewing).covered_ms == 10_000
    assert Allowance.objects.get(pk=viewing.learner).desk is None


def test_what_a_dead_node_left_packed_is_written_by_another(viewing):
    viewing.pulse(0, 10, after=10)
    viewing.restart()
    viewing.now_ms += LEFT_AFTER_MS + 1
    viewing.sink([])
    viewing.sink([])
    assert columns(viewing).covered_ms == 10_000


def test_a_page_on_another_node_opens_the_lesson_from_the_packed_desk(viewing):
    viewing.pulse(0, 10, after=10)
    settle_with(None)
    opened = open_session(Viewer(viewing.learner), lesson=viewing.lesson, clock=viewing.clock)
    assert opened["covered"] == [[0, 10]]
    assert viewing.pulse(10, 20, after=10, opened=opened).body["covered"] == 20


@pytest.mark.parametrize("before", [[], [0], [1], [0, 1]], ids=["cold", "here", "there", "both"])
def test_a_page_sees_what_any_node_answered(viewing, nodes, before):
    for number in before:
        viewing.sink = nodes[number]
        viewing.pulse(0, 5, after=10)
    viewing.sink = nodes[0]
    viewing.pulse(10, 20, after=20)
    nodes[1]([], [viewing.learner])
    assert columns(viewing).position_ms == 20_000
