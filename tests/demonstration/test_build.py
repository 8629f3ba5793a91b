"""A small demonstration from beginning to end."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from yuanjiao.catalogue.models import BatchAct, Course, CourseBatch, CourseState, Lesson, SourceKind
from yuanjiao.catalogue.public import Choice, Viewer, audit_of, audit_rules, browse
from yuanjiao.credits.models import EntryKind, LedgerEntry, Standing, Training, UnitStanding
from yuanjiao.credits.public import audit
from yuanjiao.demonstration import build, carried, films, history, lives, signins
from yuanjiao.demonstration.lectures import film, script
from yuanjiao.demonstration.plan import MARK, Plan
from yuanjiao.kernel import fonts
from yuanjiao.learning.models import CourseProgress, Rating, Watch, WatchSession
from yuanjiao.library.models import Book
from yuanjiao.media.models import Asset
from yuanjiao.organisation.models import (
    ClassGroup,
    Person,
    Reorganisation,
    ReorganisationState,
    Role,
    RoleGrant,
    Unit,
)
from yuanjiao.outreach.models import BoardMessage
from yuanjiao.oversight.models import Assessment, AssessmentState, Circular
from yuanjiao.oversight.public import assessment_holds, circular_holds

NOW = datetime(2026, 11, 22, 1, tzinfo=UTC)
SHORT = script.parse(
    "short", "# 很短\ntopic: 生态环境\nlecturer: 示例讲师 甲\n## 只有一节\n- 只有一点\n  只有一句话。\n"
)
PLAN = Plan(learners=20, today=date(2026, 11, 22), courses=3)
WITHOUT_FILMS = [stage for stage in build.STAGES if stage.name not in {"film", "films"}]
WITHOUT_BOOKS = [stage for stage in WITHOUT_FILMS if stage.name != "resources"]
NAMES = [stage.name for stage in WITHOUT_BOOKS]
UP_TO_LIVES = [*WITHOUT_BOOKS[: NAMES.index("history")], WITHOUT_BOOKS[NAMES.index("lives")]]
UP_TO_THE_YEAR = WITHOUT_BOOKS[: 1 + NAMES.index("history")]
COUNTED = [
    Unit,
    Person,
    Course,
    Asset,
    ClassGroup,
    RoleGrant,
    Reorganisation,
    LedgerEntry,
    Standing,
    CourseProgress,
    Watch,
    Circular,
    Assessment,
]
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif(not (fonts.FOLDER / "NotoSansSC_400Regular.ttf").exists(), reason="the front end is not built"),
]


def silently(_stage: str) -> Callable[[int, int], None]:
    return lambda _done, _total: None


def built(home: Path, plan: Plan = PLAN, stages: Sequence[build.Stage] = WITHOUT_FILMS) -> build.State:
    state = build.begin(home, plan, fresh=not (home / build.STATE).exists())
    build.run(state, home, NOW, silently, stages)
    return state


def counts() -> list[int]:
    return [model._default_manager.count() for model in COUNTED]


def test_a_small_demonstration_is_whole_and_a_second_build_changes_nothing(tmp_path: Path) -> None:
    built(tmp_path)
    before = counts()
    assert audit(now=NOW).differences == []
    assert LedgerEntry.objects.count() > 20
    everything_made_up_says_so()
    every_role_can_sign_in()
    counters_follow_from_what_happened()
    every_course_was_drafted_audited_and_published_by_somebody()
    roles_were_given_in_the_past()
    the_library_has_books_of_both_kinds()
    a_course_has_something_to_read_too()
    a_credit_names_its_sessions()
    some_carry_credits_over_and_no_unit_counts_their_year_before()
    whoever_studied_has_signed_in()
    a_circular_stands_on_the_one_before_it()
    a_merger_has_been_made_and_a_renaming_waits()
    last_years_assessment_is_final_and_this_years_goes_on()
    state = built(tmp_path)
    state.stages.clear()
    build.run(state, tmp_path, NOW, silently, WITHOUT_FILMS)
    assert counts() == before
    assert audit(now=NOW).differences == []


def everything_made_up_says_so() -> None:
    assert Person.objects.exclude(full_name__endswith=MARK).count() == 0
    assert Course.objects.filter(demonstration=False).count() == 0
    assert all("演示" in course.summary for course in Course.objects.all())


def every_course_was_drafted_audited_and_published_by_somebody() -> None:
    for course in Course.objects.filter(published_at__isnull=False):
        moves = list(course.moves.order_by("at", "pk"))
        assert [moves[0].from_state, moves[-1].to_state] == ["draft", "published"]
        assert moves[0].actor == course.authors.get()
        assert course.created_at < moves[0].at < moves[-1].at == course.published_at
        assert audit_of(course, audit_rules(NOW)).missing == []


def the_library_has_books_of_both_kinds() -> None:
    endings = {Path(book.asset.original_name).suffix for book in Book.objects.filter(state="published")}
    assert endings == {".epub", ".pdf"}
    ready = Book.objects.filter(asset__state="ready")
    assert {Path(book.asset.original_name).suffix for book in ready} == {".epub", ".pdf"}


def a_course_has_something_to_read_too() -> None:
    documents = Lesson.objects.filter(asset__kind="document").select_related("course", "asset")
    assert [Path(each.asset.original_name).suffix for each in documents if each.asset] == [".pdf", ".epub"]
    assert {each.course.title for each in documents} == {script.lectures()[0].title}


def roles_were_given_in_the_past() -> None:
    for each in signins.ALL:
        held = RoleGrant.objects.filter(person__staff_number=each.staff_number, role=each.role or "")
        assert not each.role or held.filter(granted_at__lt=PLAN.begins_at).exists()
    administrators = RoleGrant.objects.filter(role=Role.UNIT_ADMINISTRATOR)
    assert administrators.count() == administrators.filter(granted_at__lt=PLAN.ends_at).count() > 1


def a_circular_stands_on_the_one_before_it() -> None:
    first, half_year, draft = Circular.objects.order_by("pk")
    assert (first.number, half_year.number, draft.published) == (1, 2, False)
    assert half_year.snapshot.previous == first.snapshot
    assert circular_holds(half_year)


def last_years_assessment_is_final_and_this_years_goes_on() -> None:
    last, this, of_a_district = Assessment.objects.order_by("pk")
    assert (last.year, last.state, assessment_holds(last)) == (NOW.year - 1, AssessmentState.FINAL, True)
    assert (this.year, this.state) == (NOW.year, AssessmentState.SCORING)
    assert of_a_district.state == AssessmentState.SHOWN


def a_merger_has_been_made_and_a_renaming_waits() -> None:
    merger, renaming = Reorganisation.objects.order_by("on")
    assert (merger.state, renaming.state) == (ReorganisationState.DONE, ReorganisationState.PLANNED)
    assert merger.target is not None
    assert Unit.objects.get(pk=merger.target.pk).name == "区农业农村和生态环境局（演示）"


def every_role_can_sign_in() -> None:
    for each in signins.ALL:
        person = Person.objects.get(staff_number=each.staff_number)
        assert person.check_password(signins.PASSWORD)
        assert not each.role or RoleGrant.objects.filter(person=person, role=each.role).exists()
    assert Person.objects.exclude(password__startswith="!").count() == len(signins.ALL)


def counters_follow_from_what_happened() -> None:
    for course in Course.objects.all():
        progresses = CourseProgress.objects.filter(course=course)
        assert course.start_count == progresses.count()
        assert course.completion_count == progresses.filter(completed_at__isnull=False).count()
        assert course.rating_count == Rating.objects.filter(course=course).count()
    assert BoardMessage.objects.exclude(unit_path="").count() == BoardMessage.objects.count() > 0


def whoever_studied_has_signed_in() -> None:
    studied = set(CourseProgress.objects.values_list("learner_id", flat=True))
    assert set(Person.objects.filter(last_login__isnull=False).values_list("pk", flat=True)) == studied


def a_credit_names_its_sessions() -> None:
    entry = LedgerEntry.objects.filter(kind=EntryKind.COMPLETION).order_by("pk")[0]
    sessions = {each["session"] for each in entry.evidence["sessions"]}
    found = WatchSession.objects.filter(session_id__in=sessions).values_list("learner_id", flat=True)
    assert (len(found), set(found)) == (len(sessions), {entry.learner_id})


def some_carry_credits_over_and_no_unit_counts_their_year_before() -> None:
    last, this = (Standing.objects.filter(year=year) for year in (NOW.year - 1, NOW.year))
    earned = LedgerEntry.objects.filter(year=NOW.year - 1).values_list("learner_id", "hundredths")
    assert set(earned) == set(last.values_list("learner_id", "hundredths"))
    carried = dict(this.filter(carried_hundredths__gt=0).values_list("learner_id", "carried_hundredths"))
    assert carried == {learner: min(hundredths - 5000, 500) for learner, hundredths in earned}
    assert {*carried.values()} == {200, 400, 500}
    lin = Person.objects.get(staff_number=signins.LEARNER.staff_number)
    mine = this.get(learner_id=lin.pk)
    assert (carried[lin.pk], mine.due_total_hundredths, mine.met_at) == (200, 4800, None)
    assert not last.filter(counted=True).exists()
    assert not UnitStanding.objects.filter(year=NOW.year - 1, people__gt=0).exists()


def test_while_the_year_is_young_the_story_itself_has_the_year_before() -> None:
    carried.tell(Plan(learners=20, today=date(2026, 2, 3)), NOW, lambda _done, _whole: None)
    assert not Training.objects.exists()


def test_courses_left_in_batches_and_new_ones_wait(tmp_path: Path, settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    built(tmp_path, Plan(learners=6, today=date(2026, 11, 22), courses=20), stages=UP_TO_LIVES)
    retired, retiring = CourseBatch.objects.order_by("started_at")
    assert (retired.act, retiring.act) == (BatchAct.RETIRE_NOW, BatchAct.RETIRE)
    assert [(batch.moves.count(), batch.refused) for batch in (retired, retiring)] == [(2, []), (2, [])]
    assert retired.finished_at is not None
    assert retired.finished_at < PLAN.ends_at
    assert Course.objects.filter(state=CourseState.AUDIT).count() == lives.UNDER_AUDIT
    assert Course.objects.get(state=CourseState.SCHEDULED).due_at > PLAN.ends_at  # type: ignore[operator]  # timed
    assert not Asset.objects.filter(kind="video", state="ready").exists()
    assert {facet.name for facet in browse(Choice(), Viewer("clerk", "township")).facets} >= {
        "topic",
        "length",
        "credit",
    }


def those(*courses: tuple[int, SourceKind]) -> list[tuple[int, SourceKind]]:
    leaving = lives.those_leaving([Course(topic_id=topic, source_kind=source) for topic, source in courses])
    return [(course.topic_id, SourceKind(course.source_kind)) for course in leaving]


def test_courses_leave_from_many_topics_and_shared_ones_last() -> None:
    bought, shared = SourceKind.PURCHASED, SourceKind.SHARED_OPEN
    many = those(*[(topic, source) for topic in range(1, 8) for source in (bought, shared, bought, bought)])
    assert many == [(7, bought), (6, bought), (5, bought), (4, bought), (3, bought)]
    few = those((1, bought), (1, bought), (2, shared), (2, bought), (2, shared))
    assert few == [(2, bought), (1, bought), (1, bought), (2, shared), (2, shared)]


def test_an_interrupted_year_is_carried_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "CHUNK", 8)
    write_part, written = history.write_part, []

    def broken(*arguments: object) -> None:
        if len(written) == 1:
            raise KeyboardInterrupt
        written.append(arguments)
        write_part(*arguments)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(history, "write_part", broken)
    with pytest.raises(KeyboardInterrupt):
        built(tmp_path, stages=UP_TO_THE_YEAR)
    half = LedgerEntry.objects.count()
    monkeypatch.setattr(history, "write_part", write_part)
    built(tmp_path, stages=UP_TO_THE_YEAR)
    assert LedgerEntry.objects.count() > half
    assert audit(now=NOW).differences == []


def test_a_young_year_fills_the_accounts_of_two_years(tmp_path: Path) -> None:
    built(tmp_path, Plan(learners=6, today=date(2027, 1, 20), courses=2), stages=WITHOUT_BOOKS)
    assert set(LedgerEntry.objects.values_list("year", flat=True)) <= {2026, 2027}
    assert Standing.objects.filter(year=2026).exists()
    assert audit(now=datetime(2027, 1, 20, 1, tzinfo=UTC)).differences == []


def test_another_size_is_refused_and_the_date_of_the_first_build_stays(tmp_path: Path) -> None:
    build.begin(tmp_path, PLAN, fresh=True)
    with pytest.raises(build.OtherDemonstration, match="20 learners"):
        build.begin(tmp_path, Plan(learners=30), fresh=False)
    again = build.begin(tmp_path, Plan(learners=20, today=date(2027, 5, 5)), fresh=False)
    assert again.plan == PLAN
    assert json.loads((tmp_path / build.STATE).read_text())["plan"]["today"] == "2026-11-22"


def test_a_real_academy_is_left_alone(tmp_path: Path) -> None:
    with pytest.raises(build.NotADemonstration):
        build.begin(tmp_path, PLAN, fresh=False)


def test_a_lecture_that_cannot_be_filmed_says_so_and_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(films, "lectures", lambda: (SHORT,))
    with monkeypatch.context() as broken:
        broken.setattr(film, "VOICE_FILTER", "nosuchfilter")
        with pytest.raises(film.FilmNotMade):
            films.make(SHORT)
    failed = Asset.objects.get(kind="video")
    assert (failed.state, failed.problem) == ("failed", "failed")
    assert films.make(SHORT).state == "ready"


def test_lectures_are_queued_once(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    for _start in range(2):
        build.other_films(PLAN, NOW, silently(""))
    assert DBTaskResult.objects.count() == len(script.lectures())
