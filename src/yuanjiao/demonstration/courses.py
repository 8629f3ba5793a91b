"""The courses: sixty-four titles over the films, from all four sources, with quizzes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django.db import transaction

from yuanjiao.catalogue.models import Category, Course, CourseState, Lesson, SourceKind, Supplier, Topic, University
from yuanjiao.catalogue.public import CourseFields, LecturerName, add_lesson, change_lesson, create_course
from yuanjiao.demonstration import quizzes, story
from yuanjiao.demonstration.films import TOPICS
from yuanjiao.demonstration.lectures.script import Lecture, lectures
from yuanjiao.demonstration.plan import Plan
from yuanjiao.learning.models import Choice, Question, Quiz
from yuanjiao.media.models import Asset
from yuanjiao.organisation.models import PostLevel

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
HALF = "（演示影片）"
QUESTIONS_DRAWN = 5


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
    now: datetime,
    films: Mapping[str, tuple[Asset, Asset]],
    covers: Callable[[Title], Asset | None],
    progress: Callable[[int, int], None],
) -> None:
    """Create every course that is not there yet, each in one transaction.

    :param films: film and captions of every lecture by its name.
    """
    wanted = titles()[: plan.courses]
    for position, name in enumerate(TOPICS, start=1):
        Topic.objects.get_or_create(name=name, defaults={"position": position})
    for name in (DATA / "universities.txt").read_text(encoding="utf-8").split():
        University.objects.get_or_create(name=name)
    known = set(Course.objects.filter(demonstration=True).values_list("title", flat=True))
    for title in wanted:
        if title.title not in known:
            create_one(plan, title, now, films, covers(title))
        progress(title.number + 1, len(wanted))


@transaction.atomic
def create_one(
    plan: Plan, title: Title, now: datetime, films: Mapping[str, tuple[Asset, Asset]], cover: Asset | None
) -> Course:
    """One course with lessons and quiz, online since its day in the story."""
    course = create_course(actor=None, fields=fields(title, cover), now=now)
    for name in title.films:
        film, captions = films[name]
        heading = scripts()[name].title + ("" if title.own_film else HALF)
        lesson = add_lesson(actor=None, course=course, title=heading, asset=film, now=now)
        change_lesson(actor=None, lesson=lesson, title=heading, asset=film, captions=captions, now=now)
    add_quiz(course, title)
    # Published past the check that every film is ready: those still being made say so on their page.
    Course.objects.filter(pk=course.pk).update(state=CourseState.PUBLISHED, published_at=published_at(plan, title))
    return course


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
    """Most courses were there before the story begins; every fourth came during it."""
    chance = plan.draw("published", title.title)
    if title.own_film or title.number % 4:
        return plan.begins_at - timedelta(days=chance.randint(10, 600), seconds=chance.randrange(40_000))
    days = (plan.today - plan.start).days
    return plan.begins_at + timedelta(days=chance.uniform(0.02, 0.93) * days)


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
