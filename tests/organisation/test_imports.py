"""Import of people: what is wrong is said in plain words; what is right comes in once and whole."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook
from tests.factories.organisation import NOW, grant, make_class, make_person, make_unit
from xlsxwriter import Workbook

from yuanjiao.organisation import one_time
from yuanjiao.organisation.actions import import_apply, import_changes
from yuanjiao.organisation.actions.import_apply import apply_import
from yuanjiao.organisation.actions.import_check import check_import
from yuanjiao.organisation.actions.imports import confirm_import, discard_import, start_import
from yuanjiao.organisation.importing.columns import COLUMNS
from yuanjiao.organisation.importing.faults import Fault
from yuanjiao.organisation.importing.results import code_rows, fault_rows
from yuanjiao.organisation.importing.template import template_workbook
from yuanjiao.organisation.models import (
    ClassPlace,
    ImportFile,
    ImportJob,
    ImportRow,
    ImportStatus,
    Membership,
    Person,
    Role,
    Unit,
)
from yuanjiao.organisation.public import (
    ImportHasFaults,
    NotWaiting,
    OutOfScope,
    Scope,
    UnreadableFile,
    events,
    import_people,
    resume_imports,
)

pytestmark = pytest.mark.django_db
HEAD = ["学号", "姓名", "单位", "职务层次", "手机号", "邮箱", "任现职日期", "标签", "是否学员"]


@pytest.fixture
def here():
    city = make_unit("示例市")
    here = make_unit("本区", under=city, code="500999000000")
    make_unit("本镇", under=here, code="500999001000")
    return here


@pytest.fixture
def system():
    return Scope.of_system()


@pytest.fixture
def told(monkeypatch):
    """What the rooms above are told."""
    facts = []
    for name in ("person_enrolled", "person_transferred", "person_left", "person_reclassified"):
        monkeypatch.setattr(events, name, [lambda each, _at: facts.extend(each)])
    return facts


def sheet(*rows, head=HEAD):
    buffer = io.StringIO()
    csv.writer(buffer).writerows([head, *rows])
    return buffer.getvalue().encode()


def excel(*rows):
    buffer = io.BytesIO()
    book = Workbook(buffer)
    page = book.add_worksheet()
    for number, row in enumerate([HEAD, *rows]):
        page.write_row(number, 0, row)
    book.close()
    return buffer.getvalue()


def checked(content, actor, name="people.csv"):
    job = start_import(actor=actor, content=content, file_name=name, now=NOW)
    return check_import(job=job, now=NOW, progress=lambda _done, _total: None)


def applied(job, actor, now=NOW):
    confirm_import(actor=actor, job=job, now=now)
    return apply_import(job=job, now=now, progress=lambda _done, _total: None)


def faults(job):
    return {(row.number, *Fault._make(fault)[:2]) for row in job.rows.all() for fault in row.errors}


def test_people_come_in_with_unit_membership_code_and_class(here, system, told):
    job = applied(checked(sheet(["A1", "林一", "500999001000", "", "13800000000"]), system), system)
    lin = Person.objects.get(staff_number="A1")
    assert job.status == ImportStatus.DONE
    assert (lin.unit.name, lin.initials, lin.post_level, lin.arrival_id) == ("本镇", "ly", "150", None)
    assert (lin.is_active, lin.must_change_password, lin.has_usable_password()) == (True, True, False)
    assert Membership.objects.get(person=lin).until is None
    assert ClassPlace.objects.filter(person=lin).exists()
    assert told == [events.Enrolled(lin.pk, lin.unit_id, lin.unit.path, "150")]


def test_every_fault_of_every_row_is_found(here, system):
    make_person("已在", unit=here, staff_number="B1", phone="13900000000")
    job = checked(
        sheet(
            ["", "无号", "本镇"],
            ["A 1", "坏号", "火星"],
            ["A2", "坏值", "本镇", "皇帝", "123", "not-mail", "2024-13-40", "", "也许"],
            ["A3", "占用", "本镇", "", "13900000000"],
            ["A4", "先来", "本镇", "", "13700000000"],
            ["A4", "后到", "本镇", "", "13700000000"],
        ),
        system,
    )
    assert faults(job) == {
        (2, "staff_number", "missing"),
        (3, "staff_number", "bad_staff_number"),
        (3, "unit", "unknown_unit"),
        (4, "post_level", "bad_word"),
        (4, "phone", "bad_phone"),
        (4, "email", "bad_email"),
        (4, "appointed_on", "bad_date"),
        (4, "is_learner", "bad_word"),
        (5, "phone", "taken"),
        (7, "staff_number", "twice_in_file"),
        (7, "phone", "twice_in_file"),
    }
    assert (job.new_rows, job.wrong_rows) == (1, 5)


def test_a_fault_says_what_is_wrong_and_what_would_be_right(here, system):
    job = checked(sheet(["A1", "林", "本镇", "", "123"]), system)
    assert list(fault_rows(job)) == [["2", "A1", "手机号", "“123”不是手机号。应为 11 位数字，如 13800000000。"]]


def test_a_dry_run_touches_no_person(here, system):
    checked(sheet(["A1", "林", "本镇"]), system)
    assert Person.everyone.count() == 0


@pytest.mark.parametrize("unit", ["500999001000", "本镇", "本区/本镇", "示例市/本区/本镇", "本区 / 本镇"])
def test_units_are_found_by_code_name_and_path(here, system, unit):
    assert checked(sheet(["A1", "林", unit]), system).new_rows == 1


def test_a_name_that_two_units_have_is_ambiguous(here, system):
    make_unit("本镇", under=make_unit("邻区", under=Unit.objects.get_parent(here)))
    assert faults(checked(sheet(["A1", "林", "本镇"]), system)) == {(2, "unit", "ambiguous_unit")}


def test_excel_numbers_and_days_are_read_as_people_see_them(here, system):
    job = checked(excel([20240001, "林", 500999001000, "", 13800000000, "", "2024-3-1"]), system, "people.xlsx")
    assert job.rows.get().values["staff_number"] == "20240001"
    assert job.rows.get().values["phone"] == "13800000000"
    assert job.rows.get().values["appointed_on"] == "2024-03-01"


@pytest.mark.parametrize("content", [b"", b"\x00\x01rubbish", "甲,乙\n1,2".encode(), b"PK\x03\x04broken"])
@pytest.mark.parametrize("name", ["people.xlsx", "people.csv"])
def test_a_file_that_is_no_sheet_of_people_says_so(here, system, content, name):
    job = checked(content, system, name)
    assert job.status == ImportStatus.UNREADABLE
    assert job.message


def test_a_gb18030_file_is_read(here, system):
    job = checked(sheet(["A1", "林", "本镇"]).decode().encode("gb18030"), system)
    assert job.new_rows == 1


def test_the_same_file_twice_changes_nothing(here, system, told):
    content = sheet(["A1", "林", "本镇", "乡科级正职", "13800000000", "a@b.cn", "2024-03-01", "甲；乙", "是"])
    applied(checked(content, system), system)
    told.clear()
    job = checked(content, system)
    assert (job.same_rows, job.new_rows, job.changed_rows, job.wrong_rows) == (1, 0, 0, 0)
    applied(job, system)
    assert told == []
    assert Membership.objects.count() == 1


def test_changes_update_transfer_and_reclassify_with_history(here, system, told):
    lin = make_person("林", unit=here, staff_number="A1", phone="13800000000")
    make_class(here, lin)
    applied(checked(sheet(["A1", "林改名", "本镇", "乡科级正职"]), system), system)
    lin = Person.objects.get(staff_number="A1")
    assert (lin.full_name, lin.unit.name, lin.post_level, lin.phone) == ("林改名", "本镇", "141", "13800000000")
    assert [stay.until is None for stay in Membership.objects.filter(person=lin).order_by("since")] == [False, True]
    assert {type(fact) for fact in told} == {events.Transferred, events.Reclassified}
    assert lin.class_place.class_group.unit == lin.unit


def test_an_import_stays_in_the_scope_of_whoever_starts_it(here):
    next_door = make_unit("邻区", under=Unit.objects.get_parent(here))
    wu = make_person("吴", unit=here)
    grant(wu, Role.UNIT_ADMINISTRATOR)
    make_person("邻", unit=next_door, staff_number="Q1", phone="13900000000")
    job = checked(
        sheet(["A1", "林", "邻区"], ["Q1", "邻", "本镇"], ["A2", "号", "本镇", "", "13900000000"]), Scope.of(wu, NOW)
    )
    assert faults(job) == {
        (2, "unit", "outside_scope"),
        (3, "staff_number", "person_outside_scope"),
        (4, "phone", "taken"),
    }
    assert "Q1" not in " ".join(cell for row in fault_rows(job) if row[0] == "4" for cell in row)


def test_who_may_import_nowhere_starts_nothing(here):
    with pytest.raises(OutOfScope):
        start_import(actor=Scope.of(make_person(unit=here), NOW), content=b"", file_name="x.csv", now=NOW)


def test_codes_can_be_downloaded_until_they_are_used(here, system):
    job = applied(checked(sheet(["A1", "林", "本镇"], ["A2", "周", "本镇"]), system), system)
    Person.objects.filter(staff_number="A2").update(one_time_code_hash="")
    rows = list(code_rows(job))
    lin = Person.objects.get(staff_number="A1")
    assert one_time.fits(rows[0][3], lin.one_time_code_hash, lin.one_time_code_expires, NOW)
    assert not one_time.fits(rows[0][3], lin.one_time_code_hash, lin.one_time_code_expires, NOW + timedelta(days=91))
    assert rows[1][3] == "已启用或已重置"


def test_an_import_is_confirmed_once_or_given_up(here, system):
    job = checked(sheet(["A1", "林", "本镇"]), system)
    discard_import(actor=system, job=job, now=NOW)
    with pytest.raises(NotWaiting):
        confirm_import(actor=system, job=job, now=NOW)
    assert Person.everyone.count() == 0


def test_the_command_refuses_faults_unless_they_are_accepted(here, system, tmp_path):
    path = tmp_path / "people.csv"
    path.write_bytes(sheet(["A1", "林", "本镇"], ["", "无号", "本镇"]))
    with pytest.raises(ImportHasFaults):
        import_people(actor=system, path=path, now=NOW)
    assert Person.everyone.count() == 0
    steps = []
    job = import_people(
        actor=system, path=path, now=NOW, progress=lambda step, *_counts: steps.append(step), accept_faults=True
    )
    assert (job.status, Person.objects.count(), {*steps}) == (ImportStatus.DONE, 1, {"check", "apply"})
    path.write_bytes(b"")
    with pytest.raises(UnreadableFile):
        import_people(actor=system, path=path, now=NOW)


class Crash(BaseException):
    """The worker dies here."""


def small_chunks(monkeypatch):
    for module in (import_apply, import_changes):
        monkeypatch.setattr(module, "CHUNK", 2)


def people_rows(count):
    return [[f"A{number}", f"林{number}", "本镇"] for number in range(count)]


@pytest.mark.parametrize("chunks_before_crash", range(9))
def test_a_crash_at_any_chunk_loses_and_repeats_nothing(here, system, told, monkeypatch, chunks_before_crash):
    small_chunks(monkeypatch)
    job = checked(sheet(*people_rows(5)), system)
    confirm_import(actor=system, job=job, now=NOW)
    left = iter(range(chunks_before_crash))

    def dies(_done, _total):
        if next(left, None) is None:
            raise Crash

    try:
        apply_import(job=job, now=NOW, progress=dies)
    except Crash:
        seen = Person.objects.count()
        assert seen in {0, 5}
        assert (seen == 5) == (ImportJob.objects.get().published_at is not None)
    resume_imports()
    assert ImportJob.objects.get().status == ImportStatus.DONE
    assert Person.objects.count() == Membership.objects.count() == ClassPlace.objects.count() == 5
    assert sorted(fact.person_id for fact in told) == sorted(Person.objects.values_list("pk", flat=True))


def test_a_crash_in_the_check_begins_the_check_again(here, system):
    job = start_import(actor=system, content=sheet(*people_rows(3)), file_name="p.csv", now=NOW)
    ImportRow.objects.create(job=job, number=9, outcome="new", values={})
    ImportJob.objects.filter(pk=job.pk).update(status=ImportStatus.CHECKING)
    resume_imports()
    job.refresh_from_db()
    assert (job.status, job.new_rows, job.rows.count()) == (ImportStatus.CHECKED, 3, 3)
    assert not ImportFile.objects.exists()


def test_someone_added_since_the_check_is_set_aside_and_the_rest_comes_in(here, system):
    job = checked(sheet(["A1", "林", "本镇", "", "13800000000"], ["A2", "周", "本镇"]), system)
    make_person("抢先", unit=here, staff_number="X1", phone="13800000000")
    job = applied(job, system)
    assert (job.status, job.new_rows, job.wrong_rows) == (ImportStatus.DONE, 1, 1)
    assert set(Person.objects.values_list("staff_number", flat=True)) == {"A2", "X1"}


def test_a_phone_taken_since_the_check_stops_one_change_only(here, system):
    make_person("林", unit=here, staff_number="A1")
    make_person("周", unit=here, staff_number="A2")
    job = checked(sheet(["A1", "林", "本区", "", "13800000000"], ["A2", "周改名", "本区"]), system)
    make_person("抢先", unit=here, staff_number="X1", phone="13800000000")
    job = applied(job, system)
    assert (job.status, job.changed_rows, job.wrong_rows) == (ImportStatus.DONE, 1, 1)
    assert Person.objects.get(staff_number="A2").full_name == "周改名"


def test_the_template_reads_back_as_an_empty_sheet_with_every_column(here, system):
    content = template_workbook()
    job = checked(content, system, "template.xlsx")
    assert (job.status, job.total_rows) == (ImportStatus.CHECKED, 0)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert [cell.rstrip("*") for cell in book.get_sheet_by_index(0).to_python()[0]] == [
        each.heading for each in COLUMNS
    ]
    assert book.sheet_names == ["人员", "说明"]
