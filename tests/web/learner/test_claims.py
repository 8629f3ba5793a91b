"""A learner claims offline training and asks for exemptions; files are handed out to her alone, as downloads."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.factories.claims import PDF, ask_for_leave, make_claim, make_training, picture
from tests.factories.credits import earn, enrol
from tests.factories.organisation import grant, make_person
from tests.web.sheets import column

from yuanjiao.credits.models import ClaimState, CreditClaim, EvidenceFile, Exemption, ExemptionState
from yuanjiao.credits.public import LARGEST_EVIDENCE, ExemptionFacts, claim_for, decide_claim, grant_exemption
from yuanjiao.organisation.models import Role

CLAIMS, NEW = "/record/claims/", "/record/claims/new/"
EXEMPTIONS, ASK = "/record/exemptions/", "/record/exemptions/new/"
NOW = timezone.now()
TODAY = timezone.localdate(NOW)
LAST_WEEK = {"starts_on": TODAY - timedelta(days=7), "ends_on": TODAY - timedelta(days=5)}


@pytest.fixture
def lin(db):
    person = make_person("林示例")
    enrol(person, at=NOW)
    return person


@pytest.fixture
def browser(client, lin):
    client.force_login(lin, backend="yuanjiao.organisation.sign_in.PersonBackend")
    return client


def sheet(name: str = "签到表.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def told(**changes: object) -> dict[str, object]:
    return {
        "title": "示例培训班",
        "organiser": "示例党校",
        "place": "示例会场",
        "starts_on": TODAY - timedelta(days=7),
        "ends_on": TODAY - timedelta(days=5),
        "days": "2.5",
        "class_hours": "20",
        "note": "",
        "sign_in_sheet": [sheet(), sheet("第二天.png", picture())],
    } | changes


def test_a_claim_is_told_with_its_files_and_waits(browser, lin):
    response = browser.post(NEW, told(timetable=sheet("课程表.pdf")), follow=True)
    claim = CreditClaim.objects.get()
    assert response.redirect_chain[-1][0] == f"/record/claims/{claim.pk}/"
    assert (claim.learner, claim.state, claim.training.days_hundredths) == (lin, ClaimState.WAITING, 250)
    kinds = claim.training.evidence.order_by("pk").values_list("kind", "suffix")
    assert list(kinds) == [("sign_in_sheet", "pdf"), ("sign_in_sheet", "jpg"), ("timetable", "pdf")]
    assert "最迟" in browser.get(CLAIMS).content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"days": "0.3"}, "days"),
        ({"days": "3.5"}, "days"),
        ({"ends_on": TODAY - timedelta(days=9)}, "ends_on"),
        ({"ends_on": TODAY + timedelta(days=9)}, "ends_on"),
        ({"sign_in_sheet": []}, "sign_in_sheet"),
        ({"sign_in_sheet": [sheet("a.pdf", b"MZ")]}, "sign_in_sheet"),
        ({"timetable": [sheet("a.pdf", PDF + b"0" * LARGEST_EVIDENCE)]}, "timetable"),
        ({"title": ""}, "title"),
    ],
)
def test_what_is_wrong_is_named_and_the_rest_is_kept(browser, changes, field):
    response = browser.post(NEW, told(**changes))
    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, [field])
    assert form["organiser"].value() == "示例党校"
    assert not CreditClaim.objects.exists()


def test_other_claims_of_the_same_days_are_shown(browser, lin):
    first = make_claim(lin, now=NOW, **LAST_WEEK)
    make_claim(lin, now=NOW, **LAST_WEEK | {"title": "另一个班"})
    assert "另一个班" in browser.get(f"/record/claims/{first.pk}/").content.decode()


def test_a_waiting_claim_is_withdrawn(browser, lin):
    claim = make_claim(lin, now=NOW, **LAST_WEEK)
    browser.post(f"/record/claims/{claim.pk}/withdraw")
    claim.refresh_from_db()
    assert claim.state == ClaimState.WITHDRAWN


def test_a_file_is_handed_out_as_a_download_and_to_her_alone(browser, lin, client):
    key = make_claim(lin, now=NOW, **LAST_WEEK).training.evidence.get().key
    response = browser.get(f"/record/evidence/{key}")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content) == PDF
    client.force_login(make_person("外人"), backend="yuanjiao.organisation.sign_in.PersonBackend")
    assert client.get(f"/record/evidence/{key}").status_code == 404


def test_an_organisers_sign_in_sheet_is_not_for_every_attendant(browser, lin):
    wu = make_person("吴管理", unit=lin.unit)
    grant(wu, Role.UNIT_ADMINISTRATOR)
    training = make_training(wu, now=NOW, **LAST_WEEK)
    claim_for(actor=wu, training=training, learners=[lin], now=NOW)
    claim, key = CreditClaim.objects.get(), training.evidence.get().key
    page = browser.get(f"/record/claims/{claim.pk}/").content.decode()
    assert "签到表" in page
    assert key not in page
    assert browser.get(f"/record/evidence/{key}").status_code == 404


def test_an_exemption_is_asked_for_and_withdrawn(browser, lin):
    wanted = {"reason": "maternity", "starts_on": TODAY, "ends_on": TODAY + timedelta(days=97), "note": ""}
    assert browser.post(ASK, wanted).status_code == 422
    browser.post(ASK, wanted | {"proof": sheet("证明.pdf")})
    exemption = Exemption.objects.get()
    assert (exemption.learner, exemption.state) == (lin, ExemptionState.WAITING)
    assert EvidenceFile.objects.get().exemption == exemption
    assert "产假" in browser.get(EXEMPTIONS).content.decode()
    browser.post(f"/record/exemptions/{exemption.pk}/withdraw")
    exemption.refresh_from_db()
    assert exemption.state == ExemptionState.WITHDRAWN


def test_the_credit_opens_to_the_training_and_the_fingerprints_of_its_proof(browser, lin):
    claim = make_claim(lin, now=NOW, **LAST_WEEK)
    decide_claim(actor=None, claim_id=claim.pk, days_hundredths=100, reason="一天", now=NOW)
    page = browser.get("/record/1/").content.decode()
    assert "申报 2.5 天，认定 1 天，每天 8 学分" in page
    assert claim.training.evidence.get().fingerprint in page
    assert f'href="/record/claims/{claim.pk}/"' in page


def test_a_credit_on_a_full_day_says_why_it_is_less(browser, lin):
    earn(lin, 50, at=NOW, evidence={"daily_cap": {"cap": 250, "worth": 100, "earned_before": 200}})
    assert "课程一天最多得 2.5 学分" in browser.get("/record/1/").content.decode()


def test_whoever_is_exempt_for_the_year_reads_it_on_her_home_page(browser, lin):
    leave = ExemptionFacts(reason="retirement", starts_on=TODAY, ends_on=TODAY)
    grant_exemption(actor=None, learner=lin, facts=leave, files=[], now=NOW)
    page = browser.get("/").content.decode()
    assert "本年度已批准豁免，不要求学分" in page
    assert "豁免减 50 学分" in page


def test_both_lists_are_filtered_by_their_address_and_exported(browser, lin):
    make_claim(lin, now=NOW, **LAST_WEEK)
    ask_for_leave(lin, now=NOW)
    assert column(browser.get(CLAIMS, {"export": "excel"}), "培训") == ["示例培训班"]
    assert column(browser.get(CLAIMS, {"export": "excel", "state": "refused"}), "培训") == []
    assert column(browser.get(EXEMPTIONS, {"export": "excel"}), "原因") == ["长期病假"]
    assert "empty-state" in browser.get(CLAIMS, {"q": "查无此项"}).content.decode()


@pytest.mark.parametrize("path", [CLAIMS, EXEMPTIONS])
def test_a_list_costs_the_same_with_one_and_with_many(browser, lin, path, django_assert_max_num_queries):
    def cost() -> int:
        with django_assert_max_num_queries(10) as queries:
            browser.get(path)
        return len(queries)

    def add() -> None:
        make_claim(lin, now=NOW, **LAST_WEEK)
        ask_for_leave(lin, now=NOW)

    add()
    browser.get(path)
    few = cost()
    for _each in range(3):
        add()
    assert cost() == few
