"""The pages of contracts, letters, suppliers and origins; reminders on the desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.catalogue import make_course
from tests.factories.learning import make_progress
from tests.factories.organisation import grant, make_person
from tests.factories.sources import make_contract, make_introduction, make_production, make_scan, make_supplier
from tests.web.sheets import column

from yuanjiao.catalogue.models import Contract, CourseOrigin, Introduction, SeatUse, SourceKind
from yuanjiao.organisation.models import Role

GIVEN = {
    "supplier": "示例课件公司", "number": "HT-1", "title": "年度采购", "signed_on": "2026-01-05", "price": "1234.56",
    "licence_from": "2026-02-01", "licence_to": "2027-01-31", "seats": "", "unit": "", "notes": "", "scan": "",
}  # fmt: skip


@pytest.fixture
def editor(world):
    person = make_person("编辑示例", unit=world.city)
    grant(person, Role.COURSE_EDITOR)
    return person


@pytest.fixture
def page(editor, as_person):
    return as_person(editor)


def test_a_contract_is_entered_in_yuan_and_kept_in_fen(page):
    answer = page.post("/manage/contracts/new/", GIVEN)
    contract = Contract.objects.get()
    assert answer.url == f"/manage/contracts/{contract.pk}/"
    assert (contract.price_fen, contract.supplier.name, contract.seats) == (123_456, "示例课件公司", None)
    assert "1,234.56 元" in page.get(answer.url).text


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"licence_to": "2026-01-01"}, "licence_to", "不能早于授权开始日"),
        ({"number": "HT-0"}, "number", "已经登记过"),
        ({"price": "-1"}, "price", ""),
        ({"seats": "0"}, "seats", ""),
        ({"seats": "99999999999"}, "seats", ""),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(page, changes, field, sentence):
    make_contract(number="HT-0")
    answer = page.post("/manage/contracts/new/", GIVEN | changes)
    assert answer.status_code == 422
    assert sentence in str(answer.context["form"].errors[field])
    assert "年度采购" in answer.text


def test_a_contract_is_changed_and_renewed_with_its_courses(page):
    course = make_course()
    old = make_contract(courses=(course,))
    page.post(f"/manage/contracts/{old.pk}/edit/", GIVEN | {"title": "改名"})
    old.refresh_from_db()
    assert old.title == "改名"
    offered = page.get("/manage/contracts/new/", {"renews": old.pk})
    assert 'value="2027-02-01"' in offered.text
    page.post(f"/manage/contracts/new/?renews={old.pk}", GIVEN | {"number": "HT-2"})
    assert CourseOrigin.objects.get().contract == Contract.objects.get(number="HT-2")
    assert "这份合同已续签" in page.get(f"/manage/contracts/{old.pk}/").text


def test_courses_of_the_supplier_are_ticked_into_the_contract(page):
    supplier = make_supplier()
    bought = make_course("公文写作", source_kind=SourceKind.PURCHASED, supplier=supplier)
    make_course("别家课程", source_kind=SourceKind.PURCHASED, supplier=make_supplier("别家"))
    contract = make_contract(supplier=supplier)
    offered = page.get(f"/manage/contracts/{contract.pk}/").context["others"]
    assert list(offered) == [bought]
    told = page.post(f"/manage/contracts/{contract.pk}/courses/", {"course": [bought.pk, "x"]}, follow=True)
    assert "1 门课程归到了这份合同" in told.text
    assert [line.course for line in told.context["lines"]] == [bought]


def test_the_contract_says_who_is_in_the_middle_when_it_ends(page, world):
    course = make_course(completion_count=5)
    today = timezone.localdate()
    contract = make_contract(courses=(course,), licence_from=today - timedelta(9), licence_to=today - timedelta(1))
    make_progress(world.lin, course)
    shown = page.get(f"/manage/contracts/{contract.pk}/")
    assert [(line.course, line.studying) for line in shown.context["lines"]] == [(course, 1)]
    assert "1 人次正学到一半" in shown.text
    assert column(page.get(f"/manage/contracts/{contract.pk}/", {"export": "excel"}), "正在学") == [1]


def test_many_courses_of_a_contract_cost_as_many_queries_as_one(page):
    contract = make_contract(courses=(make_course(),))

    def queries():
        with CaptureQueriesContext(connection) as captured:
            page.get(f"/manage/contracts/{contract.pk}/")
        return len(captured)

    queries()
    with_one = queries()
    for _number in range(4):
        CourseOrigin.objects.create(course=make_course(), contract=contract)
    assert queries() == with_one


def test_the_scan_is_downloaded_by_those_who_may_see_the_contract(page, world, as_person):
    contract = make_contract(scan=make_scan())
    answer = page.get(f"/manage/contracts/{contract.pk}/scan")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert page.get(f"/manage/contracts/{make_contract().pk}/scan").status_code == 404
    assert as_person(world.wu).get(f"/manage/contracts/{contract.pk}/scan").status_code == 404


def test_a_scan_is_not_deleted_while_its_contract_stands(page):
    contract = make_contract(scan=make_scan())
    shown = page.get(f"/manage/assets/{contract.scan_id}/delete/")
    assert f"/manage/contracts/{contract.pk}/" in shown.text
    page.post(f"/manage/assets/{contract.scan_id}/delete/")
    assert Contract.objects.filter(scan__isnull=False).exists()


def test_an_editor_of_a_unit_keeps_contracts_for_it_alone(world, as_person):
    person = make_person(unit=world.here)
    grant(person, Role.COURSE_EDITOR)
    client = as_person(person)
    assert client.post("/manage/contracts/new/", GIVEN).status_code == 422
    client.post("/manage/contracts/new/", GIVEN | {"unit": world.here.pk})
    assert Contract.objects.get().unit == world.here
    assert client.post("/manage/contracts/new/", GIVEN | {"unit": world.next_door.pk}).status_code == 422


def test_contracts_are_found_by_how_their_licence_stands(page):
    today = timezone.localdate()
    spans = {"在期": (-9, 200), "快到": (-9, 20), "过期": (-90, -1), "空的": (-90, -1)}
    made = {
        title: make_contract(title, licence_from=today + timedelta(a), licence_to=today + timedelta(b))
        for title, (a, b) in spans.items()
    }
    CourseOrigin.objects.create(course=make_course(), contract=made["过期"])

    def found(state):
        return {contract.title for contract in page.get("/manage/contracts/", {"state": state}).context["page"]}

    assert [found(state) for state in ("valid", "ending", "ended", "renewed")] == [
        {"在期", "快到"}, {"快到"}, {"过期"}, set(),
    ]  # fmt: skip


def test_a_letter_is_entered_and_shows_its_courses(page):
    given = {"authority": "示例司", "letter_number": "1号", "received_on": "2026-01-01", "unit": "", "notes": ""}
    answer = page.post("/manage/introductions/new/", given)
    letter = Introduction.objects.get()
    assert answer.url == f"/manage/introductions/{letter.pk}/"
    CourseOrigin.objects.create(course=make_course("引进课程"), introduction=letter)
    assert "引进课程" in page.get(answer.url).text
    again = page.post("/manage/introductions/new/", given)
    assert "已经登记过" in str(again.context["form"].errors["letter_number"])


def test_a_supplier_has_whom_to_call_and_what_was_paid(page):
    supplier = make_contract().supplier
    given = {"name": supplier.name, "contact": "王示例", "phone": "023-0000", "email": "a@example.org", "notes": ""}
    page.post(f"/manage/suppliers/{supplier.pk}/", given)
    assert column(page.get("/manage/suppliers/", {"export": "excel"}), "联系人") == ["王示例"]
    assert column(page.get("/manage/suppliers/", {"export": "excel"}), "合同金额（元）") == [36500]
    make_supplier("别家")
    taken = page.post(f"/manage/suppliers/{supplier.pk}/", given | {"name": "别家"})
    assert "已经有叫这个名字的供应商" in str(taken.context["form"].errors["name"])


def test_many_suppliers_cost_as_many_queries_as_one(page):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            page.get("/manage/suppliers/")
        return len(captured)

    make_contract()
    queries()
    with_one = queries()
    for number in range(4):
        make_contract(supplier=make_supplier(f"供应商{number}"))
    assert queries() == with_one


def test_a_course_says_where_it_comes_from(page):
    course, contract = make_course("公文写作"), make_contract()
    shown = page.get(f"/manage/courses/{course.pk}/source/")
    assert contract.title in shown.text
    refused = page.post(f"/manage/courses/{course.pk}/source/", {"kind": "purchased"})
    assert "请选出它的合同" in refused.text
    page.post(f"/manage/courses/{course.pk}/source/", {"kind": "purchased", "contract": contract.pk})
    assert CourseOrigin.objects.get(course=course).contract == contract
    assert "授权到" in page.get(f"/manage/courses/{course.pk}/").text
    shared = {"kind": "shared_open", "university": "示例大学", "licence": "cc_by", "contract": contract.pk}
    page.post(f"/manage/courses/{course.pk}/source/", shared)
    assert CourseOrigin.objects.get(course=course).shared_licence == "cc_by"


def test_the_desk_says_which_licences_end_and_leads_to_them(page, world, as_person):
    today = timezone.localdate()
    make_contract(licence_to=today + timedelta(days=20), licence_from=today)
    make_contract(courses=(make_course(),), licence_to=today - timedelta(days=1), licence_from=today - timedelta(9))
    shown = page.get("/manage/").text
    assert "1 份课程合同 90 天内到期" in shown
    assert "/manage/contracts/?state=ended" in shown
    assert "课程合同" not in as_person(world.wu).get("/manage/").text


@pytest.fixture
def crowded(editor):
    """A contract for ten people in force, of whose seats ten were taken when they were counted."""
    course, today = make_course("示例公文课"), timezone.localdate()
    span = {"licence_from": today - timedelta(9), "licence_to": today + timedelta(300)}
    made = make_contract("挤满的合同", seats=10, courses=(course,), **span)
    make_contract("不限的合同", number="HT-9", **span)
    SeatUse.objects.create(contract=made, used=10, counted_at=timezone.now(), warned=90)
    return made


def test_seats_and_how_many_are_taken_stand_at_the_contract_its_list_and_its_course(page, crowded):
    words, course = "10，已用 10", crowded.origins.get().course
    for path in ("contracts/", f"contracts/{crowded.pk}/", f"courses/{course.pk}/"):
        assert words in page.get(f"/manage/{path}").text
    assert "授权人数已用九成以上" in page.get(f"/manage/contracts/{crowded.pk}/").text
    file = page.get("/manage/contracts/", {"export": "excel"})
    assert sorted(zip(column(file, "合同名称"), column(file, "已用人数"), strict=True)) == [
        ("不限的合同", ""), ("挤满的合同", 10),
    ]  # fmt: skip
    SeatUse.objects.update(used=11, warned=100)
    assert "学的人已经比授权人数多" in page.get(f"/manage/contracts/{crowded.pk}/").text


def test_the_editors_desk_says_whose_seats_run_out_and_leads_to_them(page, crowded):
    shown = page.get("/manage/").text
    assert ("1 份课程合同的授权人数快用完" in shown, "/manage/contracts/?state=crowded" in shown) == (True, True)
    found = page.get("/manage/contracts/", {"state": "crowded"}).context["page"]
    assert [contract.title for contract in found] == ["挤满的合同"]


@pytest.mark.parametrize(("seats", "warns"), [(None, False), (100, False), (12, False), (11, True), (9, True)])
def test_what_is_warned_of_follows_the_seats_as_they_are_now(page, crowded, seats, warns):
    Contract.objects.filter(pk=crowded.pk).update(seats=seats)
    assert ("授权人数快用完" in page.get("/manage/").text) == warns
    assert bool(page.get("/manage/contracts/", {"state": "crowded"}).context["page"].object_list) == warns
    listed = page.get("/manage/contracts/").text
    assert ('badge-amber">授权人数' in listed or 'badge-cinnabar">授权人数' in listed) == warns
    assert ("请向供应商增购" in page.get(f"/manage/contracts/{crowded.pk}/").text) == warns


def test_many_contracts_with_seats_cost_as_many_queries_as_one(page, crowded):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            page.get("/manage/contracts/")
        return len(captured)

    queries()
    with_two = queries()
    for number in range(4):
        SeatUse.objects.create(contract=make_contract(f"合同{number}", seats=5), used=1, counted_at=timezone.now())
    assert queries() == with_two


def test_the_pages_speak_english_too(page):
    make_contract()
    make_production()
    make_introduction()
    for path in ("contracts", "introductions", "suppliers", "productions", "portfolio", "demand", "wishes"):
        shown = page.get(f"/manage/{path}/", headers={"Accept-Language": "en"})
        assert shown.status_code == 200
