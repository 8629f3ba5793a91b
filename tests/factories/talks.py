"""Units under the line and talks with them, made by the actions themselves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from tests.factories.credits import earn, enrol
from tests.factories.organisation import grant, make_person

from yuanjiao.kernel.models import PolicyVersion
from yuanjiao.organisation.models import Person, Role, Unit
from yuanjiao.organisation.public import Scope
from yuanjiao.oversight.models import Talk
from yuanjiao.oversight.public import (
    Meeting,
    Record,
    attach_to_talk,
    call_talks,
    record_talk,
    set_task,
    sound,
)

NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
SOON = Meeting(NOW + timedelta(days=3), "三楼会议室")
PDF = b"%PDF-1.7 example"


def draw_line(**rules: object) -> None:
    """A line that holds from New Year and for units of one learner on."""
    body = {"from_month": 1, "from_day": 1, "least_people": 1} | rules
    PolicyVersion.objects.create(kind="talks", number=1, valid_from=datetime(2020, 1, 1, tzinfo=UTC), body=body)


def learners(unit: Unit, *hundredths: int, at: datetime = NOW) -> list[Person]:
    """Learners of a unit, each with so many hundredths of required credit."""
    people = [make_person(f"学员{number}", unit=unit) for number, _earned in enumerate(hundredths)]
    enrol(*people, at=at)
    for person, earned in zip(people, hundredths, strict=True):
        if earned:
            earn(person, earned, category="required", at=at)
    return people


def administrator_of(unit: Unit, name: str = "单位管理") -> Person:
    """Someone who administers a unit and learns nothing this year."""
    person = make_person(name, unit=unit, is_learner=False)
    grant(person, Role.UNIT_ADMINISTRATOR)
    return person


def call(actor: Person, *units: Unit, now: datetime = NOW) -> list[Talk]:
    """Notices to units that are under the line already."""
    meeting = Meeting(now + timedelta(days=3), SOON.place)
    return call_talks(actor=Scope.of(actor, now), units=units, meeting=meeting, words="请带上学习计划。", now=now)


def held(actor: Person, unit: Unit, now: datetime = NOW) -> Talk:
    """A talk whose record is written."""
    talk = call(actor, unit, now=now)[0]
    record = Record(now, "书记、管理员", "谈了原因。", "月底前六成达标。", (now + timedelta(days=30)).date())
    return record_talk(actor=Scope.of(actor, now), talk_id=talk.pk, record=record, now=now)


def arguments_of_a_talk(unit: Unit, actor: Person) -> dict[str, object]:
    """What addresses name of a talk with a unit under the line."""
    draw_line()
    owner = learners(unit, 0)[0]
    talk, scope = held(actor, unit), Scope.of(actor, NOW)
    task = set_task(actor=scope, talk_id=talk.pk, title="示例", owner=owner, due_on=date(2026, 7, 1), now=NOW)
    file = attach_to_talk(actor=scope, talk_id=talk.pk, file=sound("示例.pdf", PDF), now=NOW)
    return {"talk_id": talk.pk, "talk_task_id": task.pk, "attachment_key": file.key}
