"""Administrators decide claims and exemptions of their units: queues, one case, a whole training, the desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.factories.claims import PDF, ask_for_leave, make_claim, make_training
from tests.factories.credits import assert_books_balance, enrol
from tests.factories.organisation import grant, make_class, make_person
from tests.web.sheets import column

from yuanjiao.credits.models import ClaimState, CreditClaim, Exemption, ExemptionState, Training
from yuanjiao.credits.public import claim_for, date_of, decide_claim, standing, year_of
from yuanjiao.organisation.models import Role
from yuanjiao.organisation.sheets import workbook

CLAIMS, TRAININGS, EXEMPTIONS = "/manage/claims/", "/manage/claims/trainings/", "/manage/exemptions/"
NOW = timezone.now()
TODAY = date_of(NOW)
LAST_WEEK = {"starts_on": TODAY - timedelta(days=7), "ends_on": TODAY - timedelta(days=5)}


@pytest.fixture
def full(world):
    """Someone who claims and asks for leave in Wu's district; a training that Wu told of; the city above."""
    enrol(world.lin, at=NOW)
    world.claim = make_claim(world.lin, now=NOW, **LAST_WEEK)
    world.exemption = ask_for_leave(world.lin, now=NOW, starts_on=TODAY, ends_on=TODAY + timedelta(days=30))
    world.training = make_training(world.wu, now=NOW, title="本区集中班", **LAST_WEEK)
    claim_for(actor=world.wu, training=world.training, learners=[world.lin], now=NOW)
    world.above = make_person("市管理", unit=world.city)
    grant(world.above, Role.UNIT_ADMINISTRATOR)
    return world


def test_a_claim_is_approved_on_its_page_with_its_worth_told_first(full, as_person):
    client, path = as_person(full.wu), f"{CLAIMS}{full.claim.pk}/"
    page = client.get(path)
    assert (page.context["may_decide"], page.context["worth"]) == (True, 2000)
    client.post(path, {"days": "2.5", "reason": ""})
    full.claim.refresh_from_db()
    assert (full.claim.state, full.claim.decided_by) == (ClaimState.APPROVED, full.wu)
    assert standing(full.lin.pk, year_of(NOW)).hundredths == 2000
    assert_books_balance(timezone.now())


def test_a_credit_leads_to_its_claim_for_those_who_read_claims(full, as_person):
    as_person(full.wu).post(f"{CLAIMS}{full.claim.pk}/", {"days": "2.5", "reason": ""})
    grant(full.zhou, Role.CLASS_TEACHER)
    make_class(full.township, full.lin, teacher=full.zhou)
    path, led = f"/manage/people/{full.lin.pk}/record/1/", f"{CLAIMS}{full.claim.pk}/"
    pages = [as_person(reader).get(path) for reader in (full.wu, full.zhou)]
    assert [(page.status_code, led in page.content.decode()) for page in pages] == [(200, True), (200, False)]


@pytest.mark.parametrize(("days", "reason", "field"), [("3", "", "days"), ("1", " ", "reason"), ("x", "", "days")])
def test_a_wrong_decision_names_the_field_and_changes_nothing(full, as_person, days, reason, field):
    response = as_person(full.wu).post(f"{CLAIMS}{full.claim.pk}/", {"days": days, "reason": reason})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    full.claim.refresh_from_db()
    assert full.claim.state == ClaimState.WAITING


def test_overlapping_claims_are_pointed_out_to_whoever_decides(full, as_person):
    page = as_person(full.wu).get(f"{CLAIMS}{full.claim.pk}/")
    assert [each.training.title for each in page.context["overlapping"]] == ["本区集中班"]


def test_her_own_list_of_attendants_is_decided_by_somebody_else(full, as_person):
    claim = CreditClaim.objects.get(training=full.training)
    page = as_person(full.wu).get(f"{CLAIMS}{claim.pk}/")
    assert page.context["may_decide"] is False
    response = as_person(full.wu).post(f"{CLAIMS}{claim.pk}/", {"days": "2.5", "reason": ""}, follow=True)
    assert "不能自己定" in response.content.decode()
    assert as_person(full.above).get(f"{CLAIMS}{claim.pk}/").context["may_decide"] is True


def test_the_desk_says_what_waits_for_her_and_leads_to_it(full, as_person):
    client = as_person(full.wu)
    tasks = {task.sentence: task for task in client.get("/manage/").context["tasks"]}
    claims, leave = tasks["认定 1 件学分申报"], tasks["审批 1 件豁免申请"]
    assert (claims.aside, leave.aside) == ("10 天内答复", "10 天内答复")
    assert list(client.get(claims.address).context["page"]) == [full.claim]
    assert list(client.get(leave.address).context["page"]) == [full.exemption]


