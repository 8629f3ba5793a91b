"""What an appeal found to be due is entered beside what was taken; the books balance, and nothing twice."""

from __future__ import annotations

import pytest
from tests.factories.credits import NOW, assert_books_balance, earn, enrol
from tests.factories.organisation import grant, make_person, make_unit

from yuanjiao.credits.models import EntryKind, LedgerEntry
from yuanjiao.credits.public import AlreadyRestored, Restored, give, restore_reversed, reverse, standing
from yuanjiao.organisation.models import Role
from yuanjiao.organisation.public import OutOfScope

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    unit = make_unit()
    administrator, lin = make_person("秦示例", unit=unit), make_person("林示例", unit=unit)
    grant(administrator, Role.ACADEMY_ADMINISTRATOR)
    enrol(lin)
    return administrator, lin


def test_a_reversed_credit_is_given_back_in_its_year_and_the_books_balance(people):
    administrator, lin = people
    reversal = reverse(actor=administrator, entry=earn(lin, 300, category="required"), reason="误判", now=NOW)
    given = restore_reversed(actor=administrator, reversal=reversal, reason="核实无误", now=NOW)
    assert (given.kind, given.hundredths, given.category, given.year) == (EntryKind.RESTORED, 300, "required", 2026)
    assert given.evidence == {"restores": reversal.sequence, "reason": "核实无误"}
    assert standing(lin.pk, 2026).hundredths == 300
    assert_books_balance()


def test_it_is_given_back_once(people):
    administrator, lin = people
    reversal = reverse(actor=administrator, entry=earn(lin), reason="误判", now=NOW)
    restore_reversed(actor=administrator, reversal=reversal, reason="核实无误", now=NOW)
    with pytest.raises(AlreadyRestored):
        restore_reversed(actor=administrator, reversal=reversal, reason="再给", now=NOW)
    assert LedgerEntry.objects.count() == 3


def test_what_was_given_can_be_taken_back_again(people):
    administrator, lin = people
    given = give(actor=administrator, credit=Restored(lin, 2026, "elective", 50, "appeal", 1, "示例", {}), now=NOW)
    reverse(actor=administrator, entry=given, reason="查清了", now=NOW)
    assert standing(lin.pk, 2026).hundredths == 0
    assert_books_balance()


def test_a_unit_administrator_gives_nothing(people):
    _administrator, lin = people
    wu = make_person("吴示例", unit=lin.unit)
    grant(wu, Role.UNIT_ADMINISTRATOR)
    with pytest.raises(OutOfScope):
        give(actor=wu, credit=Restored(lin, 2026, "elective", 50, "appeal", 1, "示例", {}), now=NOW)
