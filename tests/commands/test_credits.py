"""`yuanjiao requirement` and `yuanjiao reverse`, called in this process."""

from __future__ import annotations

from datetime import timedelta

import pytest
from click.testing import CliRunner, Result
from django.utils import timezone
from tests.factories.credits import assert_books_balance, earn, enrol
from tests.factories.organisation import grant, make_person, make_unit

from yuanjiao.cli import main
from yuanjiao.commands import found
from yuanjiao.commands.exits import Exit
from yuanjiao.credits import holding
from yuanjiao.credits.models import LedgerEntry, Requirement
from yuanjiao.credits.public import standing, year_of
from yuanjiao.kernel.models import AuditEntry, BackgroundJob, JobState
from yuanjiao.media import paths
from yuanjiao.organisation.models import Role

pytestmark = pytest.mark.django_db
CALLED_WRONGLY = 2


def call(*words: str, answer: str = "") -> Result:
    return CliRunner().invoke(main, words, input=answer)


@pytest.fixture
def lin():
    person = make_person(unit=make_unit(), staff_number="lin-1", post_level="150")
    enrol(person, at=timezone.now())
    return person


@pytest.fixture
def wu(lin):
    person = make_person("吴管理员", unit=lin.unit, staff_number="wu-1")
    grant(person, Role.ACADEMY_ADMINISTRATOR)
    return person


def test_without_a_version_the_defaults_are_shown():
    shown = call("requirement", "--year", "2026")
    assert shown.exit_code == Exit.DONE
    assert "150\t50.00\t30.00\tdefault\t" in shown.output


def test_a_new_version_is_in_force_at_once_and_shown(lin):
    earn(lin, 5000, category="required", at=timezone.now())
    changed = call("requirement", "--level", "150", "--total", "62.5", "--required", "30")
    assert changed.exit_code == Exit.DONE, changed.output
    assert "150\t62.50\t30.00\t1\t" in changed.output
    now = standing(lin.pk, year_of(timezone.now()))
    assert (now.due_total_hundredths, now.due_required_hundredths, now.met_at) == (6250, 3000, None)
    assert_books_balance(timezone.now())


def test_the_command_holds_many_itself_and_leaves_the_worker_nothing_to_do(lin, monkeypatch, settings):
    monkeypatch.setattr(holding, "PART", 1)
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    enrol(make_person(unit=lin.unit, post_level="150"), at=timezone.now())
    changed = call("requirement", "--level", "150", "--total", "62.5", "--required", "30")
    assert changed.exit_code == Exit.DONE, changed.output
    assert "holding learners to it" in changed.output
    assert standing(lin.pk, year_of(timezone.now())).due_total_hundredths == 6250
    assert BackgroundJob.objects.get().state == JobState.DONE


def test_a_version_may_carry_over_what_was_earned_beyond_the_year_before(lin):
    parts = ("requirement", "--level", "150", "--total", "50", "--required", "30", "--carry-over")
    changed = call(*parts, "10")
    assert "carries over up to 10.00" in changed.output
    refused = call(*parts, "21")
    assert (refused.exit_code, Requirement.objects.get().carry_over_hundredths) == (Exit.NOT_READY, 1000)


def test_a_coming_year_is_settled_ahead(lin, wu):
    coming = str(year_of(timezone.now()) + 1)
    ahead = call(
        *("requirement", "--year", coming, "--level", "141", "--level", "142"),
        *("--total", "60", "--required", "35", "--from", f"{coming}-01-01", "--by", "wu-1"),
    )
    assert ahead.exit_code == Exit.DONE, ahead.output
    assert ahead.output.count(f"\t60.00\t35.00\t1\t{coming}-01-01\t") == 2
    assert AuditEntry.objects.filter(verb="credits.publish_requirement", actor_id=wu.pk).count() == 2


@pytest.mark.parametrize(
    "words",
    [
        ("--level", "150", "--total", "50"),
        ("--level", "151", "--total", "50", "--required", "30"),
        ("--level", "150", "--total", "50.005", "--required", "30"),
        ("--level", "150", "--total", "NaN", "--required", "30"),
        ("--level", "150", "--total", "fifty", "--required", "30"),
        ("--level", "150", "--total", "50", "--required", "30", "--by", "nobody"),
    ],
)
def test_what_is_missing_or_unknown_is_a_wrong_call(words):
    assert call("requirement", *words).exit_code == CALLED_WRONGLY
    assert not Requirement.objects.exists()


