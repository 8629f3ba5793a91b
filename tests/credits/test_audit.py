"""The audit finds every difference between the ledger and what is projected from it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection, transaction
from tests.factories.credits import NOW, assert_books_balance, earn, enrol
from tests.factories.organisation import make_person, make_unit

from yuanjiao.credits.audit import audit
from yuanjiao.credits.audit_ledger import read_ledger
from yuanjiao.credits.chain import COLUMNS, GENESIS, link
from yuanjiao.credits.models import CreditHistogram, LedgerEntry, Standing, UnitStanding
from yuanjiao.credits.public import open_year
from yuanjiao.credits.roots import sign_root
from yuanjiao.credits.years import exact_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin():
    person = make_person(unit=make_unit("示例区", under=make_unit()))
    enrol(person)
    for hundredths in (100, 50, 200):
        earn(person, hundredths)
    return person


def found(**arguments):
    return {difference.subject for difference in audit(now=NOW, **arguments).differences}


def test_honest_books_balance_and_progress_is_told(lin):
    told = []
    report = audit(now=NOW, progress=told.append)
    assert (report.balanced, report.entries, report.learners, report.standings) == (True, 3, 1, 1)
    assert sum(told) == 3


def test_a_changed_title_breaks_the_hash(lin):
    LedgerEntry.objects.filter(sequence=2).update(title="另一门课程")
    assert found() == {"hash"}


def test_a_removed_line_breaks_the_chain_and_the_standing(lin):
    LedgerEntry.objects.filter(sequence=2).delete()
    assert found() == {"chain", "standing"}


def test_a_cut_chain_shows_in_the_standing(lin):
    LedgerEntry.objects.filter(sequence=3).delete()
    assert found() == {"standing"}


@pytest.mark.parametrize(
    ("rows", "change", "subject"),
    [
        (Standing, {"met_at": NOW}, "met"),
        (UnitStanding, {"started": 9}, "unit"),
        (CreditHistogram, {"people": 9}, "histogram"),
    ],
)
def test_a_changed_projection_shows(lin, rows, change, subject):
    rows.objects.update(**change)
    assert subject in found()


def test_a_standing_without_a_ledger_shows(lin):
    LedgerEntry.objects.all().delete()
    assert found() == {"standing"}


def test_a_learner_without_a_standing_shows_once_the_year_is_open(lin):
    open_year(actor=None, year=2026, now=NOW)
    make_person(unit=lin.unit)
    assert found() == {"standing"}


def test_cutting_the_ledger_and_every_projection_with_it_shows_in_the_root(lin, tmp_path):
    sign_root(folder=tmp_path, now=NOW)
    assert found(roots=tmp_path) == set()
    LedgerEntry.objects.all().delete()
    for projection in (Standing, UnitStanding, CreditHistogram):
        projection.objects.all().delete()
    enrol(lin)
    assert found() == set()
    assert found(roots=tmp_path) == {"root"}


def test_rewriting_a_whole_chain_shows_in_the_root(lin, tmp_path):
    sign_root(folder=tmp_path, now=NOW)
    previous = GENESIS
    for entry in LedgerEntry.objects.order_by("sequence"):
        entry.title, entry.previous_hash = "改写的课程", previous
        line = [exact_text(entry.at) if name == "at" else getattr(entry, name) for name in COLUMNS]
        entry.hash = previous = link(previous, line)
        entry.save()
    assert found() == set()
    assert found(roots=tmp_path) == {"root"}


def test_roots_follow_one_another_and_later_entries_do_not_disturb_them(lin, tmp_path):
    first = sign_root(folder=tmp_path, now=NOW)
    assert sign_root(folder=tmp_path, now=NOW) == first
    earn(lin, 75)
    second = sign_root(folder=tmp_path, now=NOW.replace(day=2))
    earn(lin, 75)
    assert (second.previous, second.entries) == (first.root, 1)
    assert audit(now=NOW, roots=tmp_path).roots == 2
    assert found(roots=tmp_path) == set()


def test_a_forged_root_file_shows(lin, tmp_path):
    sign_root(folder=tmp_path, now=NOW)
    file = tmp_path / "2026-06-01.json"
    file.write_bytes(file.read_bytes().replace(b'"entries":3', b'"entries":2'))
    assert found(roots=tmp_path) == {"root"}


def test_learners_are_read_in_windows_when_there_are_very_many(lin, monkeypatch, tmp_path):
    monkeypatch.setattr("yuanjiao.credits.audit.LEARNERS_A_WINDOW", 1)
    earn(make_person(unit=lin.unit), 100)
    sign_root(folder=tmp_path, now=NOW)
    assert audit(now=NOW, roots=tmp_path).balanced
    LedgerEntry.objects.filter(learner_id=lin.pk, sequence=1).delete()
    assert found(roots=tmp_path) == {"chain", "standing", "root"}


def test_an_empty_academy_balances():
    assert_books_balance()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_reads_one_moment_and_leaves_none_open():
    person = make_person()
    enrol(person)
    with transaction.atomic():
        earn(person)
    assert_books_balance()
    assert not connection.in_atomic_block
    with transaction.atomic():
        earn(person)
    assert_books_balance()


def in_three_shares(window, view):
    return [read_ledger(replace(window, number=number, of=3), view) for number in range(3)]


def test_several_readers_find_together_what_one_finds(lin, tmp_path):
    for _ in range(3):
        earn(make_person(unit=lin.unit), 100)
    sign_root(folder=tmp_path, now=NOW)
    report = audit(now=NOW, roots=tmp_path, readers=in_three_shares)
    assert (report.balanced, report.entries, report.learners, report.standings) == (True, 6, 4, 4)
    LedgerEntry.objects.filter(learner_id=lin.pk, sequence=1).delete()
    assert found(roots=tmp_path, readers=in_three_shares) == {"chain", "standing", "root"}
