"""Two at once: class formations, workers on one import, administrators taking each other's role."""

from __future__ import annotations

import pytest
from tests.concurrency.together import at_once
from tests.factories.organisation import NOW, grant, make_person, make_unit

from yuanjiao.organisation.models import ClassGroup, ClassPlace, ImportStatus, Membership, Person, Role, RoleGrant
from yuanjiao.organisation.public import (
    LastAdministrator,
    Scope,
    confirm_import,
    form_class_groups,
    start_import,
    take_back_role,
)
from yuanjiao.organisation.tasks import carry_on_import

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SYSTEM = Scope.of_system()


def test_two_formations_at_once_place_everyone_once():
    unit = make_unit()
    for _person in range(50):
        make_person(unit=unit)
    deed = lambda: form_class_groups(actor=SYSTEM, unit=unit, now=NOW)  # noqa: E731 -- the same deed four times
    assert at_once(deed, deed, deed, deed) == []
    assert ClassPlace.objects.count() == 50
    assert sorted(ClassGroup.objects.values_list("size", flat=True)) == [25, 25]


def test_two_workers_on_one_import_bring_everyone_in_once(monkeypatch):
    monkeypatch.setattr("yuanjiao.organisation.actions.import_apply.CHUNK", 5)
    make_unit("本镇")
    rows = "\n".join(f"A{number},林{number},本镇" for number in range(40))
    job = start_import(actor=SYSTEM, content=f"学号,姓名,单位\n{rows}".encode(), file_name="p.csv", now=NOW)
    carry_on_import.func(job.pk)
    confirm_import(actor=SYSTEM, job=job, now=NOW)
    deed = lambda: carry_on_import.func(job.pk)  # noqa: E731 -- the same deed three times
    assert at_once(deed, deed, deed) == []
    job.refresh_from_db()
    assert job.status == ImportStatus.DONE
    assert Person.objects.count() == Membership.objects.count() == ClassPlace.objects.count() == 40


def test_two_administrators_cannot_leave_the_academy_without_one():
    unit = make_unit()
    grants = [grant(make_person(unit=unit), Role.ACADEMY_ADMINISTRATOR, unit) for _ in range(2)]
    deeds = [lambda held=held: take_back_role(actor=SYSTEM, grant_id=held.pk, now=NOW) for held in grants]
    problems = at_once(*deeds)
    assert [type(problem) for problem in problems] == [LastAdministrator]
    assert RoleGrant.objects.filter(ended_at__isnull=True).count() == 1
