"""Offline training is claimed with evidence and decided by whom it concerns; the credit is in the one ledger."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.factories.claims import FACTS, make_claim, make_training, offered
from tests.factories.credits import NOW, assert_books_balance, enrol
from tests.factories.organisation import grant, make_person, make_unit

from yuanjiao.credits import public as books
from yuanjiao.credits.models import ClaimState, CreditClaim, LedgerEntry
from yuanjiao.kernel.models import AuditEntry, PolicyVersion
from yuanjiao.organisation.models import Person, Role
from yuanjiao.organisation.public import OutOfScope, Scope
from yuanjiao.outreach.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return make_unit()


@pytest.fixture
def district(city):
    return make_unit("示例区", under=city)


@pytest.fixture
def lin(district):
    person = make_person("林示例", unit=make_unit("示例镇", under=district))
    enrol(person)
    return person


@pytest.fixture
def wu(district):
    return administrator("吴管理", district)


def administrator(name: str, unit) -> Person:
    person = make_person(name, unit=unit)
    grant(person, Role.UNIT_ADMINISTRATOR)
    return person


def decide(actor: Person, claim: CreditClaim, days: int = 250, reason: str = "", now: datetime = NOW) -> CreditClaim:
    return books.decide_claim(actor=actor, claim_id=claim.pk, days_hundredths=days, reason=reason, now=now)


def test_an_approved_claim_is_a_credit_with_its_evidence(lin, wu):
    claim = decide(wu, make_claim(lin))
    entry = LedgerEntry.objects.get()
    assert (claim.state, claim.hundredths, entry.hundredths) == (ClaimState.APPROVED, 2000, 2000)
    assert (entry.kind, entry.source_kind, entry.source_id, entry.year) == ("claim", "claim", claim.pk, 2026)
    told = entry.evidence
    assert (told["days_approved"], told["day_hundredths"], told["decided_by"]) == (250, 800, wu.pk)
    assert [file["sha256"] for file in told["files"]] == [claim.training.evidence.get().fingerprint]
    assert books.standing(lin.pk, 2026).elective_hundredths == 2000
    assert_books_balance()


def test_fewer_days_are_a_part_and_none_is_a_refusal_both_with_a_reason(lin, wu):
    part = decide(wu, make_claim(lin), days=100, reason="签到只有一天")
    refused = decide(wu, make_claim(lin), days=0, reason="没有签到表")
    assert (part.state, part.hundredths) == (ClaimState.PARTLY, 800)
    assert (refused.state, refused.hundredths) == (ClaimState.REFUSED, 0)
    assert LedgerEntry.objects.count() == 1
    for days in (0, 100):
        with pytest.raises(books.AnswerMissing):
            decide(wu, make_claim(lin), days=days, reason=" ")


def test_never_more_than_was_claimed(lin, wu):
    with pytest.raises(books.MoreThanClaimed):
        decide(wu, make_claim(lin), days=300)
    assert not LedgerEntry.objects.exists()


def test_a_claim_is_decided_once(lin, wu):
    claim = make_claim(lin)
    decide(wu, claim)
    with pytest.raises(books.AlreadyDecided):
        decide(wu, claim)
    assert LedgerEntry.objects.count() == 1


def test_the_learner_is_told_in_each_case(lin, wu):
    decide(wu, make_claim(lin))
    decide(wu, make_claim(lin), days=0, reason="没有签到表")
    titles = list(Notice.objects.filter(person=lin).order_by("pk").values_list("title", flat=True))
    assert titles == ["《示例培训班》已认定 20 学分", "《示例培训班》没有认定"]
    assert "没有签到表" in Notice.objects.latest("pk").body


def test_a_neighbour_decides_nothing(lin, city):
    qin = administrator("秦管理", make_unit("邻区", under=city))
    with pytest.raises(OutOfScope):
        decide(qin, make_claim(lin))
    assert not books.claims_to_decide(Scope.of(qin, NOW)).exists()


def test_nobody_decides_her_own_and_an_administrators_goes_to_the_next_tier(wu, district, city):
    peer, above = administrator("周管理", district), administrator("市管理", city)
    claim = make_claim(wu)
    for person in (wu, peer):
        assert not books.claims_to_decide(Scope.of(person, NOW)).exists()
        with pytest.raises(books.DecidesHerOwn):
            decide(person, claim)
    assert books.claims_to_decide(Scope.of(above, NOW)).get() == claim
    assert decide(above, claim).state == ClaimState.APPROVED


def test_at_the_top_a_colleague_decides(city):
    first, second = administrator("市管理", city), administrator("另一管理", city)
    claim = make_claim(first)
    with pytest.raises(books.DecidesHerOwn):
        decide(first, claim)
    assert decide(second, claim).state == ClaimState.APPROVED


def test_the_database_holds_that_nobody_decides_her_own(lin):
    claim = make_claim(lin)
    decided = {"state": "approved", "decided_by": lin, "decided_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        CreditClaim.objects.filter(pk=claim.pk).update(**decided)


def test_a_training_is_claimed_once_by_each_learner(lin, wu):
    training = make_training(wu)
    zhou = make_person("周示例", unit=lin.unit)
    claim_for = {"actor": wu, "training": training, "now": NOW}
    assert books.claim_for(learners=[lin], **claim_for) == 1
    assert books.claim_for(learners=[lin, zhou], **claim_for) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        CreditClaim.objects.create(training=training, learner=lin, submitted_at=NOW, due_on=NOW)


def test_an_organiser_claims_only_for_her_own_people_and_decides_none_of_it(lin, wu, city):
    stranger = make_person("外人", unit=make_unit("邻区", under=city))
    training = make_training(wu)
    with pytest.raises(OutOfScope):
        books.claim_for(actor=wu, training=training, learners=[stranger], now=NOW)
    books.claim_for(actor=wu, training=training, learners=[lin], now=NOW)
    with pytest.raises(books.DecidesHerOwn):
        decide(wu, CreditClaim.objects.get())


def test_a_whole_training_is_approved_together_in_the_background(lin, wu, city):
    above, zhou = administrator("市管理", city), make_person("周示例", unit=lin.unit)
    training = make_training(wu)
    books.claim_for(actor=wu, training=training, learners=[lin, zhou], now=NOW)
    job = books.approve_training(actor=above, training=training, now=NOW)
    job.refresh_from_db()
    assert (job.state, job.message) == ("done", "已认定 2 人。")
    assert [entry.hundredths for entry in LedgerEntry.objects.all()] == [2000, 2000]
    assert_books_balance(datetime.now(NOW.tzinfo))


def test_a_reversal_returns_the_claim_to_reversed(lin, wu):
    claim = decide(wu, make_claim(lin))
    books.reverse(actor=None, entry=LedgerEntry.objects.get(), reason="核查后取消", now=NOW)
    claim.refresh_from_db()
    assert claim.state == ClaimState.REVERSED
    assert books.standing(lin.pk, 2026).hundredths == 0
    assert_books_balance()


@pytest.mark.parametrize("wrong", [{"hundredths": 9900}, {"state": "reversed"}])
def test_the_audit_finds_a_claim_that_is_not_what_the_ledger_says(lin, wu, wrong):
    claim = decide(wu, make_claim(lin))
    CreditClaim.objects.filter(pk=claim.pk).update(**wrong)
    assert [difference.subject for difference in books.audit(now=NOW).differences] == ["claim"]


def test_a_withdrawn_claim_is_nobodys_work_any_more(lin, wu):
    claim = make_claim(lin)
    books.withdraw_claim(actor=lin, claim_id=claim.pk, now=NOW)
    assert not books.claims_to_decide(Scope.of(wu, NOW)).exists()
    with pytest.raises(books.AlreadyDecided):
        decide(wu, claim)
    with pytest.raises(CreditClaim.DoesNotExist):
        books.withdraw_claim(actor=wu, claim_id=claim.pk, now=NOW)


def test_other_claims_for_the_same_days_are_pointed_out(lin, wu):
    first, later = make_claim(lin), make_claim(lin, starts_on=date(2026, 5, 20), ends_on=date(2026, 5, 22))
    apart = make_claim(lin, starts_on=date(2026, 5, 21), ends_on=date(2026, 5, 21), days_hundredths=100)
    assert list(books.overlapping(first)) == [later]
    assert set(books.overlapping(later)) == {first, apart}
    decide(wu, later, days=0, reason="重复")
    assert not books.overlapping(first).exists()


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"ends_on": date(2026, 6, 2)}, books.TrainingNotOver),
        ({"starts_on": date(2025, 5, 1), "ends_on": date(2025, 5, 3)}, books.ClaimedTooLate),
        ({"days_hundredths": 350}, books.DaysDoNotFit),
        ({"days_hundredths": 0}, books.DaysDoNotFit),
    ],
)
def test_a_training_that_cannot_be_claimed_is_refused_in_words(lin, changes, problem):
    with pytest.raises(problem):
        make_claim(lin, **changes)
    assert not CreditClaim.objects.exists()


def test_a_claim_needs_evidence(lin):
    with pytest.raises(books.EvidenceMissing):
        books.submit_claim(actor=lin, facts=FACTS, files=[], now=NOW)


def test_a_training_of_last_year_counts_for_last_year(lin, wu):
    early = NOW.replace(month=1, day=20)
    claim = make_claim(lin, now=early, starts_on=date(2025, 12, 30), ends_on=date(2025, 12, 31), days_hundredths=200)
    decide(wu, claim, days=200, now=early)
    assert books.standing(lin.pk, 2025).hundredths == 1600
    assert books.standing(lin.pk, 2026).hundredths == 0
    assert_books_balance()


def test_another_conversion_changes_nothing_that_was_earned(lin, wu):
    decide(wu, make_claim(lin))
    entry = LedgerEntry.objects.values().get()
    since = NOW + timedelta(days=1)
    PolicyVersion.objects.create(kind="claims", number=1, valid_from=since, body={"day_hundredths": 600})
    assert LedgerEntry.objects.values().get() == entry
    later = decide(wu, make_claim(lin, now=since), now=since)
    assert (later.hundredths, later.rule_version) == (1500, 1)
    assert_books_balance(since)


def test_every_act_leaves_its_audit_row_in_the_learners_unit(lin, wu):
    decide(wu, make_claim(lin))
    acts = AuditEntry.objects.filter(verb__startswith="credits.").order_by("pk")
    assert [(act.verb, act.actor_id, act.unit_path) for act in acts] == [
        ("credits.claim", lin.pk, lin.unit.path),
        ("credits.decide_claim", wu.pk, lin.unit.path),
    ]


def test_a_file_that_is_refused_leaves_nothing_behind(lin):
    with pytest.raises(books.EvidenceRefused):
        books.submit_claim(actor=lin, facts=FACTS, files=[offered(), offered(b"MZ", "表.exe")], now=NOW)
    assert not CreditClaim.objects.exists()


def test_what_was_claimed_for_many_stands_with_the_lowest_unit_that_has_them_all(lin, wu, district):
    other = make_person("钱示例", unit=make_unit("另一镇", under=district))
    boss = make_person("孙管理", unit=lin.unit)
    grant(boss, Role.UNIT_ADMINISTRATOR, district)
    training = make_training(boss)
    books.claim_for(actor=boss, training=training, learners=[lin, other], now=NOW)
    books.approve_training(actor=wu, training=training, now=NOW)
    acts = AuditEntry.objects.filter(subject_kind="training")
    assert set(acts.values_list("verb", "unit_path")) == {
        ("credits.claim_for", district.path),
        ("credits.approve_training", district.path),
    }