def test_only_who_administers_the_whole_academy_sets_requirements(lin):
    zhou = make_person("周班主任", unit=lin.unit, staff_number="zhou-1")
    district = make_person("秦管理员", unit=make_unit("示例区", under=lin.unit), staff_number="qin-1")
    grant(zhou, Role.CLASS_TEACHER)
    grant(district, Role.ACADEMY_ADMINISTRATOR)
    for number in ("zhou-1", "qin-1"):
        assert call(*requirement("150"), "--by", number).exit_code == Exit.NOT_READY
    assert not Requirement.objects.exists()


def test_a_refused_version_changes_no_level():
    year = year_of(timezone.now())
    assert call(*requirement("150")).exit_code == Exit.DONE
    early = call(*requirement("141"), "--level", "150", "--from", f"{year}-01-01")
    assert early.exit_code == Exit.NOT_READY
    tomorrow = str(timezone.localdate() + timedelta(days=1))
    assert call(*requirement("150"), "--year", str(year), "--from", tomorrow).exit_code == Exit.NOT_READY
    assert call(*requirement("150"), "--total", "20").exit_code == Exit.NOT_READY
    assert Requirement.objects.count() == 1


def requirement(level: str) -> tuple[str, ...]:
    return "requirement", "--level", level, "--total", "60", "--required", "30"


def test_a_founded_academy_shows_its_requirements():
    found.run("Wu", "wu-1", "示例市", divisions=False)
    today = timezone.localdate()
    assert f"150\t50.00\t30.00\t1\t{today}\t" in call("requirement").output


def test_a_credit_is_shown_and_taken_back_when_confirmed(lin, wu):
    earn(lin, 150, at=timezone.now())
    declined = call(*reversal("1"), answer="n\n")
    assert (declined.exit_code, LedgerEntry.objects.count()) == (1, 1)
    done = call(*reversal("1"), answer="y\n")
    assert done.exit_code == Exit.DONE, done.output
    assert "+1.50\t示例课程" in done.output
    assert "-1.50\t示例课程" in done.output
    assert standing(lin.pk, year_of(timezone.now())).hundredths == 0
    assert AuditEntry.objects.get(verb="credits.reverse").actor_id == wu.pk


def test_a_credit_is_taken_back_once_and_a_reversal_never(lin, wu):
    earn(lin, at=timezone.now())
    assert call(*reversal("1"), "--yes").exit_code == Exit.DONE
    assert call(*reversal("1"), "--yes").exit_code == Exit.NOT_READY
    assert call(*reversal("2"), "--yes").exit_code == Exit.NOT_READY
    assert LedgerEntry.objects.count() == 2


def test_the_administrator_next_door_takes_nothing_back(lin):
    qin = make_person("秦管理员", unit=make_unit("邻市"), staff_number="qin-1")
    grant(qin, Role.ACADEMY_ADMINISTRATOR)
    earn(lin, at=timezone.now())
    assert call(*reversal("1", by="qin-1"), "--yes").exit_code == Exit.NOT_READY
    assert LedgerEntry.objects.count() == 1


def test_an_unknown_entry_person_or_an_empty_reason_is_a_wrong_call(lin, wu):
    earn(lin, at=timezone.now())
    assert call(*reversal("7"), "--yes").exit_code == CALLED_WRONGLY
    assert call(*reversal("1", by="nobody"), "--yes").exit_code == CALLED_WRONGLY
    assert call(*reversal("1"), "--reason", " ", "--yes").exit_code == CALLED_WRONGLY


def reversal(sequence: str, *, by: str = "wu-1") -> tuple[str, ...]:
    return "reverse", "lin-1", sequence, "--reason", "重复计分", "--by", by


def test_the_media_secret_is_the_one_that_paths_are_signed_with(settings):
    assert call("media-secret").stdout == paths.secret(settings.SECRET_KEY) + "\n"
