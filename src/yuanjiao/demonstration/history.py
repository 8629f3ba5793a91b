"""The year behind everyone: watches, sessions, quizzes, opinions, and the credits that follow from them."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from yuanjiao.catalogue.models import Course
from yuanjiao.credits.models import EntryKind
from yuanjiao.credits.public import Line, enter_many, year_of
from yuanjiao.demonstration import courses, people, story
from yuanjiao.demonstration.plan import Plan
from yuanjiao.demonstration.rows import Table
from yuanjiao.demonstration.rules import Days
from yuanjiao.learning.coverage import pack
from yuanjiao.learning.models import (
    Activity,
    ActivityKind,
    CourseLike,
    CourseProgress,
    Quiz,
    QuizAttempt,
    Rating,
    Watch,
    WatchSession,
)
from yuanjiao.organisation.bulk import moment, update_rows
from yuanjiao.organisation.models import Person

CHUNK = 100
CITY_CHUNK = 500
DEVICES = ("Windows · Chrome", "Windows · Edge", "Android · Chrome", "iPhone · Safari", "HarmonyOS · 浏览器")
COMMENTS = (
    "讲得清楚，案例就在身边。", "时间不长，早上上班前就能学完。", "如果能多几个例子就更好了。",
    "对照着改了手头的一份材料，很有用。",
    "字幕很清楚，声音小的时候也能看。", "内容实在。", "已经推荐给同事。", "希望有更深入的下一讲。",
)  # fmt: skip

SEARCHES = (
    ("请示", 1), ("公文", 2), ("处罚", 1), ("数据安全", 1), ("信访", 2), ("应急", 2), ("垃圾分类", 1),
    ("农村宅基地", 0), ("招投标", 0), ("无人机", 0), ("心理", 1), ("普通话", 0), ("统计", 1),
)  # fmt: skip
"""Words and how many courses they found."""


def write(plan: Plan, now: datetime, progress: Callable[[int, int], None]) -> None:
    """Write the story of everyone, some hundred learners in one transaction; who has one is passed over."""
    facts, size = Facts(plan), CITY_CHUNK if plan.city else CHUNK
    part: list[people.Learner] = []
    for learner in people.learners(plan):
        part.append(learner)
        if len(part) == size or learner.place == plan.learners - 1:
            write_part(plan, facts, part, now)
            progress(learner.place + 1, plan.learners)
            part = []


class Facts:
    """What is the same for all learners."""

    def __init__(self, plan: Plan) -> None:
        self.offers = courses.offers(plan)
        rows = Course.objects.filter(demonstration=True).values_list("pk", "title", "category", "credit_hundredths")
        self.credits = {number: (title, category, hundredths) for number, title, category, hundredths in rows}
        self.quizzes = dict(Quiz.objects.values_list("course_id", "pk"))
        self.drawn = {
            quiz.pk: json.dumps(list(quiz.questions.values_list("pk", flat=True)[: quiz.draw]))
            for quiz in Quiz.objects.all()
        }


@transaction.atomic
def write_part(plan: Plan, facts: Facts, part: list[people.Learner], now: datetime) -> None:
    """Write some learners' stories, unless they are there."""
    numbers = dict(
        Person.objects.filter(staff_number__in=[learner.staff_number for learner in part]).values_list(
            "staff_number", "pk"
        )
    )
    if CourseProgress.objects.filter(learner_id__in=numbers.values()).exists():
        return
    pen = Pen(plan, facts)
    for learner in part:
        chance = plan.draw("story", learner.place)
        pen.learner(numbers[learner.staff_number], learner, chance)
    pen.close(now)


