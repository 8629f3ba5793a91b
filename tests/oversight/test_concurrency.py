"""Two at once: publishing one circular, publishing two of one unit, counting one snapshot, one final assessment."""

from __future__ import annotations

import pytest
from django.db import transaction
from tests.concurrency.together import at_once
from tests.factories.assessments import AFTER, make_shown, make_township
from tests.factories.assessments import fresh as fresh_assessment
from tests.factories.organisation import make_person, make_unit
from tests.factories.oversight import LINKS, NOW, SYSTEM, fresh, make_checked
from tests.factories.talks import administrator_of

from yuanjiao.oversight.actions.snapshots import take_snapshot
from yuanjiao.oversight.models import Circular, Snapshot, SnapshotUnit
from yuanjiao.oversight.public import (
    AlreadyPublished,
    NotAtThisStage,
    assessment_holds,
    circular_holds,
    finish_assessment,
    publish_circular,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def city():
    root = make_unit("示例市")
    make_person(unit=make_unit("本区", under=root))
    return root


def publishing(circular):
    return lambda: publish_circular(actor=SYSTEM, circular_id=circular.pk, links=LINKS, now=NOW)


def test_a_circular_is_published_once_by_four_at_once(city):
    circular = make_checked(city)
    problems = at_once(*[publishing(circular)] * 4)
    assert [type(problem) for problem in problems] == [AlreadyPublished] * 3
    assert Circular.objects.get().number == 1
    assert circular_holds(fresh(circular))


def test_two_circulars_of_a_unit_at_once_take_two_numbers(city):
    first, second = make_checked(city), make_checked(city)
    assert at_once(publishing(first), publishing(second)) == []
    assert sorted(Circular.objects.values_list("number", flat=True)) == [1, 2]


def test_two_workers_freeze_the_figures_once(city):
    snapshot = make_checked(city).snapshot
    SnapshotUnit.objects.all().delete()
    Snapshot.objects.update(hash="", taken_at=None)
    snapshot.refresh_from_db()
    count = lambda: take_snapshot(snapshot=snapshot, now=NOW, told=lambda _done, _whole: None)  # noqa: E731 -- twice
    assert at_once(count, count) == []
    assert SnapshotUnit.objects.count() == 2


def test_an_assessment_becomes_final_once_by_four_at_once(city):
    with transaction.atomic():
        make_township(city)
    assessment = make_shown(administrator_of(city), city)
    finish = lambda: finish_assessment(actor=SYSTEM, assessment_id=assessment.pk, now=AFTER)  # noqa: E731 -- four times
    problems = at_once(*[finish] * 4)
    assert [type(problem) for problem in problems] == [NotAtThisStage] * 3
    assert assessment_holds(fresh_assessment(assessment))
