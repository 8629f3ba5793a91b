"""What class teachers did, what waits for a study review, and who appeals."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from yuanjiao.catalogue.models import Lesson
from yuanjiao.credits.public import Pace, has_pace
from yuanjiao.demonstration import mailings, signins
from yuanjiao.demonstration.plan import Plan
from yuanjiao.learning.models import SuspicionSignal, WatchSession
from yuanjiao.learning.models.suspicion import SuspicionKind
from yuanjiao.library.models import Subscription
from yuanjiao.organisation.models import ClassGroup, Person
from yuanjiao.organisation.public import Scope, hand_over_class
from yuanjiao.outreach.models import (
    Contact,
    ContactWay,
    ReminderChannel,
    TeacherMessage,
    Verdict,
)
from yuanjiao.outreach.public import (
    Decision,
    Ruling,
    Talk,
    against_lesson,
    answer_learner,
    appeal,
    decide_appeal,
    decide_review,
    note_contact,
    remind,
    write_to_teacher,
)

TALKS = (
    Talk("电话通了，这个月下乡多，答应周末补两门。", ContactWay.CALL, "周一看进度"),
    Talk("当面说了必修课在哪里找，已经会用手机学。", ContactWay.VISIT),
    Talk("微信回复：在外地培训，月底回来再学。", ContactWay.MESSAGE, "月底再问一次"),
    Talk("说视频打不开，换了浏览器就好了。", ContactWay.CALL),
    Talk("快退休了，问能不能少学，请他看年度要求。", ContactWay.CALL, "问清楚再答复"),
)
CLASSES_TOUCHED = 12
SUSPECTS = 14
METRONOMIC_LEARNERS = 5
PULSE_MS = 15_000
FEW_PULSES, MANY_PULSES = 8, 60
DESK, APPEAL = "/manage/my-class/people/{}/", "/appeals/new/"


@transaction.atomic
def write(plan: Plan, now: datetime, progress: Callable[[int, int], None]) -> None:
    """Write everything once."""
    if Contact.objects.exists():
        return
    chance = plan.draw("care")
    teacher = Person.objects.get(staff_number=signins.TEACHER.staff_number)
    mailings.send(plan, now)
    look_after(plan, teacher, chance, now)
    others = ClassGroup.objects.filter(teacher__isnull=False).exclude(teacher=teacher).select_related("teacher")
    for group in others.order_by("pk")[:CLASSES_TOUCHED]:
        talk_with_some(plan, group, chance)
    if not plan.city:
        raise_signals(plan, chance)
        review_and_appeal(now)
    progress(1, 1)


def look_after(plan: Plan, teacher: Person, chance: random.Random, now: datetime) -> None:
    """The days of the teacher who can sign in: how to reach her class, contacts, reminders, messages, a substitute."""
    group = ClassGroup.objects.filter(teacher=teacher).select_related("unit").first()
    if group is None:
        return
    learners = list(Person.objects.filter(class_place__class_group=group).select_related("unit").order_by("pk"))
    for number, learner in enumerate(learners, start=1):
        learner.phone = f"000-0000-{number:04d}"
        learner.email = f"{learner.staff_number.lower()}@example.org"
    Person.objects.bulk_update(learners, ["phone", "email"])
    Subscription.objects.filter(person__in=learners[::3]).update(by_mail=True)
    scope = Scope.of(teacher, now)
    for place, learner in enumerate(chance.sample(learners, min(6, len(learners)))):
        at = plan.ends_at - timedelta(days=3 * place + 1, hours=-10)
        day = timezone.localdate(max(now, at)) if place == 0 else None
        talk = Talk(TALKS[place % len(TALKS)].said, TALKS[place % len(TALKS)].way, "看看补了没有" if day else "", day)
        note_contact(actor=scope, person=learner, talk=talk, now=at)
    lacking = set(Person.objects.filter(~has_pace([Pace.MET], now), class_place__class_group=group))
    reminded = [learner.pk for learner in chance.sample(learners, len(learners)) if learner in lacking][:5]
    at = plan.ends_at - timedelta(hours=14)
    remind(
        actor=scope,
        person_ids=reminded,
        text=mailings.REMINDER,
        channels=[ReminderChannel.NOTICE],
        link="/record/",
        now=at,
    )
    exchange(learners, scope, plan, now)
    colleague = Person.objects.filter(unit=group.unit, is_active=True).exclude(pk=teacher.pk).order_by("pk").last()
    if colleague:
        since = timezone.localdate(now) + timedelta(days=7)
        until = since + timedelta(days=4)
        hand_over_class(
            actor=scope, class_id=group.pk, person=colleague, since=since, until=until, reason="外出培训", now=now
        )


def exchange(learners: Sequence[Person], scope: Scope, plan: Plan, now: datetime) -> None:
    """One learner was answered, the one who can sign in waits."""
    signed_in = Person.objects.get(staff_number=signins.LEARNER.staff_number)
    earlier = next((learner for learner in learners if learner != signed_in), None)
    if earlier:
        asked = plan.ends_at - timedelta(days=2)
        write_to_teacher(actor=earlier, text="线下培训的学分什么时候能记上？", link=DESK.format(earlier.pk), now=asked)
        answer_learner(
            actor=scope, learner=earlier, text="先在学习档案里申报，审核后就记上。", link="/teacher/",
            now=asked + timedelta(hours=2),
        )  # fmt: skip
    text = "周老师，必修课里有一门视频卡住了，进度会不会丢？"
    write_to_teacher(actor=signed_in, text=text, link=DESK.format(signed_in.pk), now=now - timedelta(hours=1))
    TeacherMessage.objects.filter(learner=earlier).update(seen_at=now)


def talk_with_some(plan: Plan, group: ClassGroup, chance: random.Random) -> None:
    """A few contacts of another teacher."""
    learners = list(Person.objects.filter(class_place__class_group=group).select_related("unit").order_by("pk")[:4])
    Contact.objects.bulk_create(
        Contact(
            person=learner,
            by=group.teacher,
            at=plan.ends_at - timedelta(days=chance.randint(1, 60)),
            way=(talk := chance.choice(TALKS)).way,
            said=talk.said,
            unit_path=learner.unit.path,
        )
        for learner in learners
    )


def raise_signals(plan: Plan, chance: random.Random) -> None:
    """Some learners whose sessions look odd, each with sessions that show how."""
    since = plan.ends_at - timedelta(days=40)
    found = WatchSession.objects.filter(opened_at__gt=since, pulses__gte=FEW_PULSES).order_by("learner_id")
    numbers = list(found.values_list("learner_id", flat=True).distinct()[: SUSPECTS * 40 : 40])
    signals = []
    for place, number in enumerate(numbers):
        sessions = list(WatchSession.objects.filter(learner_id=number, opened_at__gt=since).order_by("-opened_at"))
        beat_as(sessions, chance, steady=place < METRONOMIC_LEARNERS)
        signals += signals_of(sessions, chance, place)
    SuspicionSignal.objects.bulk_create(signals, ignore_conflicts=True)


def beat_as(sessions: Sequence[WatchSession], chance: random.Random, *, steady: bool) -> None:
    """Give sessions the intervals of a person's browser, the latest two of them a script's if they are to be odd."""
    for place, session in enumerate(sessions):
        odd = steady and place < 2
        scatter = chance.uniform(0.4, 2.0) if odd else chance.uniform(180, 900)
        session.pulses = max(session.pulses, MANY_PULSES) if odd else session.pulses
        intervals = max(0, session.pulses - 1)
        session.interval_sum_ms = intervals * PULSE_MS
        session.interval_squares = round(intervals * (PULSE_MS**2 + scatter**2))
        session.address = f"192.0.2.{chance.randint(1, 250)}"
    WatchSession.objects.bulk_update(sessions, ["pulses", "interval_sum_ms", "interval_squares", "address"])


def signals_of(sessions: Sequence[WatchSession], chance: random.Random, place: int) -> list[SuspicionSignal]:
    """The signals that such sessions give."""
    latest = sessions[0]
    at = latest.ended_at or latest.opened_at
    if place < METRONOMIC_LEARNERS:
        detail = {"pulses": latest.pulses, "scatter_ms": round(chance.uniform(0.4, 2.0), 2)}
        return [_signal(session, SuspicionKind.METRONOMIC, detail) for session in sessions[:2]]
    kind = SuspicionKind.FAST_ANSWERS if place % 2 else SuspicionKind.LONG_DAY
    details = {
        SuspicionKind.FAST_ANSWERS: {"seconds": round(chance.uniform(2, 6), 1), "quickest": 25.0},
        SuspicionKind.LONG_DAY: {"counted_ms": chance.randint(58, 70) * 1_000_000},
    }
    day = timezone.localdate(at)
    return [SuspicionSignal(learner_id=latest.learner_id, kind=kind, at=at, day=day, detail=details[kind])]


def _signal(session: WatchSession, kind: SuspicionKind, detail: dict[str, float]) -> SuspicionSignal:
    at = session.ended_at or session.opened_at
    return SuspicionSignal(
        learner_id=session.learner_id,
        kind=kind,
        session_id=session.session_id,
        at=at,
        day=timezone.localdate(at),
        detail=detail,
    )


def review_and_appeal(now: datetime) -> None:
    """One review that warned, and two appeals: one waits, one is decided."""
    administrator = Person.objects.get(staff_number=signins.ACADEMY.staff_number)
    waiting = SuspicionSignal.objects.filter(kind=SuspicionKind.LONG_DAY).order_by("at").first()
    if waiting:
        learner = Person.objects.select_related("unit").get(pk=waiting.learner_id)
        decision = Decision(Verdict.WARN, "一天计入的时间过长，请说明是否有人代学。", waiting.at)
        decide_review(actor=administrator, learner=learner, decision=decision, appeal_page=APPEAL, now=now)
    signed_in = Person.objects.select_related("unit").get(staff_number=signins.LEARNER.staff_number)
    lessons = Lesson.objects.filter(course__demonstration=True, course__state="published").select_related("course")
    texts = ("晚上断网后看的二十分钟没有计入，当时用的是手机。", "看到一半页面刷新，前面的进度不见了。")
    answers = ("已核对播放记录：断网的部分联网后补报，都已计入。", "")
    for lesson, text, answer in zip(lessons.order_by("pk")[:2], texts, answers, strict=False):
        at = now - timedelta(days=4 if answer else 1)
        made = appeal(actor=signed_in, against=against_lesson(lesson), text=text, page="/manage/appeals/{}/", now=at)
        if answer:
            ruling = Ruling(granted=False, answer=answer)
            decide_appeal(actor=administrator, appeal_id=made.pk, ruling=ruling, page="/appeals/", now=now)