class Pen:
    """Gathers the rows of some learners and writes them together."""

    def __init__(self, plan: Plan, facts: Facts) -> None:
        self._plan = plan
        self._facts = facts
        self._days = Days(plan)
        self._lines: list[Line] = []
        self._signed_in: list[tuple[Any, int]] = []
        self._watches = Table(
            Watch,
            ("learner_id", "lesson_id", "course_id", "version", "coverage", "covered_ms", "duration_ms", "position_ms",
             "completed_at_ms", "updated_at_ms"),
        )  # fmt: skip
        self._progresses = Table(
            CourseProgress,
            ("learner_id", "course_id", "started_at", "last_lesson_id", "last_at", "lessons_done", "quiz_passed_at",
             "completed_at"),
        )  # fmt: skip
        self._sessions = Table(
            WatchSession,
            ("learner_id", "session_id", "lesson_id", "opened_at", "ended_at", "device", "pulses", "counted_ms"),
        )
        self._tries = Table(
            QuizAttempt,
            ("learner_id", "quiz_id", "drawn", "answers", "score", "passed", "opened_at", "submitted_at"),
        )
        self._ratings = Table(Rating, ("learner_id", "course_id", "stars", "comment", "post_level", "unit_kind", "at"))
        self._likes = Table(CourseLike, ("learner_id", "course_id", "at"))
        self._activities = Table(Activity, ("at", "kind", "learner_id", "course_id"))
        self._searches = Table(Activity, ("at", "kind", "learner_id", "words", "results"))

    def learner(self, number: int, learner: people.Learner, chance: random.Random) -> None:
        """Gather one learner's year."""
        device = chance.choice(DEVICES)
        last_at = None
        for study in self.studies(learner, chance):
            sessions = [] if self._plan.city else [chance.getrandbits(62) | 1 for _ in study.sittings]
            self.study(number, study, sessions)
            if sessions:
                self.evidence(number, study, device, sessions)
                self.opinion(number, learner, study, chance)
            last_at = study.last_at
        if last_at:
            self._signed_in.append((moment(last_at), number))
        if not self._plan.city and learner.manner is not story.Manner.NOT_YET:
            self.search(number, chance)

    def search(self, number: int, chance: random.Random) -> None:
        """What she looked for, some of it in vain: that tells an editor what is missing."""
        span = (self._plan.ends_at - self._plan.begins_at).total_seconds()
        for _ in range(chance.choice((0, 0, 1, 2))):
            words, results = chance.choice(SEARCHES)
            at = self._plan.begins_at + timedelta(seconds=round(chance.uniform(0.05, 0.99) * span))
            self._searches.add(at, str(ActivityKind.SEARCH), number, words, results)

    def studies(self, learner: people.Learner, chance: random.Random) -> Iterator[story.Study]:
        """The studies of a learner."""
        return story.year(self._plan, learner.manner, learner.joined, self._facts.offers, chance)

    def study(self, number: int, study: story.Study, sessions: list[int]) -> None:
        """What was watched, how far it came, and the credit."""
        course = study.offer.course_id
        done = 0
        for sitting in study.sittings:
            whole = sitting.covered_ms >= sitting.duration_ms
            done += whole
            ended_ms = milliseconds(sitting.ended_at)
            self._watches.add(
                number, sitting.lesson_id, course, 1, pack([(0, sitting.covered_ms)]), sitting.covered_ms,
                sitting.duration_ms, sitting.covered_ms, ended_ms if whole else 0, ended_ms,
            )  # fmt: skip
        passed = study.completed_at if study.tries else None
        last = study.sittings[-1]
        begun = study.sittings[0].opened_at
        self._progresses.add(number, course, begun, last.lesson_id, study.last_at, done, passed, study.completed_at)
        if study.completed_at:
            self._lines.append(self.line(number, study, study.completed_at, sessions))

    def line(self, number: int, study: story.Study, at: datetime, sessions: list[int]) -> Line:
        """The ledger line of a completed course."""
        title, category, worth = self._facts.credits[study.offer.course_id]
        hundredths, capped = self._days.counted(number, at, worth)
        return Line(
            learner_id=number,
            at=at,
            year=year_of(at),
            kind=EntryKind.COMPLETION,
            category=category,
            hundredths=hundredths,
            source_kind="course",
            source_id=study.offer.course_id,
            title=title,
            evidence=evidence_of(study, sessions) | capped,
            rule_version=self._days.version,
        )

    def evidence(self, number: int, study: story.Study, device: str, sessions: list[int]) -> None:
        """The sessions and tries behind the study, and its traces in the activity record."""
        for sitting, session in zip(study.sittings, sessions, strict=True):
            counted = sitting.covered_ms
            self._sessions.add(
                number, session, sitting.lesson_id, sitting.opened_at, sitting.ended_at, device,
                counted // 15_000 + 1, counted,
            )  # fmt: skip
        quiz = self._facts.quizzes.get(study.offer.course_id, 0)
        for each in study.tries:
            self._tries.add(
                number, quiz, self._facts.drawn[quiz], "{}", each.score, each.score >= story.PASS_MARK,
                each.opened_at, each.submitted_at,
            )  # fmt: skip
        begun = study.sittings[0].opened_at
        for kind, at in (
            (ActivityKind.CLICK, begun),
            (ActivityKind.START, begun),
            (ActivityKind.COMPLETE, study.completed_at),
        ):
            if at:
                self._activities.add(at, str(kind), number, study.offer.course_id)

    def opinion(self, number: int, learner: people.Learner, study: story.Study, chance: random.Random) -> None:
        """What she thought of the course."""
        if study.stars and study.completed_at:
            comment = chance.choice(COMMENTS) if chance.random() < 0.12 else ""
            level, kind = learner.post.level, str(learner.unit.kind)
            self._ratings.add(number, study.offer.course_id, study.stars, comment, level, kind, study.completed_at)
        if study.liked and study.completed_at:
            self._likes.add(number, study.offer.course_id, study.completed_at)

    def close(self, now: datetime) -> None:
        """Write everything; credits last, as in life."""
        for table in (
            self._watches, self._progresses, self._sessions, self._tries, self._ratings, self._likes,
            self._activities, self._searches,
        ):  # fmt: skip
            table.write()
        update_rows(Person, ("last_login",), self._signed_in)
        enter_many(self._lines, now=now)


def evidence_of(study: story.Study, sessions: list[int]) -> dict[str, Any]:
    """What the ledger keeps with a completion, in the form that the learning domain gives it."""
    return {
        "lessons": [
            {"lesson": sitting.lesson_id, "covered_ms": sitting.covered_ms, "duration_ms": sitting.duration_ms}
            for sitting in study.sittings
        ],
        "sessions": [
            {"session": session, "opened_at": sitting.opened_at.isoformat(), "policy": 0}
            for sitting, session in zip(study.sittings, sessions, strict=False)
        ],
        "quiz": {"score": study.tries[-1].score} if study.tries else None,
        "demonstration": True,
    }


def milliseconds(at: datetime) -> int:
    """A moment in milliseconds since 1970."""
    return round(at.timestamp() * 1000)
