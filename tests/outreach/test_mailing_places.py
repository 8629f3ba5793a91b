"""A mailing of somebody with several districts is seen above each of them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.factories.organisation import grant, make_person, make_unit

from yuanjiao.kernel.models import AuditEntry
from yuanjiao.organisation.models import Person, Role
from yuanjiao.organisation.public import Scope
from yuanjiao.outreach.models import LetterKind, ReminderChannel
from yuanjiao.outreach.public import Letter, Lot, mailings_in, start_mailing

NOON = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def no_job(mailing, whole):
    pytest.fail(f"{whole} people are few: {mailing} goes out at once")


def test_a_mailing_from_two_districts_is_seen_above_each_of_them_and_in_its_trail():
    city = make_unit("示例市")
    district = make_unit("甲区", under=city)
    first, second = make_unit("一镇", under=district), make_unit("二区", under=city)
    chen, above, city_clerk = (make_person("陈示例", unit=unit, is_learner=False) for unit in (first, district, city))
    for unit in (first, second):
        grant(chen, Role.UNIT_ADMINISTRATOR, unit)
    next_door = make_person("秦示例", unit=make_unit("邻区", under=city), is_learner=False)
    grant(next_door, Role.UNIT_ADMINISTRATOR)
    grant(above, Role.UNIT_ADMINISTRATOR)
    grant(city_clerk, Role.UNIT_ADMINISTRATOR)
    make_person("方示例", unit=first)
    lot = Lot(Person.objects.filter(unit=first), "全部", [first.path, second.path])
    actor = Scope.of(chen, NOON)
    made, _job = start_mailing(
        actor=actor,
        key="k2",
        letter=Letter(LetterKind.REMINDER, "请抽空学习", [ReminderChannel.NOTICE]),
        lot=lot,
        begin=no_job,
        now=NOON,
    )
    assert made.unit_path == city.path
    seen = [list(mailings_in(Scope.of(each, NOON))) for each in (chen, above, city_clerk, next_door)]
    assert seen == [[made], [made], [made], []]
    lines = AuditEntry.objects.filter(subject_kind="mailing").values_list("unit_path", flat=True)
    assert sorted(lines) == sorted([first.path, second.path])
