"""The courses: sixty-four titles over the films, from all four sources, with quizzes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from yuanjiao.catalogue.models import Category, Course, Criterion, Lesson, SourceKind, Supplier, Topic, University
from yuanjiao.catalogue.public import (
    CourseFields,
    LecturerName,
    Opinion,
    add_lesson,
    change_lesson,
    create_course,
    give_opinion,
    move_due_courses,
    publish_course,
    return_course,
    schedule_course,
    submit_for_audit,
)
from yuanjiao.demonstration import quizzes, reading, signins, story
from yuanjiao.demonstration.films import TOPICS
from yuanjiao.demonstration.lectures.script import Lecture, lectures
from yuanjiao.demonstration.plan import MARK, Plan, at
from yuanjiao.learning.models import Choice, Question, Quiz
from yuanjiao.media.models import Asset, AssetState
from yuanjiao.media.public import make_now
from yuanjiao.organisation.models import Person, PostLevel

DATA = Path(__file__).resolve().parent / "data"
SOURCES = {
    "introduced": SourceKind.INTRODUCED,
    "bought": SourceKind.PURCHASED,
    "local": SourceKind.LOCALLY_PRODUCED,
    "shared": SourceKind.SHARED_OPEN,
}
SUPPLIERS = ("示例课件公司（演示）", "示例音像出版社（演示）", "示例在线教育公司（演示）")
LECTURERS = "甲乙丙丁戊己庚辛壬癸"
NOTICE = "演示课程：影片由程序用文字合成；讲师、高校归属、供应商和学习数据都是示例。"
HALF, READ = "（演示影片）", "（演示文档）"
QUESTIONS_DRAWN = 5
OPENING, OFFICE_SECONDS = 9 * 3600, 8 * 3600
REMARK = "第二部分的示例数据请注明年份（示例）"
EXPERT, EXPERTS_UNIT = f"示例专家{MARK}", f"示例大学{MARK}"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Staff:
    """Who makes courses, and who audits them."""

    editor: Person
    auditor: Person

    @classmethod
    def of_story(cls) -> Staff:
        """Those of the demonstration who can sign in."""
        numbers = [signins.EDITOR.staff_number, signins.ACADEMY.staff_number]
        found = Person.objects.in_bulk(numbers, field_name="staff_number")
        return cls(*(found[number] for number in numbers))


@dataclass(frozen=True, slots=True)
class Title:
    """One line of ``courses.txt``."""

    number: int
    topic: str
    title: str
    source: SourceKind
    category: Category
    hundredths: int
    films: tuple[str, ...]

    @property
    def own_film(self) -> bool:
        """Whether the film was made for this course; all others say that they borrow it."""
        return any(lecture.title == self.title for lecture in lectures())


@cache
def titles() -> tuple[Title, ...]:
    """All courses in the order of the file, those with films of their own first."""
    found = []
    for line in (DATA / "courses.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        topic, title, source, category, hundredths, films = (cell.strip() for cell in line.split("|"))
        found.append((topic, title, SOURCES[source], Category(category), int(hundredths), tuple(films.split())))
    own = {lecture.title: place for place, lecture in enumerate(lectures())}
    found.sort(key=lambda cells: own.get(cells[1], len(own)))
    return tuple(Title(number, *cells) for number, cells in enumerate(found))


@cache
def scripts() -> dict[str, Lecture]:
    """The lectures by their names."""
    return {lecture.name: lecture for lecture in lectures()}


def create(
    plan: Plan,
    films: Mapping[str, tuple[Asset, Asset]],
    covers: Callable[[Title], Asset | None],
    progress: Callable[[int, int], None],
) -> None:
    """Create every course that is not there yet, each in one transaction.

    :param films: film and captions of every lecture by its name.
    """
    wanted, staff = titles()[: plan.courses], Staff.of_story()
    for position, name in enumerate(TOPICS, start=1):
        Topic.objects.get_or_create(name=name, defaults={"position": position})
    for name in (DATA / "universities.txt").read_text(encoding="utf-8").split():
        University.objects.get_or_create(name=name)
    known = set(Course.objects.filter(demonstration=True).values_list("title", flat=True))
    for title in wanted:
        if title.title not in known:
            create_one(plan, title, staff, films, covers(title))
        progress(title.number + 1, len(wanted))


@transaction.atomic
def create_one(
    plan: Plan, title: Title, staff: Staff, films: Mapping[str, tuple[Asset, Asset]], cover: Asset | None
) -> None:
    """One course with lessons and quiz, made, audited and brought online on its days in the story."""
    online = published_at(plan, title)
    drafted, editor = online - 20 * DAY, staff.editor
    course = create_course(actor=editor, fields=fields(title, cover), now=drafted)
    for name in title.films:
        film, captions = films[name]
        heading = scripts()[name].title + ("" if title.own_film else HALF)
        lesson = add_lesson(actor=editor, course=course, title=heading, asset=film, now=drafted)
        change_lesson(actor=editor, lesson=lesson, title=heading, asset=film, captions=captions, now=drafted)
    if title.number == 0:
        add_reading(course, title, editor, drafted)
    add_quiz(course, title)
    with as_if_filmed(films[name][0] for name in title.films):
        audit_and_publish(title, Course.objects.get(pk=course.pk), staff, online)
    Course.objects.filter(pk=course.pk).update(created_at=drafted, updated_at=online)


def add_reading(course: Course, title: Title, editor: Person, drafted: datetime) -> None:
    """What goes with a film, to be read in the browser: its slides as PDF and its text as EPUB."""
    for form in (reading.PDF, reading.EPUB):
        document = reading.asset_of(scripts()[title.films[0]], form, drafted)
        make_now(document.pk, timezone.now)
        add_lesson(actor=editor, course=course, title=f"{form.called}{READ}", asset=document, now=drafted)


@contextmanager
def as_if_filmed(films: Iterable[Asset]) -> Iterator[None]:
    """Let films pass for ready within a transaction: those still being made say so on their page."""
    kept = list(films)
    Asset.objects.filter(pk__in=[film.pk for film in kept]).update(state=AssetState.READY)
    yield
    for film in kept:
        Asset.objects.filter(pk=film.pk).update(state=film.state)


def audit_and_publish(title: Title, course: Course, staff: Staff, online: datetime) -> None:
    """Most pass at once; some come back with a remark, some are seen by an expert, some go online by the clock."""
    editor, auditor = staff.editor, staff.auditor
    submit_for_audit(actor=editor, course=course, now=online - 12 * DAY)
    if title.number % 6 == 5:
        remark = Opinion({Criterion.SCIENTIFIC: REMARK})
        give_opinion(actor=auditor, course=course, opinion=remark, now=online - 11 * DAY)
        return_course(actor=editor, course=course, reason="按审核意见修改", now=online - 10 * DAY)
        submit_for_audit(actor=editor, course=course, now=online - 8 * DAY, reason="已按意见改好")
    if title.number % 5 == 3:
        expert = Opinion(expert_name=EXPERT, expert_organisation=EXPERTS_UNIT)
        give_opinion(actor=auditor, course=course, opinion=expert, now=online - 6 * DAY)
    give_opinion(actor=auditor, course=course, opinion=Opinion(), now=online - 5 * DAY)
    if title.number % 3:
        publish_course(actor=editor, course=course, now=online)
    else:
        audited = Course.objects.get(pk=course.pk)
        schedule_course(actor=editor, course=audited, at=online, now=online - 2 * DAY)
        move_due_courses(now=online)


def fields(title: Title, cover: Asset | None) -> CourseFields:
    """What an editor would fill in."""
    script = scripts()[title.films[0]]
    about = (
        script.facts["summary"]
        if title.own_film
        else f"围绕“{title.title}”的{title.topic}课程，借用{len(title.films)}部演示影片讲解。"
    )
    universities = list(University.objects.all())
    supplier = Supplier.objects.get_or_create(name=SUPPLIERS[title.number % len(SUPPLIERS)])[0]
    shared, bought = title.source == SourceKind.SHARED_OPEN, title.source == SourceKind.PURCHASED
    lecturer = script.facts["lecturer"] if title.own_film else f"示例讲师 {LECTURERS[title.number % len(LECTURERS)]}"
    newcomers = "第一年" in title.title
    return CourseFields(
        title=title.title,
        topic=Topic.objects.get(name=title.topic),
        source_kind=title.source,
        summary=f"{about}\n{NOTICE}",
        university=universities[shared_place(title)] if shared else None,
        supplier=supplier if bought else None,
        lecturers=(LecturerName(lecturer, "演示"),),
        category=title.category,
        credit_hundredths=title.hundredths,
        tags=("演示", title.topic),
        cover=cover,
        unit_kinds=("township", "district_department") if title.topic in {"乡村建设", "基层治理"} else (),
        post_levels=(PostLevel.TOWNSHIP_HEAD, PostLevel.TOWNSHIP_DEPUTY) if newcomers else (),
        tenure_months_max=36 if newcomers else None,
        demonstration=True,
    )


def shared_place(title: Title) -> int:
    """Which university shares a course: each in its turn, so that all twenty-two appear."""
    shared = [each.number for each in titles() if each.source == SourceKind.SHARED_OPEN]
    return shared.index(title.number) % 22


def published_at(plan: Plan, title: Title) -> datetime:
    """Most courses were there before the story begins; every fourth came during it. All in office hours."""
    chance = plan.draw("published", title.title)
    if title.own_film or title.number % 4:
        day = plan.start - timedelta(days=chance.randint(10, 600))
    else:
        day = plan.start + timedelta(days=round(chance.uniform(0.02, 0.93) * (plan.today - plan.start).days))
    return at(day, OPENING + chance.randrange(OFFICE_SECONDS))


def add_quiz(course: Course, title: Title) -> None:
    """The quiz of a course: the questions of its films."""
    bank = [question for name in title.films for question in quizzes.of(name)]
    if not bank:
        return
    quiz = Quiz.objects.create(course=course, draw=min(QUESTIONS_DRAWN, len(bank)), pass_mark=story.PASS_MARK)
    for position, each in enumerate(bank, start=1):
        question = Question.objects.create(
            quiz=quiz, kind=each.kind, text=each.text, explanation=each.explanation, position=position
        )
        Choice.objects.bulk_create(
            Choice(question=question, text=text, correct=correct, position=place)
            for place, (text, correct) in enumerate(each.choices, start=1)
        )


def offers(plan: Plan) -> list[story.Offer]:
    """What the story may choose from, in a fixed order."""
    lessons: dict[int, list[tuple[int, int]]] = {}
    for lesson in Lesson.objects.filter(course__demonstration=True, duration_ms__gt=0).order_by(
        "course_id", "position"
    ):
        lessons.setdefault(lesson.course_id, []).append((lesson.pk, lesson.duration_ms))
    quizzed = set(Quiz.objects.values_list("course_id", flat=True))
    found = []
    for course in Course.objects.filter(demonstration=True, pk__in=lessons).order_by("pk"):
        quality = 3.6 + plan.draw("quality", course.title).random() * 1.2
        found.append(
            story.Offer(
                course_id=course.pk,
                lessons=tuple(lessons[course.pk]),
                published_at=course.published_at or plan.begins_at,
                required=course.category == Category.REQUIRED,
                has_quiz=course.pk in quizzed,
                quality=quality,
            )
        )
    return found
