"""An exemption lowers what the year requires, at once and by its own rule; what was earned stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.factories.claims import LEAVE, ask_for_leave
from tests.factories.credits import NOW, assert_books_balance, earn, enrol
from tests.factories.organisation import grant, make_person, make_unit

from yuanjiao.credits import public as books
from yuanjiao.credits.models import Exemption, ExemptionState, LedgerEntry, UnitStanding
from yuanjiao.kernel.models import PolicyVersion
from yuanjiao.organisation.models import Person, Role
from yuanjiao.organisation.public import OutOfScope, Scope
from yuanjiao.outreach.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin():
    person = make_person("林示例", unit=make_unit("示例区", under=make_unit()))
    enrol(person)
    return person


@pytest.fixture
def wu(lin):
    person = make_person("吴管理", unit=lin.unit)
    grant(person, Role.UNIT_ADMINISTRATOR)
    return person


def decide(actor: Person, exemption: Exemption, *, granted: bool = True, answer: str = "") -> Exemption:
    return books.decide_exemption(actor=actor, exemption_id=exemption.pk, granted=granted, answer=answer, now=NOW)


def due(person: Person, year: int = 2026) -> tuple[int, int, int]:
    stands = books.standing(person.pk, year)
    return stands.due_total_hundredths, stands.due_required_hundredths, stands.exempted_hundredths


def test_granted_it_lowers_both_parts_pro_rata_and_in_the_same_moment(lin, wu):
    decide(wu, ask_for_leave(lin))
    assert due(lin) == (2500, 1500, 2500)
    assert_books_balance()


def test_whoever_has_enough_by_it_has_met_the_year_and_her_unit_shows_it(lin, wu):
    earn(lin, 2600, category="required")
    decide(wu, ask_for_leave(lin))
    assert books.standing(lin.pk, 2026).met_at == NOW
    assert UnitStanding.objects.get(unit_id=lin.unit_id, year=2026).met == 1
    assert books.outlook(Scope.of_system(), None, NOW).by_pace[books.Pace.MET] == 1
    assert_books_balance()


def test_what_was_earned_stays_as_it_is(lin, wu):
    earn(lin, 700)
    before = list(LedgerEntry.objects.values())
    decide(wu, ask_for_leave(lin))
    assert list(LedgerEntry.objects.values()) == before


def test_while_it_waits_or_when_it_is_refused_nothing_changes(lin, wu):
    decide(wu, ask_for_leave(lin), granted=False, answer="材料不全")
    ask_for_leave(lin)
    assert due(lin) == (5000, 3000, 0)
    with pytest.raises(books.AnswerMissing):
        decide(wu, ask_for_leave(lin), granted=False)


def test_ended_early_the_year_is_asked_anew(lin, wu):
    exemption = decide(wu, ask_for_leave(lin))
    books.end_exemption(actor=wu, exemption_id=exemption.pk, last_day=date(2026, 3, 31), now=NOW)
    assert due(lin) == (3750, 2250, 1250)
    with pytest.raises(books.ExemptionNotRunning):
        books.end_exemption(actor=wu, exemption_id=exemption.pk, last_day=date(2026, 5, 1), now=NOW)
    assert_books_balance()


def test_it_ends_by_itself_with_its_last_day(lin, wu):
    decide(wu, ask_for_leave(lin))
    books.open_year(actor=None, year=2027, now=NOW.replace(year=2027, month=1))
    assert due(lin, 2027) == (5000, 3000, 0)


def test_one_over_new_year_lowers_the_next_year_when_it_is_opened(lin, wu):
    decide(wu, ask_for_leave(lin, starts_on=date(2026, 12, 1), ends_on=date(2027, 2, 28)))
    books.open_year(actor=None, year=2027, now=NOW.replace(year=2027, month=1))
    assert due(lin, 2026) == (4550, 2700, 450)
    assert due(lin, 2027) == (4150, 2500, 850)


def test_whoever_retires_in_the_year_owes_nothing_of_it(lin, wu):
    decide(wu, ask_for_leave(lin, reason="retirement", starts_on=date(2026, 10, 1), ends_on=date(2026, 12, 31)))
    assert due(lin) == (0, 0, 5000)
    assert books.standing(lin.pk, 2026).met_at == NOW
    assert_books_balance()


def test_a_new_requirement_is_lowered_for_the_exempt_and_whole_for_the_others(lin, wu):
    zhou = make_person("周示例", unit=lin.unit)
    enrol(zhou)
    decide(wu, ask_for_leave(lin))
    books.publish_requirement(
        actor=None, year=2026, post_level="150", total_hundredths=8000, required_hundredths=4000, now=NOW
    )
    assert (due(lin), due(zhou)) == ((4000, 2000, 4000), (8000, 4000, 0))
    assert_books_balance()


def test_the_effect_of_a_new_requirement_knows_who_is_exempt(lin, wu):
    earn(lin, 4500, category="required")
    decide(wu, ask_for_leave(lin))
    effect = books.requirement_effect(year=2026, post_level="150", total_hundredths=8000, required_hundredths=4000)
    assert (effect.people, effect.met, effect.would_meet, effect.no_longer) == (1, 1, 1, 0)


def test_another_post_level_keeps_the_exemption(lin, wu):
    books.publish_requirement(
        actor=None, year=2026, post_level="131", total_hundredths=8000, required_hundredths=4000, now=NOW
    )
    decide(wu, ask_for_leave(lin))
    Person.objects.filter(pk=lin.pk).update(post_level="131")
    from yuanjiao.credits import enrolment  # noqa: PLC0415 -- the hook, called as the organisation calls it
    from yuanjiao.organisation.public import events  # noqa: PLC0415 -- as above

    enrolment.reclassify([events.Reclassified(lin.pk, lin.unit.path, "150", "131")], NOW)
    assert due(lin) == (4000, 2000, 4000)
    assert_books_balance()


def test_a_later_rule_changes_nothing_about_one_that_was_granted(lin, wu):
    decide(wu, ask_for_leave(lin))
    since = NOW + timedelta(days=1)
    rules = {"whole_year_from_days": 30}
    PolicyVersion.objects.create(kind="exemptions", number=1, valid_from=since, body=rules)
    books.publish_requirement(
        actor=None, year=2026, post_level="150", total_hundredths=6000, required_hundredths=3000, now=since
    )
    assert due(lin) == (3000, 1500, 3000)
    second = ask_for_leave(lin, now=since)
    books.decide_exemption(actor=wu, exemption_id=second.pk, granted=True, answer="", now=since)
    assert due(lin) == (0, 0, 6000)


def test_what_granting_would_change_is_told_before(lin, wu):
    earn(lin, 2600, category="required")
    exemption = ask_for_leave(lin)
    (change,) = books.exemption_effect(exemption, NOW)
    assert (change.before.due_total_hundredths, change.after.total_hundredths, change.would_meet) == (5000, 2500, True)
    assert due(lin) == (5000, 3000, 0)


def test_an_administrator_enters_one_for_someone_who_cannot_and_never_her_own(lin, wu):
    granted = books.grant_exemption(actor=wu, learner=lin, facts=LEAVE, files=[], now=NOW)
    assert (granted.state, due(lin)[0]) == (ExemptionState.GRANTED, 2500)
    with pytest.raises(books.DecidesHerOwn):
        books.grant_exemption(actor=wu, learner=wu, facts=LEAVE, files=[], now=NOW)
    with pytest.raises(books.DecidesHerOwn):
        decide(wu, ask_for_leave(wu))


def test_a_neighbour_grants_nothing(lin):
    qin = make_person("秦管理")
    grant(qin, Role.UNIT_ADMINISTRATOR)
    with pytest.raises(OutOfScope):
        decide(qin, ask_for_leave(lin))


def test_the_learner_is_told(lin, wu):
    exemption = decide(wu, ask_for_leave(lin))
    books.end_exemption(actor=wu, exemption_id=exemption.pk, last_day=date(2026, 3, 31), now=NOW)
    titles = list(Notice.objects.filter(person=lin).order_by("pk").values_list("title", flat=True))
    assert titles == ["学习豁免已批准：2026-01-01 至 2026-06-30", "学习豁免提前结束，最后一天是 2026-03-31"]


def test_the_database_holds_that_nobody_exempts_herself_and_that_it_ends_after_it_begins(lin):
    exemption = ask_for_leave(lin)
    for wrong in ({"decided_by": lin, "decided_at": NOW, "state": "granted"}, {"ends_on": date(2025, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Exemption.objects.filter(pk=exemption.pk).update(**wrong)


def test_a_period_of_many_years_is_a_typing_error(lin):
    with pytest.raises(books.ExemptionTooLong):
        ask_for_leave(lin, ends_on=date(2126, 1, 1))
