"""What the courses stand on, what is being recorded, and what learners wish for: all of it made up and marked so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from yuanjiao.catalogue.models import (
    Contract,
    Course,
    CourseWish,
    Production,
    ProductionState,
    SharedLicence,
    SourceKind,
    Supplier,
)
from yuanjiao.catalogue.public import (
    PRODUCTION_AHEAD,
    ContractFields,
    CrewMember,
    IntroductionFields,
    Origin,
    ProductionFields,
    SupplierFields,
    answer_wish,
    change_supplier,
    enter_contract,
    keep_introduction,
    move_production,
    nearest_topic,
    plan_production,
    set_origin,
    take_into_contract,
    wish_for,
)
from yuanjiao.demonstration import signins
from yuanjiao.demonstration.plan import MARK, Plan, at
from yuanjiao.learning.public import count_use
from yuanjiao.organisation.models import Person
from yuanjiao.outreach.public import count_seats

YEARS = 2
SEATS_IN_A_HUNDRED = 95
PRICES_YUAN = (36_000, 48_500, 61_200)
ENDS_IN_DAYS = (24, 160, 310)
RECORDINGS = (
    ("全市公文处理培训班", "市委党校三楼报告厅", ProductionState.PUBLISHED),
    ("基层治理案例分享会", "示范社区活动室", ProductionState.AUDITED),
    ("防汛应急演练现场教学", "长江边演练场", ProductionState.EDITED),
    ("乡村建设现场会", "示范村文化广场", ProductionState.RECORDED),
    ("数据安全专题讲座", "市政务中心", ProductionState.PLANNED),
    ("年轻干部读书会", "图书馆报告厅", ProductionState.PLANNED),
    ("室外拓展训练", "待定", ProductionState.ABANDONED),
)
EQUIPMENT = "摄像机两台、无线话筒一套、三脚架、补光灯"
WISHES = (
    ("农村宅基地", "群众常来问，想系统学一遍", 11),
    ("招投标", "单位今年有两个项目", 9),
    ("无人机", "巡河和查违建用得上", 7),
    ("普通话", "下乡讲解用", 4),
    ("公文写作提高", "", 3),
)
VOTERS = 12
RECORDED_BEFORE = timedelta(days=3)
PLANNED_AHEAD, A_STEP, AFTERNOON = timedelta(days=20), timedelta(days=1, hours=2), 16 * 3600
"""How long before the day a recording is planned, and how long the work on it takes from one step to the next."""


def write(plan: Plan, now: datetime, progress: Callable[[int, int], None]) -> None:
    """Write all of it, unless it is there, and count how much courses, and which seats, were used."""
    steps: tuple[Callable[[Plan, datetime], None], ...] = (buy, introduce, share, record, wish)
    for number, step in enumerate(steps, start=1):
        step(plan, now)
        progress(number, len(steps) + 1)
    count_use(now=now)
    count_seats(now=now, page_of="/manage/contracts/{}/".format)
    progress(len(steps) + 1, len(steps) + 1)


def of_source(kind: SourceKind) -> list[Course]:
    """The demonstration's courses of a source, of which nobody has said where they come from."""
    rows = Course.objects.filter(demonstration=True, source_kind=kind, origin__isnull=True, production__isnull=True)
    return list(rows.order_by("pk"))


@transaction.atomic
def buy(plan: Plan, now: datetime) -> None:
    """A contract a year with each supplier, the last one renewing the one before; one ends soon."""
    if Contract.objects.exists():
        return
    courses = of_source(SourceKind.PURCHASED)
    suppliers = Supplier.objects.filter(courses__in=courses).distinct().order_by("name")
    for place, supplier in enumerate(suppliers):
        contact = SupplierFields(
            supplier.name, contact=f"联系人{place + 1}{MARK}", phone="000-0000000", notes="演示用的供应商，电话不通。"
        )
        change_supplier(actor=None, supplier=supplier, fields=contact, now=now)
        last = plan.today + timedelta(days=ENDS_IN_DAYS[place % len(ENDS_IN_DAYS)])
        contract: Contract | None = None
        for back in reversed(range(YEARS)):
            contract = enter_contract(
                actor=None, fields=_contract(supplier, last, back, place, plan.learners), now=now, renews=contract
            )  # fmt: skip
        mine = [course for course in courses if course.supplier_id == supplier.pk]
        if contract is not None:
            take_into_contract(actor=None, contract=contract, courses=mine, now=now)


