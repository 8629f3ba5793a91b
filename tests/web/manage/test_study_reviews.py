"""The queue of study reviews, and one case, used as an administrator uses them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.factories.catalogue import make_course
from tests.factories.credits import earn, enrol
from tests.factories.organisation import grant, make_person

from yuanjiao.credits.public import standing
from yuanjiao.kernel.models import AuditEntry
from yuanjiao.learning import suspicion
from yuanjiao.learning.models import SuspicionSignal, WatchSession
from yuanjiao.learning.models.suspicion import SuspicionKind
from yuanjiao.organisation.models import Role
from yuanjiao.outreach.models import Notice, StudyReview

QUEUE = "/manage/study-reviews/"


@pytest.fixture
def suspected(world):
    """Lin with a session like a metronome, and an administrator of the academy."""
    world.administrator = make_person("何管理", unit=world.city)
    grant(world.administrator, Role.ACADEMY_ADMINISTRATOR)
    world.at = timezone.now() - timedelta(hours=3)
    enrol(world.lin, at=world.at)
    WatchSession.objects.create(
        learner_id=world.lin.pk, session_id=7, lesson_id=make_course(lessons=1).lessons.get().pk, opened_at=world.at,
        ended_at=world.at + timedelta(minutes=30), pulses=101, interval_sum_ms=1_500_000,
        interval_squares=100 * 15_000**2, address="10.1.2.3", device="Chrome",
    )  # fmt: skip
    detail = {"pulses": 101, "scatter_ms": 0.5}
    suspicion.note(learner_id=world.lin.pk, kind=SuspicionKind.METRONOMIC, at=world.at, session_id=7, detail=detail)
    return world


def case(world) -> str:
    return f"{QUEUE}{world.lin.pk}/"


def decide(client, world, **words):
    until = SuspicionSignal.objects.get().at.isoformat()
    return client.post(f"{case(world)}decide", {"reason": "间隔过于均匀", "until": until} | words)


def test_the_heaviest_waits_first_and_the_file_has_the_same(suspected, as_person):
    suspicion.note(learner_id=suspected.zhou.pk, kind=SuspicionKind.LONG_DAY, at=suspected.at, session_id=0, detail={})
    client = as_person(suspected.wu)
    assert [line.person for line in client.get(QUEUE).context["lines"]] == [suspected.lin, suspected.zhou]
    assert [line.person for line in client.get(QUEUE, {"kind": "long_day"}).context["lines"]] == [suspected.zhou]


def test_a_case_shows_sessions_with_masked_addresses_and_writes_down_who_looked(suspected, as_person):
    client = as_person(suspected.wu)
    page = client.get(case(suspected)).content.decode()
    assert "15000 ± 0 毫秒" in page
    assert "10.1.*.*" in page
    assert "10.1.2.3" not in page
    assert AuditEntry.objects.filter(verb="learning.open_timeline", actor_id=suspected.wu.pk).count() == 1
    client.get(case(suspected))
    assert len(client.get(case(suspected)).context["looks"]) == 3


def test_a_warning_settles_the_case_and_reaches_the_learner(suspected, as_person):
    client = as_person(suspected.wu)
    assert decide(client, suspected, verdict="warn").url == QUEUE
    assert client.get(QUEUE).context["lines"] == []
    assert StudyReview.objects.get().decided_by == suspected.wu
    assert Notice.objects.get(person=suspected.lin).link.startswith("/appeals/new/?review=")


def test_a_unit_administrator_is_not_offered_to_take_credits_back(suspected, as_person):
    entry = earn(suspected.lin, 300, at=suspected.at)
    response = decide(as_person(suspected.wu), suspected, verdict="reverse", sequences=[entry.sequence])
    assert response.status_code == 422
    assert not StudyReview.objects.exists()


def test_credits_are_taken_back_after_their_effect_was_shown(suspected, as_person):
    entry = earn(suspected.lin, 300, at=suspected.at)
    client = as_person(suspected.administrator)
    words = {"verdict": "reverse", "sequences": [entry.sequence]}
    shown = decide(client, suspected, **words)
    assert shown.context["effect"].hundredths == 300
    assert not StudyReview.objects.exists()
    decide(client, suspected, **words, confirmed="yes")
    assert standing(suspected.lin.pk, entry.year).hundredths == 0


@pytest.mark.parametrize("words", [{"verdict": "reverse"}, {"verdict": "warn", "reason": ""}, {}])
def test_an_unfinished_decision_is_told_at_the_form(suspected, as_person, words):
    earn(suspected.lin, 300, at=suspected.at)
    assert decide(as_person(suspected.administrator), suspected, **words).status_code == 422
    assert not StudyReview.objects.exists()


def test_a_case_that_somebody_else_has_settled_says_so(suspected, as_person):
    until = SuspicionSignal.objects.get().at.isoformat()
    decide(as_person(suspected.wu), suspected, verdict="clear")
    client = as_person(suspected.administrator)
    response = client.post(f"{case(suspected)}decide", {"verdict": "clear", "reason": "无", "until": until})
    assert "已经有人处理了" in str(response.context["form"].errors)


def test_a_learner_next_door_is_not_found(suspected, as_person):
    assert as_person(suspected.qin).get(case(suspected)).status_code == 404
    assert not AuditEntry.objects.exists()
