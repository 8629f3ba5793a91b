"""Contracts, letters, and where courses come from."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.factories.catalogue import make_course, make_university
from tests.factories.organisation import grant, make_person, make_unit
from tests.factories.sources import NOW, make_contract, make_introduction, make_production, make_supplier

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.models import Contract, Course, CourseOrigin, LicenceReminder, SharedLicence, SourceKind
from yuanjiao.catalogue.models.course import Category
from yuanjiao.kernel.models import AuditEntry, PolicyVersion
from yuanjiao.organisation.models import Role
from yuanjiao.organisation.public import Permission, Scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_person("编辑示例")


def fields(**changes):
    given = {
        "supplier": make_supplier(), "number": "HT-2026-001", "title": "年度采购", "signed_on": date(2026, 1, 5),
        "price_fen": 123_456, "licence_from": date(2026, 2, 1), "licence_to": date(2027, 1, 31),
    }  # fmt: skip
    return catalogue.ContractFields(**given | changes)


def course_fields(course, **changes):
    given = {"title": course.title, "topic": course.topic, "source_kind": SourceKind(course.source_kind)}
    return catalogue.CourseFields(**given | {"supplier": course.supplier, "category": Category.ELECTIVE} | changes)


def test_a_contract_is_entered_with_its_price_in_fen_and_an_audit_row(editor):
    contract = catalogue.enter_contract(actor=editor, fields=fields(), now=NOW)
    assert Contract.objects.get().price_fen == 123_456
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.subject_id, entry.actor_id) == ("catalogue.enter_contract", str(contract.pk), editor.pk)


def test_a_licence_does_not_end_before_it_begins(editor):
    with pytest.raises(catalogue.LicenceReversed):
        catalogue.enter_contract(actor=editor, fields=fields(licence_to=date(2026, 1, 1)), now=NOW)


def test_the_database_refuses_such_a_licence_too():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_contract(licence_from=date(2026, 2, 1), licence_to=date(2026, 1, 1))


def test_a_suppliers_contract_is_entered_once_and_may_keep_its_number(editor):
    contract = catalogue.enter_contract(actor=editor, fields=fields(), now=NOW)
    with pytest.raises(catalogue.ContractTaken):
        catalogue.enter_contract(actor=editor, fields=fields(title="又一份"), now=NOW)
    catalogue.enter_contract(actor=editor, fields=fields(supplier=make_supplier("别家")), now=NOW)
    changed = catalogue.change_contract(actor=editor, contract=contract, fields=fields(title="改名"), now=NOW)
    assert changed.title == "改名"


def test_a_course_taken_into_a_contract_is_a_bought_one_until_the_licence_ends(editor):
    contract, course = make_contract(), make_course()
    assert catalogue.take_into_contract(actor=editor, contract=contract, courses=[course], now=NOW) == 1
    course.refresh_from_db()
    assert (course.source_kind, course.supplier, course.licensed_until) == (
        "purchased", contract.supplier, contract.licence_to,
    )  # fmt: skip


def test_a_changed_contract_takes_its_courses_with_it(editor):
    course = make_course()
    contract = make_contract(courses=(course,))
    other = make_supplier("别家")
    catalogue.change_contract(actor=editor, contract=contract, fields=fields(supplier=other), now=NOW)
    course.refresh_from_db()
    assert (course.supplier, course.licensed_until) == (other, date(2027, 1, 31))


def test_a_renewal_takes_over_the_courses_once(editor):
    course = make_course()
    old = make_contract(courses=(course,))
    new = catalogue.enter_contract(actor=editor, fields=fields(), renews=old, now=NOW)
    course.refresh_from_db()
    assert (CourseOrigin.objects.get().contract, course.licensed_until) == (new, new.licence_to)
    with pytest.raises(catalogue.AlreadyRenewed):
        catalogue.enter_contract(actor=editor, fields=fields(number="HT-3"), renews=old, now=NOW)


def test_after_the_licence_nobody_studies_the_course_and_the_shelf_is_without_it(editor):
    today = timezone.localdate()
    running, over = make_course("还在"), make_course("到期")
    make_contract(courses=(running,), licence_to=today, licence_from=today - timedelta(days=9))
    make_contract(courses=(over,), licence_to=today - timedelta(days=1), licence_from=today - timedelta(days=9))
    running.refresh_from_db()
    over.refresh_from_db()
    assert catalogue.may_study(editor, running)
    assert "授权到" in catalogue.bar_of(editor, over)
    assert [book.id for book in catalogue.browse_shelf().books] == [running.pk]


def test_a_course_whose_licence_is_over_does_not_go_online(editor):
    course = make_course(lessons=1, summary="示例", state="retired", retired_at=NOW)
    make_contract(courses=(course,), licence_from=date(2020, 1, 1), licence_to=date(2020, 12, 31))
    course.refresh_from_db()
    assert any("已到期" in str(sentence) for sentence in catalogue.missing_for_publishing(course))


def test_an_introduced_and_a_shared_course_say_by_what(editor):
    letter, course, shared = make_introduction(), make_course(), make_course()
    introduced = catalogue.Origin(SourceKind.INTRODUCED, introduction=letter)
    catalogue.set_origin(actor=editor, course=course, origin=introduced, now=NOW)
    opened = catalogue.Origin(SourceKind.SHARED_OPEN, university=make_university(), licence=SharedLicence.CC_BY)
    catalogue.set_origin(actor=editor, course=shared, origin=opened, now=NOW)
    assert [origin.kind for origin in CourseOrigin.objects.order_by("id")] == ["introduced", "shared_open"]
    assert Course.objects.get(pk=shared.pk).university == make_university()


@pytest.mark.parametrize("kind", [SourceKind.PURCHASED, SourceKind.INTRODUCED, SourceKind.SHARED_OPEN])
def test_an_origin_is_complete_or_refused(editor, kind):
    with pytest.raises(catalogue.OriginIncomplete):
        catalogue.set_origin(actor=editor, course=make_course(), origin=catalogue.Origin(kind), now=NOW)


def test_another_origin_takes_the_place_of_the_first_and_ends_its_licence(editor):
    course = make_course()
    make_contract(courses=(course,))
    origin = catalogue.Origin(SourceKind.INTRODUCED, introduction=make_introduction())
    catalogue.set_origin(actor=editor, course=course, origin=origin, now=NOW)
    course.refresh_from_db()
    assert (CourseOrigin.objects.get().contract, course.supplier, course.licensed_until) == (None, None, None)


def test_what_was_produced_here_keeps_that_origin(editor):
    course = make_course()
    make_production(state="published", course=course)
    origin = catalogue.Origin(SourceKind.PURCHASED, contract=make_contract())
    with pytest.raises(catalogue.OriginSettled):
        catalogue.set_origin(actor=editor, course=course, origin=origin, now=NOW)


def test_the_course_editor_cannot_say_another_source_than_the_contract(editor):
    course = make_course()
    make_contract(courses=(course,))
    course.refresh_from_db()
    with pytest.raises(catalogue.OriginDisagrees):
        catalogue.change_course(
            actor=editor, course=course, fields=course_fields(course, supplier=make_supplier("别家")), now=NOW
        )
    course.refresh_from_db()
    changed = catalogue.change_course(actor=editor, course=course, fields=course_fields(course, title="改名"), now=NOW)
    assert changed.title == "改名"


def test_a_letter_is_entered_once_and_changed_in_place(editor):
    given = catalogue.IntroductionFields(authority="示例司", letter_number="1号", received_on=date(2026, 1, 1))
    letter = catalogue.keep_introduction(actor=editor, introduction=None, fields=given, now=NOW)
    with pytest.raises(catalogue.LetterTaken):
        catalogue.keep_introduction(actor=editor, introduction=None, fields=given, now=NOW)
    assert catalogue.keep_introduction(actor=editor, introduction=letter, fields=given, now=NOW) == letter


def test_a_suppliers_name_is_its_own(editor):
    make_supplier("别家")
    with pytest.raises(catalogue.SupplierTaken):
        catalogue.change_supplier(
            actor=editor, supplier=make_supplier(), fields=catalogue.SupplierFields(name="别家"), now=NOW
        )


def test_contracts_of_a_unit_are_for_its_editors_and_those_above_and_the_academys_for_the_academys():
    city = make_unit()
    here, next_door = make_unit("本区", under=city), make_unit("邻区", under=city)
    ours, academys = make_contract(unit=here), make_contract()

    def seen(unit):
        person = make_person(unit=unit)
        grant(person, Role.COURSE_EDITOR)
        return set(catalogue.contracts_in(Scope.of(person, NOW)))

    assert (seen(here), seen(next_door), seen(city)) == ({ours}, set(), {ours, academys})
    auditor = make_person(unit=next_door)
    grant(auditor, Role.UNIT_ADMINISTRATOR)
    assert not catalogue.may_keep(Scope.of(auditor, NOW), Permission.COURSES_READ, None)


def test_reminders_come_at_ninety_thirty_and_seven_days_once_each_and_not_for_what_is_renewed():
    today = timezone.localdate(NOW)
    soon = make_contract(licence_to=today + timedelta(days=30))
    make_contract(licence_to=today + timedelta(days=191))
    renewed = make_contract(licence_to=today + timedelta(days=5))
    make_contract(renews=renewed, licence_to=today + timedelta(days=400))
    [due] = catalogue.reminders_due(NOW)
    assert (due.contract, due.days, due.left) == (soon, 30, 30)
    assert catalogue.note_reminder(due=due, now=NOW)
    assert not catalogue.note_reminder(due=due, now=NOW)
    assert catalogue.reminders_due(NOW) == []
    [later] = catalogue.reminders_due(NOW + timedelta(days=23))
    assert later.days == 7
    assert LicenceReminder.objects.count() == 1


def test_a_policy_says_when_to_remind():
    today = timezone.localdate(NOW)
    make_contract(licence_to=today + timedelta(days=50))
    PolicyVersion.objects.create(kind="licences", number=1, valid_from=NOW, body={"first": 14})
    assert catalogue.reminders_due(NOW) == []