def test_what_is_overdue_is_marked_and_found(full, as_person):
    CreditClaim.objects.filter(pk=full.claim.pk).update(due_on=TODAY - timedelta(days=2))
    page = as_person(full.wu).get(CLAIMS, {"whose": "late"})
    assert list(page.context["page"]) == [full.claim]
    assert "已超期" in page.content.decode()


def test_what_waits_stands_before_what_is_decided(full, as_person):
    settled = make_claim(full.zhou, now=NOW, **LAST_WEEK)
    decide_claim(actor=None, claim_id=settled.pk, days_hundredths=250, reason="", now=NOW)
    CreditClaim.objects.filter(pk=settled.pk).update(due_on=TODAY - timedelta(days=9))
    assert list(as_person(full.wu).get(CLAIMS).context["page"])[-1] == settled


def test_the_neighbour_sees_no_case_no_file_and_no_count(full, as_person):
    client = as_person(full.qin)
    for path in (CLAIMS, TRAININGS, EXEMPTIONS):
        assert list(client.get(path).context["page"]) == []
    key = full.claim.training.evidence.get().key
    cases = [f"{CLAIMS}{full.claim.pk}/", f"{TRAININGS}{full.training.pk}/", f"{EXEMPTIONS}{full.exemption.pk}/"]
    assert {client.get(path).status_code for path in [*cases, f"{CLAIMS}evidence/{key}"]} == {404}
    assert not any("申报" in task.sentence for task in client.get("/manage/").context["tasks"])


def test_a_file_is_handed_out_as_a_download(full, as_person):
    key = full.claim.training.evidence.get().key
    response = as_person(full.wu).get(f"{CLAIMS}evidence/{key}")
    assert response.headers["Content-Disposition"].startswith("attachment")


LISTS = {CLAIMS: ("培训", "示例培训班"), TRAININGS: ("培训", "本区集中班"), EXEMPTIONS: ("姓名", "林学员")}


@pytest.mark.parametrize("path", LISTS)
def test_the_file_has_her_rows_and_the_administrator_next_door_gets_none(full, as_person, path):
    heading, cell = LISTS[path]
    assert cell in column(as_person(full.wu).get(path, {"export": "excel"}), heading)
    assert column(as_person(full.qin).get(path, {"export": "excel"}), heading) == []


@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_searched_and_what_makes_no_sense_narrows_nothing(full, as_person, path):
    client = as_person(full.wu)
    words = {"state": "x", "sort": "x", "whose": "x", "unit": "x", "page": "x", "reason": "x", "running": "x"}
    assert len(client.get(path, words).context["page"]) == len(client.get(path).context["page"])
    assert "empty-state" in client.get(path, {"q": "查无此项"}).content.decode()


@pytest.mark.parametrize("path", LISTS)
def test_a_list_costs_the_same_with_one_and_with_many(full, as_person, path, django_assert_max_num_queries):
    client = as_person(full.wu)

    def cost() -> int:
        with django_assert_max_num_queries(20) as queries:
            client.get(path)
        return len(queries)

    client.get(path)
    few = cost()
    for name in ("甲", "乙", "丙"):
        person = make_person(name, unit=full.township)
        make_claim(person, now=NOW, **LAST_WEEK)
        ask_for_leave(person, now=NOW)
        training = make_training(full.wu, now=NOW, **LAST_WEEK)
        claim_for(actor=full.wu, training=training, learners=[person], now=NOW)
    assert cost() == few


def test_those_who_attended_cost_the_same_for_one_and_for_many(full, as_person, django_assert_max_num_queries):
    client, path = as_person(full.wu), f"{TRAININGS}{full.training.pk}/"

    def cost() -> tuple[int, int]:
        with django_assert_max_num_queries(25) as queries:
            rows = len(client.get(path).context["page"])
        return rows, len(queries)

    client.get(path)
    few, cost_of_few = cost()
    learners = [make_person(name, unit=full.township) for name in ("甲", "乙", "丙")]
    claim_for(actor=full.wu, training=full.training, learners=learners, now=NOW)
    assert cost() == (few + 3, cost_of_few)


def attendants(*rows: tuple[str, str]) -> SimpleUploadedFile:
    return SimpleUploadedFile("名单.xlsx", workbook("参训人员", ["学号", "姓名"], rows))


def test_an_organiser_tells_of_a_training_checks_the_list_and_claims_for_all(full, as_person):
    client = as_person(full.wu)
    told = {
        "title": "新的班", "organiser": "区委党校", "place": "区会堂", "days": "1", "class_hours": "8",
        "starts_on": TODAY - timedelta(days=1), "ends_on": TODAY - timedelta(days=1),
        "sign_in_sheet": SimpleUploadedFile("签到表.pdf", PDF),
    }  # fmt: skip
    client.post(f"{TRAININGS}new/", told)
    training = Training.objects.get(title="新的班")
    roster = f"{TRAININGS}{training.pk}/roster"
    rows = [(full.lin.staff_number, "林学员"), (full.lin.staff_number, ""), (full.qin.staff_number, ""), ("无", "")]
    checked = client.post(roster, {"file": attendants(*rows)})
    assert [fault.row for fault in checked.context["roster"].faults] == [3, 4, 5]
    assert not training.claims.exists()
    client.post(roster, {"checked": checked.context["checked"]})
    assert [claim.learner for claim in training.claims.all()] == [full.lin]
    again = client.post(roster, {"file": attendants((full.lin.staff_number, ""))})
    assert (again.context["roster"].known, again.context["roster"].learners) == (1, [])


