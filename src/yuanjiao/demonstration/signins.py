"""Sign-ins for every role. Their password is printed, so they work on this machine only."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction

from yuanjiao.demonstration import people
from yuanjiao.demonstration.plan import Plan, at
from yuanjiao.organisation.initials import initials_of
from yuanjiao.organisation.models import ClassGroup, Membership, Person, Role, RoleGrant, Unit, UnitKind
from yuanjiao.organisation.public import Scope, grant_role
from yuanjiao.web.account import demonstration as sign_in_page

NINE = 9 * 3600
PASSWORD = "yanshi-2026"  # noqa: S105 -- printed on purpose; accepted from this machine only


@dataclass(frozen=True)
class SignIn:
    """One sign-in: the name typed, the name shown, what she may do, and her first page."""

    staff_number: str
    full_name: str
    role: Role | None
    said: str
    page: str


LEARNER = SignIn(people.FIRST, "林晓（示例）", None, "学员 learner", "/")
TEACHER = SignIn("banzhuren", "周敏（示例）", Role.CLASS_TEACHER, "班主任 class teacher", "/manage/my-class/")
UNIT = SignIn("danwei", "吴静（示例）", Role.UNIT_ADMINISTRATOR, "单位管理员 unit administrator (涪陵区)", "/manage/")
ACADEMY = SignIn(
    "xueyuan-guanli", "秦岚（示例）", Role.ACADEMY_ADMINISTRATOR, "学院管理员 academy administrator", "/manage/"
)
EDITOR = SignIn("bianji", "何文（示例）", Role.COURSE_EDITOR, "课程编辑 course editor", "/manage/courses/")
AUDITOR = SignIn("shenji", "方明（示例）", Role.AUDITOR, "审计员 auditor", "/manage/")
ALL = (LEARNER, TEACHER, UNIT, ACADEMY, EDITOR, AUDITOR)


@transaction.atomic
def appoint(plan: Plan) -> None:
    """Give the first learner and five staff of the demonstration their sign-ins, and roles as old as the academy."""
    founded = at(plan.founded, NINE)
    hashed = make_password(PASSWORD)
    learner = Person.objects.select_related("unit").get(staff_number=people.FIRST)
    sign_in_as(learner, LEARNER, hashed)
    city = Unit.objects.get(kind=UnitKind.CITY)
    district = Unit.objects.get(path=learner.unit.path[: city.steplen * 2])
    places = {UNIT: district, TEACHER: learner.unit, ACADEMY: city, EDITOR: city, AUDITOR: city}
    for sign_in, unit in places.items():
        person = Person.objects.filter(staff_number=sign_in.staff_number).first()
        if person is None:
            person = staff(plan, unit)
        sign_in_as(person, sign_in, hashed)
        if sign_in.role and not RoleGrant.objects.filter(person=person, role=sign_in.role, ended_at=None).exists():
            grant_role(actor=Scope.of_system(), person=person, role=sign_in.role, unit=unit, now=founded)
        if sign_in is TEACHER:
            ClassGroup.objects.filter(places__person=learner).update(teacher=person)
    sign_in_page.keep(sign_in_page.SignIn(each.said, each.full_name, each.staff_number, PASSWORD) for each in ALL)


def staff(plan: Plan, unit: Unit) -> Person:
    """Someone who works for the academy and has nothing to learn this year."""
    person = Person(unit=unit, is_learner=False, post_level="142", position="副科长")
    person.staff_number = f"{people.PREFIX}-{unit.pk}-{Person.objects.count()}"
    person.save()
    Membership.objects.create(person=person, unit=unit, since=plan.founded)
    return person


def sign_in_as(person: Person, sign_in: SignIn, hashed: str) -> None:
    """Put name, sign-in name and password on a person."""
    person.staff_number, person.full_name = sign_in.staff_number, sign_in.full_name
    person.initials = initials_of(sign_in.full_name[:2])
    person.password, person.must_change_password = hashed, False
    person.save()
