"""What learners ask for and what they get, by post level, kind of unit and topic (A7).

Groups are shown only when they are large enough that nobody can be told from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from yuanjiao.catalogue.models import CourseState, Topic
from yuanjiao.catalogue.public import wishes_by_topic
from yuanjiao.learning.public import Group, Searched, Used, searched_since, used_by_group
from yuanjiao.organisation.models import Person, PostLevel, UnitKind

FEWEST_PEOPLE = 10
FEWEST_RATINGS = 5
HOUR_MS = 3_600_000
SHORT = 2.0
"""A topic is short of supply when each of its courses is asked for so many times as often as the average course."""


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A post level or a kind of unit: its people, what they completed, how they rate; nothing of small groups."""

    name: str
    people: int
    used: Used

    @property
    def shown(self) -> bool:
        """Whether it is large enough."""
        return self.people >= FEWEST_PEOPLE

    @property
    def completions(self) -> int | None:
        """How often its people completed a course."""
        return self.used.completions if self.shown else None

    @property
    def hours_a_head(self) -> float | None:
        """How many hours of courses each of its people completed."""
        return self.used.learned_ms / HOUR_MS / self.people if self.shown else None

    @property
    def ratings(self) -> int | None:
        """How often its people rated."""
        return self.used.ratings if self.shown and self.used.ratings >= FEWEST_RATINGS else None

    @property
    def stars(self) -> float | None:
        """Its mean rating."""
        return self.used.stars / self.used.ratings if self.ratings else None


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic: what there is, what is learned of it, what is looked for in vain and wished for."""

    topic_id: int
    name: str
    courses: int
    length_ms: int
    learned_ms: int
    hours_a_head: float
    missed: int
    wishes: int

    @property
    def asked(self) -> int:
        """Searches in vain and wishes together."""
        return self.missed + self.wishes

    @property
    def asked_a_course(self) -> float:
        """How much is asked for each course there is; a topic without courses counts as one."""
        return self.asked / max(self.courses, 1)


@dataclass(frozen=True)
class Demand:
    """The whole analysis."""

    levels: list[GroupLine]
    kinds: list[GroupLine]
    topics: list[TopicLine]
    searches: list[Searched]

    @property
    def average(self) -> float:
        """How much is asked for each course of the academy."""
        return sum(line.asked for line in self.topics) / max(sum(line.courses for line in self.topics), 1)

    @property
    def short(self) -> set[int]:
        """The topics short of supply."""
        return {line.topic_id for line in self.topics if line.asked and line.asked_a_course > SHORT * self.average}


def since(today: date) -> date:
    """The first month that is looked at: this one of last year."""
    return today.replace(year=today.year - 1, day=1)


def demand(today: date) -> Demand:
    """Everything of the last twelve months; seven grouped queries."""
    used, people = used_by_group(since(today)), _people()
    searches = searched_since(since(today))
    return Demand(
        levels=_lines(PostLevel.choices, 0, used, people),
        kinds=_lines(UnitKind.choices, 1, used, people),
        topics=_topics(used, searches, sum(people.values())),
        searches=searches,
    )


def _people() -> dict[tuple[str, str], int]:
    learners = Person.objects.filter(is_active=True, is_learner=True).order_by()
    rows = learners.values_list("post_level", "unit__kind").annotate(number=Count("pk"))
    return {(level, kind): number for level, kind, number in rows}


def _lines(
    choices: Iterable[tuple[str, object]],
    place: int,
    used: Mapping[Group, Used],
    people: Mapping[tuple[str, str], int],
) -> list[GroupLine]:
    lines = []
    for value, label in choices:
        number = sum(count for group, count in people.items() if group[place] == value)
        theirs = Used()
        for group, each in used.items():
            if (group.post_level, group.unit_kind)[place] == value:
                theirs = theirs.plus(each)
        if number:
            lines.append(GroupLine(str(label), number, theirs))
    return lines


def _topics(used: Mapping[Group, Used], searches: list[Searched], people: int) -> list[TopicLine]:
    learned: dict[int, int] = {}
    for group, each in used.items():
        learned[group.topic_id] = learned.get(group.topic_id, 0) + each.learned_ms
    missed: dict[int, int] = {}
    for row in searches:
        if row.topic_id is not None:
            missed[row.topic_id] = missed.get(row.topic_id, 0) + row.missed
    wished, online = wishes_by_topic(), Q(courses__state=CourseState.PUBLISHED)
    topics = Topic.objects.annotate(
        online=Count("courses", filter=online), length=Sum("courses__duration_ms", filter=online)
    )
    lines = [
        TopicLine(
            topic_id=topic.pk,
            name=topic.name,
            courses=topic.online,
            length_ms=topic.length or 0,
            learned_ms=learned.get(topic.pk, 0),
            hours_a_head=learned.get(topic.pk, 0) / HOUR_MS / max(people, 1),
            missed=missed.get(topic.pk, 0),
            wishes=wished.get(topic.pk, 0),
        )
        for topic in topics
    ]
    return sorted(lines, key=lambda line: (-line.asked_a_course, -line.learned_ms, line.name))


def too_small() -> str:
    """What stands where a group is too small."""
    return _("少于 %(people)s 人，不显示") % {"people": FEWEST_PEOPLE}
