"""Building the demonstration stage by stage; an interrupted one is carried on, a finished one is left alone."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django_tasks_db.models import DBTaskResult

from yuanjiao.credits.public import open_year, seed_requirements
from yuanjiao.demonstration import (
    assessments,
    care,
    carried,
    circulars,
    claims,
    classes,
    counters,
    courses,
    covers,
    filming,
    films,
    history,
    lives,
    measures,
    oversight,
    people,
    portfolio,
    pushes,
    reading,
    reorganised,
    rules,
    signins,
    units,
    voices,
)
from yuanjiao.demonstration.lectures.script import lectures
from yuanjiao.demonstration.plan import Plan
from yuanjiao.media.models import AssetState

STATE = "demonstration.json"
Progress = Callable[[int, int], None]
Teller = Callable[[str], Progress]


class OtherDemonstration(RuntimeError):
    """The home holds a demonstration of another size or seed."""

    def __init__(self, home: Path, found: Plan) -> None:
        super().__init__(
            f"{home} holds a demonstration of {found.learners} learners (seed {found.seed}). "
            "Choose another folder with --home, or remove that one."
        )


class NotADemonstration(RuntimeError):
    """The home holds a real academy."""

    def __init__(self, home: Path) -> None:
        super().__init__(f"{home} holds an academy that is no demonstration. Choose another folder with --home.")


@dataclass
class State:
    """What is written beside the database: the plan, and the stages that are finished."""

    plan: Plan
    stages: dict[str, float] = field(default_factory=dict)

    def save(self, home: Path) -> None:
        """Write the state whole."""
        plan: dict[str, Any] = {**asdict(self.plan), "today": self.plan.today.isoformat()}
        unfinished = home / f".{STATE}.part"
        unfinished.write_text(json.dumps({"plan": plan, "stages": self.stages}, indent=1))
        unfinished.replace(home / STATE)


def load(home: Path) -> State | None:
    """The state of a home; none when it holds no demonstration."""
    file = home / STATE
    if not file.is_file():
        return None
    kept = json.loads(file.read_text())
    plan = Plan(**{**kept["plan"], "today": date.fromisoformat(kept["plan"]["today"])})
    return State(plan, kept["stages"])


def begin(home: Path, wanted: Plan, *, fresh: bool) -> State:
    """The state to build on: the one that is there, whose date is kept, or a new one.

    :param fresh: whether the database is still empty.
    :raises OtherDemonstration: when the home holds one of another size or seed.
    :raises NotADemonstration: when the home holds a real academy.
    """
    found = load(home)
    if found is None:
        if not fresh:
            raise NotADemonstration(home)
        state = State(wanted)
        state.save(home)
        return state
    if (found.plan.learners, found.plan.seed) != (wanted.learners, wanted.seed):
        raise OtherDemonstration(home, found.plan)
    return found


@dataclass(frozen=True)
class Stage:
    """One stage: a name to keep it by, what it is called while it runs, and its work."""

    name: str
    said: str
    work: Callable[[Plan, datetime, Progress], None]
    at_every_start: bool = False


def run(state: State, home: Path, now: datetime, tell: Teller, stages: Sequence[Stage] | None = None) -> None:
    """Do every stage that is not finished.

    :param tell: takes a stage's title and gives where its progress (done, of how many) is told.
    :param stages: other stages than all.
    """
    for stage in STAGES if stages is None else stages:
        if stage.name in state.stages and not stage.at_every_start:
            continue
        started = time.monotonic()
        stage.work(state.plan, now, tell(stage.said))
        state.stages[stage.name] = round(time.monotonic() - started, 2)
        state.save(home)


def first_film(plan: Plan, now: datetime, progress: Progress) -> None:
    """Make one lecture playable."""
    del plan
    films.announce(now)
    films.make(lectures()[0])
    progress(1, 1)


def catalogue(plan: Plan, now: datetime, progress: Progress) -> None:
    """Create the courses."""
    courses.create(plan, films.announce(now), lambda title: covers.cover_of(title, now), progress)


def requirements(plan: Plan, now: datetime, progress: Progress) -> None:
    """Say what the years of the story require."""
    del now
    for year in {plan.start.year, plan.today.year}:
        seed_requirements(year=year, now=plan.begins_at)
    progress(1, 1)


def years(plan: Plan, now: datetime, progress: Progress) -> None:
    """See that everyone has an account in the running year."""
    open_year(actor=None, year=plan.today.year, now=now, progress=lambda number: progress(number, plan.learners))


def sign_ins(plan: Plan, now: datetime, progress: Progress) -> None:
    """Appoint those who can sign in."""
    del now
    signins.appoint(plan)
    progress(1, 1)


def voices_and_counters(plan: Plan, now: datetime, progress: Progress) -> None:
    """Messages and the like, then the counters of courses."""
    voices.speak(plan, now)
    counters.count()
    progress(1, 1)


def lives_of_courses(plan: Plan, now: datetime, progress: Progress) -> None:
    """Let courses leave, and bring others before those who look after them."""
    lives.tell(plan, now)
    progress(1, 1)


def claims_and_exemptions(plan: Plan, now: datetime, progress: Progress) -> None:
    """Offline trainings and exemptions."""
    del plan
    claims.tell(now)
    progress(1, 1)


def campaigns(plan: Plan, now: datetime, progress: Progress) -> None:
    """Push courses, and let people follow."""
    pushes.push(plan, now)
    progress(1, 1)


def resources(plan: Plan, now: datetime, progress: Progress) -> None:
    """Fill the digital library, the news, the digest and the directory of apps."""
    reading.fill(plan, now)
    progress(1, 1)


def other_films(plan: Plan, now: datetime, progress: Progress) -> None:
    """Leave the lectures that are not filmed yet to the worker, unless it has them already."""
    del plan, now
    waiting = DBTaskResult.objects.filter(task_path=filming.make_lecture.module_path, status__in=["READY", "RUNNING"])
    asked = {task.args_kwargs["args"][0] for task in waiting}
    for lecture in lectures():
        if lecture.name not in asked and films.film_of(lecture).state != AssetState.READY:
            filming.make_lecture.enqueue(lecture.name)
    progress(1, 1)


STAGES = (
    Stage("units", "units of Chongqing", units.plant),
    Stage("film", "a first lecture: speech, slides, film, renditions", first_film),
    Stage("rules", "credit rules", rules.settle),
    Stage("requirements", "what the year requires", requirements),
    Stage("people", "learners", people.enrol),
    Stage("years", "accounts of the year", years),
    Stage("classes", "class groups and teachers", classes.form),
    Stage("sign-ins", "sign-ins for every role", sign_ins),
    Stage("courses", "courses, quizzes and covers", catalogue),
    Stage("reorganised", "units merged and renamed", reorganised.write),
    Stage("carried", "credits carried over from last year", carried.tell),
    Stage("history", "the year behind them", history.write),
    Stage("micro-courses", "what micro-courses earn", rules.lower),
    Stage("circulars", "circulars of the half-year", circulars.write),
    Stage("voices", "messages, recommendations, notices", voices_and_counters),
    Stage("lives", "retirements, audits, proposals", lives_of_courses),
    Stage("claims", "offline training, exemptions", claims_and_exemptions),
    Stage("pushes", "courses pushed to people, and what came of it", campaigns),
    Stage("resources", "books, news, digests, apps", resources),
    Stage("care", "contacts, reminders, reviews, appeals", care.write),
    Stage("measures", "management measures", measures.write),
    Stage("oversight", "work plans, accountability talks", oversight.tell),
    Stage("assessments", "assessments of units", assessments.write),
    Stage("portfolio", "contracts, recordings, wishes", portfolio.write),
    Stage("films", "the other lectures (queued)", other_films, at_every_start=True),
)