def test_an_organiser_may_have_attended_herself(full, as_person):
    claim_for(actor=full.wu, training=full.training, learners=[full.wu], now=NOW)
    assert list(as_person(full.wu).get(TRAININGS).context["page"]) == [full.training]


def test_a_wrong_name_beside_a_staff_number_is_a_fault(full, as_person):
    path = f"{TRAININGS}{full.training.pk}/roster"
    response = as_person(full.wu).post(path, {"file": attendants((full.zhou.staff_number, "别人"))})
    assert "别人" in response.context["roster"].faults[0].sentence


@pytest.mark.parametrize("content", [b"no sheet", workbook("x", ["别的"], [["1"]])])
def test_a_file_that_is_no_list_says_what_to_do(full, as_person, content):
    path = f"{TRAININGS}{full.training.pk}/roster"
    response = as_person(full.wu).post(path, {"file": SimpleUploadedFile("名单.xlsx", content)})
    assert response.status_code == 422
    assert "模板" in response.content.decode()


def test_a_list_that_was_tampered_with_claims_nothing(full, as_person):
    path = f"{TRAININGS}{full.training.pk}/roster"
    response = as_person(full.wu).post(path, {"checked": "forged:1:2"}, follow=True)
    assert "重新上传" in response.content.decode()
    assert full.training.claims.count() == 1


def test_the_tier_above_approves_a_whole_training_at_once(full, as_person):
    client, path = as_person(full.above), f"{TRAININGS}{full.training.pk}/"
    assert client.get(path).context["to_decide"] == 1
    client.post(f"{path}approve")
    assert full.training.claims.get().state == ClaimState.APPROVED
    assert client.get(path).context["to_decide"] == 0


def test_an_exemption_is_granted_with_its_effect_told_first_and_ended_early(full, as_person):
    client, path = as_person(full.wu), f"{EXEMPTIONS}{full.exemption.pk}/"
    (change, *_next_year) = client.get(path).context["effect"]
    client.post(path, {"answer": "", "grant": "yes"})
    full.exemption.refresh_from_db()
    assert full.exemption.state == ExemptionState.GRANTED
    assert standing(full.lin.pk, year_of(NOW)).due_total_hundredths == change.after.total_hundredths < 5000
    client.post(f"{path}end", {"last_day": TODAY})
    full.exemption.refresh_from_db()
    assert full.exemption.ended_on == TODAY
    assert_books_balance(timezone.now())


def test_an_exemption_is_refused_with_a_reason_only(full, as_person):
    client, path = as_person(full.wu), f"{EXEMPTIONS}{full.exemption.pk}/"
    assert "请写明原因" in client.post(path, {"answer": ""}, follow=True).content.decode()
    client.post(path, {"answer": "材料不全"})
    full.exemption.refresh_from_db()
    assert (full.exemption.state, full.exemption.answer) == (ExemptionState.REFUSED, "材料不全")


def test_an_administrator_enters_an_exemption_for_her_people_and_for_nobody_elses(full, as_person):
    wanted = {"reason": "sick_leave", "starts_on": TODAY, "ends_on": TODAY + timedelta(days=9), "note": ""}
    client = as_person(full.wu)
    client.post(f"{EXEMPTIONS}new/", wanted | {"learner": full.zhou.staff_number})
    assert Exemption.objects.get(learner=full.zhou).state == ExemptionState.GRANTED
    for stranger in (full.qin, full.wu):
        response = client.post(f"{EXEMPTIONS}new/", wanted | {"learner": stranger.staff_number})
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["learner"])
    assert not Exemption.objects.filter(learner__in=[full.qin, full.wu]).exists()


def test_an_auditor_reads_and_decides_nothing(full, as_person):
    auditor = make_person("方审计", unit=full.here)
    grant(auditor, Role.AUDITOR)
    client = as_person(auditor)
    page = client.get(f"{CLAIMS}{full.claim.pk}/")
    assert (page.status_code, page.context["may_decide"]) == (200, False)
    assert client.post(f"{CLAIMS}{full.claim.pk}/", {"days": "2.5", "reason": ""}).status_code == 403
    assert client.post(f"{EXEMPTIONS}{full.exemption.pk}/", {"answer": "", "grant": "yes"}).status_code == 403