def _contract(supplier: Supplier, last: date, years_back: int, place: int, learners: int) -> ContractFields:
    licence_to = last - timedelta(days=365 * years_back)
    licence_from = licence_to - timedelta(days=364)
    return ContractFields(
        supplier=supplier,
        number=f"演示-{licence_from.year}-{place + 1:03d}",
        title=f"{licence_from.year} 年度课程采购{MARK}",
        signed_on=licence_from - timedelta(days=15),
        price_fen=PRICES_YUAN[place % len(PRICES_YUAN)] * 100,
        licence_from=licence_from,
        licence_to=licence_to,
        seats=(max(1, learners * SEATS_IN_A_HUNDRED // 100), None, 10 * learners)[place % 3],
    )


@transaction.atomic
def introduce(plan: Plan, now: datetime) -> None:
    """Two letters, with the introduced courses divided between them."""
    courses = of_source(SourceKind.INTRODUCED)
    if not courses:
        return
    letters = [
        keep_introduction(
            actor=None,
            introduction=None,
            fields=IntroductionFields(
                authority=f"{name}{MARK}",
                letter_number=f"演示函〔{plan.start.year}〕{number}号",
                received_on=plan.start - timedelta(days=20 * number),
            ),
            now=now,
        )
        for number, name in enumerate(("上级培训主管部门", "上级网络学院"), start=1)
    ]
    for place, course in enumerate(courses):
        origin = Origin(SourceKind.INTRODUCED, introduction=letters[place % len(letters)])
        set_origin(actor=None, course=course, origin=origin, now=now)


@transaction.atomic
def share(plan: Plan, now: datetime) -> None:
    """The universities' licences."""
    del plan
    licences = (SharedLicence.AGREEMENT, SharedLicence.CC_BY_NC_SA, SharedLicence.CC_BY)
    for place, course in enumerate(of_source(SourceKind.SHARED_OPEN)):
        licence = licences[place % len(licences)]
        origin = Origin(SourceKind.SHARED_OPEN, university=course.university, licence=licence)
        set_origin(actor=None, course=course, origin=origin, now=now)


@transaction.atomic
def record(plan: Plan, now: datetime) -> None:
    """Recordings in every state, and one for each local course."""
    del now
    if Production.objects.exists():
        return
    editor = Person.objects.filter(staff_number=signins.EDITOR.staff_number).first()
    courses = of_source(SourceKind.LOCALLY_PRODUCED)
    finished = [(f"“{course.title}”录制", "学院演播室", ProductionState.PUBLISHED) for course in courses[1:]]
    for place, (event, where, state) in enumerate((*RECORDINGS, *finished)):
        course = courses.pop(0) if state == ProductionState.PUBLISHED and courses else None
        on = _recorded_on(plan, place, state, course)
        crew = (CrewMember(person=editor, duty="统筹"), CrewMember(name=f"示例摄像{MARK}", duty="摄像"))
        fields = ProductionFields(
            event=f"{event}{MARK}",
            record_on=on,
            place=where,
            equipment=EQUIPMENT,
            cost_fen=(1800 + 350 * (place % 4)) * 100,
            crew=crew if editor else crew[1:],
        )
        planned = min(at(on - PLANNED_AHEAD, AFTERNOON), at(plan.today - timedelta(days=3), AFTERNOON))
        production = plan_production(actor=editor, fields=fields, now=planned)
        _bring(production, state, course, editor)


def _recorded_on(plan: Plan, place: int, state: ProductionState, course: Course | None) -> date:
    """What became a course was recorded just before its draft was made."""
    if course is not None:
        return timezone.localdate(course.created_at) - RECORDED_BEFORE
    ahead = state in {ProductionState.PLANNED, ProductionState.ABANDONED}
    return plan.today + timedelta(days=9 + place) if ahead else plan.today - timedelta(days=12 * place + 5)


def _bring(production: Production, to: ProductionState, course: Course | None, editor: Person | None) -> None:
    """Bring a plan where the story has it, each step on its day."""
    if to == ProductionState.ABANDONED:
        given_up = production.changed_at + timedelta(days=2)
        move_production(actor=editor, production=production, to=to, now=given_up, remark="活动取消")
        return
    state, moment = ProductionState.PLANNED, at(production.record_on, AFTERNOON)
    while state != to:
        state = PRODUCTION_AHEAD[state]
        if state == ProductionState.PUBLISHED and course is None:
            return
        move_production(
            actor=editor,
            production=production,
            to=state,
            now=moment,
            course=course if state == ProductionState.PUBLISHED else None,
        )
        moment += A_STEP


@transaction.atomic
def wish(plan: Plan, now: datetime) -> None:
    """Wishes of some learners, one of them answered with a course."""
    del plan
    if CourseWish.objects.exists():
        return
    voters = list(Person.objects.filter(is_learner=True).order_by("pk")[:VOTERS])
    editor = Person.objects.filter(staff_number=signins.EDITOR.staff_number).first()
    for words, why, number in WISHES:
        topic = nearest_topic(words)
        for place, voter in enumerate(voters[:number]):
            moment = now - timedelta(days=30 - place)
            wish_for(actor=voter, words=words, why="" if place else why, topic_id=topic, now=moment)
    last = CourseWish.objects.order_by("pk").last()
    course = Course.objects.filter(demonstration=True, state="published", topic__name="公文与文秘").first()
    if editor is not None and last is not None and course is not None:
        answer_wish(actor=editor, wish_id=last.pk, course=course, now=now)
