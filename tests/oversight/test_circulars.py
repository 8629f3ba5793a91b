"""From draft to published circular, who hears of it, and that nothing changes it afterwards (A19)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.factories.credits import earn, enrol
from tests.factories.organisation import grant, make_person, make_unit
from tests.factories.oversight import (
    HALF_YEAR,
    LINKS,
    NOW,
    SYSTEM,
    WORDS,
    fresh,
    make_checked,
    make_circular,
    make_draft_circular,
    run,
    words_for,
)
from tests.oversight.test_snapshots import IN_TIME

from yuanjiao.credits.public import RankingRules
from yuanjiao.kernel.models import AuditEntry
from yuanjiao.organisation.models import Role
from yuanjiao.organisation.public import OutOfScope, Scope, publish_policy
from yuanjiao.outreach.models import Notice
from yuanjiao.oversight.models import Circular, CircularReceipt, CircularState, Reach, Snapshot, SnapshotUnit
from yuanjiao.oversight.public import (
    AlreadyPublished,
    FiguresMissing,
    NotChecked,
    NothingToTell,
    NotToBeCorrected,
    Period,
    UnknownField,
    Words,
    check_circular,
    circular_holds,
    circulars_for,
    circulars_in,
    count_again,
    discard_circular,
    draft_circular,
    edit_circular,
    note_opened,
    opened,
    publish_circular,
    receipts_in,
    remind_of_circular,
    said,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    """A city with a district, a township, a learner, and an administrator of each tier below."""
    root = make_unit("示例市")
    root.district = make_unit("本区", under=root)
    root.township = make_unit("本镇", under=root.district)
    root.learner = make_person("林示例", unit=root.township)
    root.wu, root.zheng = make_person("吴示例", unit=root.district), make_person("郑示例", unit=root.township)
    grant(root.wu, Role.UNIT_ADMINISTRATOR)
    grant(root.zheng, Role.UNIT_ADMINISTRATOR)
    enrol(root.learner, root.wu, root.zheng)
    earn(root.learner, 5000, category="required", at=IN_TIME)
    return root


def publish(circular, **fields):
    return publish_circular(actor=SYSTEM, circular_id=circular.pk, links=LINKS, now=NOW, **fields)


def test_a_published_circular_has_its_figures_in_its_words_and_a_number(city):
    circular = make_circular(city)
    assert circular.title == "关于2026年上半年学习情况的通报"
    assert circular.text == "应学3人，达标率33.3%。"
    assert (circular.year, circular.number, circular.state) == (2026, 1, CircularState.PUBLISHED)
    assert make_circular(city).number == 2
    assert circular_holds(circular)


def test_every_step_leaves_its_trace_beside_it(city):
    make_circular(city)
    verbs = AuditEntry.objects.filter(subject_kind="circular").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["oversight.draft_circular", "oversight.check_circular", "oversight.publish_circular"]


def test_a_draft_shows_what_it_would_say(city):
    assert said(make_draft_circular(city))[1] == "应学3人，达标率33.3%。"


def test_figures_have_to_be_checked_before_publishing(city):
    with pytest.raises(NotChecked):
        publish(make_draft_circular(city))


def test_figures_that_are_not_there_yet_cannot_be_checked(city):
    circular = draft_circular(actor=SYSTEM, unit=city, period=HALF_YEAR, words=WORDS, now=NOW)
    Snapshot.objects.update(hash="", taken_at=None)
    with pytest.raises(FiguresMissing):
        check_circular(actor=SYSTEM, circular_id=circular.pk, now=NOW)


def test_a_change_of_words_makes_checking_due_again(city):
    circular = make_checked(city)
    edit_circular(actor=SYSTEM, circular_id=circular.pk, words=WORDS, now=NOW)
    with pytest.raises(NotChecked):
        publish(circular)


def test_new_figures_make_checking_due_again_and_replace_the_old_ones(city):
    circular = make_checked(city)
    earn(city.wu, 100, at=IN_TIME)
    run(count_again(actor=SYSTEM, circular_id=circular.pk, period=HALF_YEAR, now=NOW).job)
    assert fresh(circular).state == CircularState.DRAFT
    assert SnapshotUnit.objects.get(name="本区").participated == 2
    assert Snapshot.objects.count() == 1


def test_a_field_that_does_not_exist_is_refused_by_its_name(city):
    with pytest.raises(UnknownField, match="奖金"):
        draft_circular(actor=SYSTEM, unit=city, period=HALF_YEAR, words=Words("通报", "{奖金}", Reach.THIRD), now=NOW)
    assert not Circular.objects.exists()


def test_a_circular_goes_to_a_tier_below_its_unit(city):
    upwards = words_for(Reach.SECOND)
    with pytest.raises(NothingToTell):
        draft_circular(actor=SYSTEM, unit=city.district, period=HALF_YEAR, words=upwards, now=NOW)


def test_what_is_published_is_neither_changed_nor_discarded_nor_published_again(city):
    circular = make_circular(city)
    for act in (
        lambda: edit_circular(actor=SYSTEM, circular_id=circular.pk, words=WORDS, now=NOW),
        lambda: count_again(actor=SYSTEM, circular_id=circular.pk, period=HALF_YEAR, now=NOW),
        lambda: check_circular(actor=SYSTEM, circular_id=circular.pk, now=NOW),
        lambda: discard_circular(actor=SYSTEM, circular_id=circular.pk, now=NOW),
        lambda: publish(circular),
    ):
        with pytest.raises(AlreadyPublished):
            act()


def test_the_database_holds_no_published_circular_without_number_and_seal(city):
    circular = make_circular(city)
    for broken in ({"hash": ""}, {"number": None}, {"published_at": None}, {"state": CircularState.DRAFT}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Circular.objects.filter(pk=circular.pk).update(**broken)


@pytest.mark.parametrize("change", ["title", "text", "figures"])
def test_a_change_behind_the_programs_back_shows(city, change):
    circular = make_circular(city)
    if change == "figures":
        SnapshotUnit.objects.filter(name="本区").update(met=2)
    else:
        Circular.objects.filter(pk=circular.pk).update(**{change: "别的"})
    assert not circular_holds(fresh(circular))


def test_a_correction_is_a_new_circular_that_names_the_old_one_once(city):
    wrong = make_circular(city)
    right, late = make_checked(city, corrects=wrong), make_checked(city, corrects=wrong)
    assert publish(right).corrects == wrong
    with pytest.raises(NotToBeCorrected):
        publish(late)
    with pytest.raises(NotToBeCorrected):
        make_draft_circular(city, corrects=fresh(wrong))
    assert circular_holds(fresh(wrong))


def test_a_draft_or_another_units_circular_cannot_be_corrected(city):
    with pytest.raises(NotToBeCorrected):
        make_draft_circular(city, corrects=make_draft_circular(city))
    with pytest.raises(NotToBeCorrected):
        make_draft_circular(city.district, corrects=make_circular(city))


def test_changes_are_told_against_the_correction_not_what_it_corrected(city):
    quarter = Period(date(2026, 1, 1), date(2026, 3, 31))
    wrong = make_circular(city, period=quarter)
    right = make_circular(city, period=quarter, corrects=wrong)
    assert make_draft_circular(city).snapshot.previous == right.snapshot


def test_whether_units_were_ranked_is_kept_from_the_day_of_publishing(city):
    assert make_circular(city).ranked
    publish_policy(actor=SYSTEM, kind="rankings", rules=RankingRules(units=[]), now=NOW)
    assert not make_circular(city).ranked


def test_a_discarded_draft_takes_its_figures_along(city):
    discard_circular(actor=SYSTEM, circular_id=make_draft_circular(city).pk, now=NOW)
    assert not Circular.objects.exists()
    assert not Snapshot.objects.exists()


def test_the_administrators_down_to_the_tier_are_told_once_however_often_the_work_is_done(city):
    circular = make_circular(city, words=words_for(Reach.THIRD))
    run(circular.job)
    assert sorted(Notice.objects.values_list("person__full_name", "link")) == [
        ("吴示例", LINKS.administrators),
        ("郑示例", LINKS.administrators),
    ]
    circular.job.state = "waiting"
    circular.job.finished_at = None
    circular.job.save()
    run(circular.job)
    assert Notice.objects.count() == 2


def test_a_circular_for_the_second_tier_stays_there(city):
    make_circular(city, words=words_for(Reach.SECOND))
    assert list(Notice.objects.values_list("person__full_name", flat=True)) == ["吴示例"]


def test_a_circular_for_everyone_tells_each_learner_once(city):
    circular = make_circular(city, words=words_for(Reach.EVERYONE))
    links = dict(Notice.objects.values_list("person__full_name", "link"))
    assert links == {"吴示例": LINKS.administrators, "郑示例": LINKS.administrators, "林示例": LINKS.learners}
    assert list(circulars_for(city.learner)) == [circular]
    assert not circulars_for(make_person(unit=make_unit("别的市"))).exists()


def test_who_may_read_which(city):
    draft, second = make_draft_circular(city), make_circular(city, words=words_for(Reach.SECOND))
    third, own = make_circular(city), make_circular(city.district)

    def read_by(person):
        return set(circulars_in(Scope.of(person, NOW)))

    assert read_by(city.wu) == {second, third, own}
    assert read_by(city.zheng) == {third, own}
    assert read_by(city.learner) == set()
    assert set(circulars_in(SYSTEM)) == {draft, second, third, own}


def test_a_receipt_is_noted_at_the_first_opening_only(city):
    circular = make_circular(city)
    assert note_opened(actor=city.wu, circular=circular, now=NOW)
    assert not note_opened(actor=city.wu, circular=circular, now=NOW + timedelta(hours=1))
    assert not note_opened(actor=city.learner, circular=circular, now=NOW)
    assert CircularReceipt.objects.get(person=city.wu).opened_at == NOW
    assert (opened(SYSTEM, circular).told, opened(SYSTEM, circular).opened) == (2, 1)


def test_an_administrator_sees_the_receipts_of_her_own_subtree(city):
    other = make_person("何示例", unit=make_unit("邻区", under=city))
    grant(other, Role.UNIT_ADMINISTRATOR)
    circular = make_circular(city)
    assert receipts_in(SYSTEM, circular).count() == 3
    assert {row.person for row in receipts_in(Scope.of(city.wu, NOW), circular)} == {city.wu, city.zheng}
    assert [row.person for row in receipts_in(Scope.of(other, NOW), circular)] == [other]


def test_only_who_has_not_opened_it_is_reminded_and_not_twice_in_a_day(city):
    circular = make_circular(city)
    CircularReceipt.objects.update(told_at=NOW)
    note_opened(actor=city.wu, circular=circular, now=NOW)

    def remind(after: timedelta) -> int:
        return remind_of_circular(actor=SYSTEM, circular=circular, link=LINKS.administrators, now=NOW + after)

    assert remind(timedelta(hours=2)) == 0
    assert remind(timedelta(hours=25)) == 1
    assert remind(timedelta(hours=30)) == 0
    assert remind(timedelta(hours=60)) == 1
    assert Notice.objects.filter(title__startswith="请阅读").values_list("person__full_name", flat=True)[0] == "郑示例"


def test_nobody_writes_circulars_of_another_unit(city):
    wu = Scope.of(city.wu, NOW)
    neighbour = make_unit("邻区", under=city)
    with pytest.raises(OutOfScope):
        draft_circular(actor=wu, unit=neighbour, period=HALF_YEAR, words=WORDS, now=NOW)
    foreign = make_checked(neighbour)
    for act in (
        lambda: edit_circular(actor=wu, circular_id=foreign.pk, words=WORDS, now=NOW),
        lambda: count_again(actor=wu, circular_id=foreign.pk, period=HALF_YEAR, now=NOW),
        lambda: check_circular(actor=wu, circular_id=foreign.pk, now=NOW),
        lambda: publish_circular(actor=wu, circular_id=foreign.pk, links=LINKS, now=NOW),
        lambda: discard_circular(actor=wu, circular_id=foreign.pk, now=NOW),
    ):
        with pytest.raises(OutOfScope):
            act()
