"""Who may open what: the kinds of access, the people who try, and the things their addresses name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from tests.factories.assessments import arguments_of_an_assessment
from tests.factories.catalogue import make_asset, make_batch, make_course, make_lesson, make_proposal, make_quiz
from tests.factories.claims import ask_for_leave, make_claim, make_training
from tests.factories.credits import earn, enrol
from tests.factories.kernel import make_job
from tests.factories.library import make_app, make_article, make_book, make_digest, make_feed, make_subscription
from tests.factories.measures import arguments_of_measures
from tests.factories.organisation import grant, make_class, make_person, make_unit
from tests.factories.outreach import WRITTEN_AT, make_broken_off_mailing, make_message, make_notice, run_campaign
from tests.factories.oversight import make_circular, make_draft_circular, words_for
from tests.factories.plans import arguments_of_a_plan
from tests.factories.screens import arguments_of_a_screen
from tests.factories.sources import make_contract, make_introduction, make_production, make_scan, make_wish
from tests.factories.talks import arguments_of_a_talk

from yuanjiao.credits.models import LedgerEntry
from yuanjiao.credits.public import claim_for, issue_certificate
from yuanjiao.kernel.models import PolicyVersion
from yuanjiao.learning.models import Note, QuizAttempt
from yuanjiao.media.models import AssetKind
from yuanjiao.organisation.models import (
    ClassGroup,
    ClassSubstitute,
    ImportJob,
    Person,
    ReorganisationKind,
    Role,
    Unit,
)
from yuanjiao.organisation.public import Scope, Wish, reorganise
from yuanjiao.outreach.models import ComplaintKind
from yuanjiao.outreach.public import against_entry, appeal, complain
from yuanjiao.oversight.models import Reach
from yuanjiao.web.api.actions.tokens import create_token

DENIED = frozenset({401, 403, 404})


class Access(Enum):
    """Who gets through: nobody signed in, Lin (learner), Qin (administrator next door), the rightful one."""

    OPEN = ("everybody", True, True, True, True)
    SIGNED_IN = ("signed in", False, True, True, True)
    ADMINISTRATORS = ("administrators", False, False, True, True)
    OF_THE_UNIT = ("administrators of the unit", False, False, False, True)
    OF_THE_ACADEMY = ("administrators of the academy", False, False, False, True)
    EDITORS = ("editors", False, False, False, True)
    AFTER_A_STEP = ("nobody who comes straight here", False, False, False, False)
    """A page of a sequence, which sends whoever has not taken the step before it back to the beginning."""
    CLOSED = ("nobody, as there is no such page", False, False, False, False)
    TOKEN_HOLDERS = ("programs with a token", False, False, False, False)
    """The interface for programs: a cookie opens nothing; `tests/web/api` tries its tokens."""
    HER_OWN = ("Lin alone", False, True, False, True)

    @property
    def lets_in(self) -> list[bool]:
        """Whether each of the four gets through."""
        return list(self.value[1:])


@dataclass(frozen=True)
class World:
    """Two districts of a city, their people, one course, and what addresses may name."""

    lin: Person
    wu: Person
    qin: Person
    editor: Person
    administrator: Person
    arguments: dict[str, object]
    special: dict[str, dict[str, object]]
    """What single addresses name instead."""
    sessions: dict[int, str]
    """The cookie of each one's session, who signed in once for all addresses."""

    def rightful(self, access: Access) -> Person:
        """Who must get through to a page of this access."""
        by_access = {
            Access.OF_THE_UNIT: self.wu,
            Access.ADMINISTRATORS: self.wu,
            Access.OF_THE_ACADEMY: self.administrator,
            Access.EDITORS: self.editor,
        }
        return by_access.get(access, self.lin)

    def visitors(self, access: Access) -> list[tuple[str, Person | None]]:
        """The four who try, in the order of `Access`."""
        return [("nobody", None), ("Lin", self.lin), ("Qin", self.qin), ("the rightful one", self.rightful(access))]


def make_world() -> World:
    """The people and things that the access table needs."""
    city = make_unit("示例市")
    here, next_door = make_unit("示例区", under=city), make_unit("邻区", under=city)
    lin = make_person("林示例", unit=here)
    wu, qin = make_person("吴示例", unit=here), make_person("秦示例", unit=next_door)
    editor, administrator = make_person("编辑示例", unit=city), make_person("管理示例", unit=city)
    grant(wu, Role.UNIT_ADMINISTRATOR)
    grant(qin, Role.UNIT_ADMINISTRATOR)
    grant(editor, Role.COURSE_EDITOR, city)
    grant(administrator, Role.ACADEMY_ADMINISTRATOR, city)
    group = make_class(here, lin)
    course = make_course(lessons=1)
    quiz = make_quiz(course)
    lesson = course.lessons.get()
    enrol(lin)
    entry = earn(lin)
    job = ImportJob.objects.create(created_by=wu, created_at=WRITTEN_AT, effective_on=WRITTEN_AT, file_name="示例.xlsx")
    attempt = QuizAttempt.objects.create(
        learner_id=lin.pk, quiz=quiz, drawn=[], opened_at=WRITTEN_AT, submitted_at=WRITTEN_AT, score=100, passed=True
    )
    note = Note.objects.create(learner_id=lin.pk, lesson=lesson, at_ms=0, text="示例", written_at=WRITTEN_AT)
    coming = PolicyVersion.objects.create(kind="boards", number=1, valid_from=timezone.now() + timedelta(days=9))
    arguments = {
        "sequence": entry.sequence,
        "code": issue_certificate(entry=entry, now=WRITTEN_AT).code,
        "attempt_id": attempt.pk,
        "note_id": note.pk,
        "notice_id": make_notice(lin).pk,
        "message_id": make_message(lin, course).pk,
        "complaint_id": complain(actor=lin, kind=ComplaintKind.OTHER, text="示例", now=WRITTEN_AT).pk,
        **claims_of(here, lin, wu),
        "key": course.key,
        "job_key": job.key,
        "batch_key": make_batch(course, editor).key,
        "proposal_id": make_proposal(course, administrator).pk,
        "own_job_key": make_job(wu, file=b"example").key,
        "requirement_job_key": make_job(administrator).key,
        "grant_id": grant(make_person("周示例", unit=here), Role.CLASS_TEACHER).pk,
        "course_id": course.pk,
        "lesson_id": lesson.pk,
        "asset_id": make_asset(owner=editor).pk,
        "token_id": create_token(actor=lin, name="示例", scopes=[], days=1, now=timezone.now())[0].pk,
        "session_id": UserSession.objects.create(user=lin, session_key="on-another-device", ip="192.0.2.7").pk,
        "question_id": quiz.questions.all()[0].pk,
        "campaign_id": run_campaign(here, course).pk,
        "unit_id": here.pk,
        "person_id": lin.pk,
        "class_id": group.pk,
        **care_of(group, entry, lin, wu),
        "mailing_id": make_broken_off_mailing(wu).pk,
        "group_id": group.pk,
        "kind": coming.kind,
        "number": coming.number,
    }
    document = make_lesson(make_course("示例文档"), asset=make_asset(AssetKind.DOCUMENT))
    reading: dict[str, object] = {"lesson_id": document.pk}
    special = {"learner:document": reading, "learner:document_place": reading, **resources(arguments, here)}
    arguments |= {**_portfolio(lin), **of_oversight(here, wu), **of_a_reorganisation(here, wu)}
    people = (lin, wu, qin, editor, administrator)
    return World(*people, arguments, special, {person.pk: signed_in(person) for person in people})


def of_a_draft_circular(unit: Unit) -> dict[str, dict[str, object]]:
    """What may be done to a draft only is tried on one."""
    draft: dict[str, object] = {"circular_id": make_draft_circular(unit).pk}
    return {f"manage:circular_{act}": draft for act in ("edit", "count", "check", "publish", "discard")}


def resources(arguments: dict[str, object], unit: Unit) -> dict[str, dict[str, object]]:
    """Digital resources of each kind, added to what addresses may name; and what single addresses name instead.

    :param unit: whose draft circular is named where nothing else can be.
    """
    items = {"book": make_book(), "article": make_article(), "app": make_app()}
    digest = make_digest()
    arguments |= {f"{kind}_id": item.pk for kind, item in items.items()}
    arguments |= {
        "feed_id": make_feed().pk,
        "digest_id": digest.pk,
        "digest_number": digest.number,
        "item_id": digest.items.get().pk,
        "subscription_key": make_subscription(make_person("魏示例", unit=unit)).key,
    }
    ends = ("", "_edit", "_publish", "_withdraw")
    single = {f"manage:{kind}{end}": {"item_id": item.pk} for kind, item in items.items() for end in ends}
    return {**single, **of_a_draft_circular(unit)}


def claims_of(here: Unit, lin: Person, wu: Person) -> dict[str, object]:
    """A claim of Lin with its evidence, her request for an exemption, and a training that Wu claims for others."""
    claim, exemption, training = make_claim(lin), ask_for_leave(lin), make_training(wu)
    claim_for(actor=wu, training=training, learners=[make_person("郑示例", unit=here)], now=WRITTEN_AT)
    evidence = claim.training.evidence.get().key
    return {
        "claim_id": claim.pk,
        "exemption_id": exemption.pk,
        "training_id": training.pk,
        "evidence_key": evidence,
    }


def care_of(group: ClassGroup, entry: LedgerEntry, lin: Person, wu: Person) -> dict[str, object]:
    """A substitute of the class and an appeal of Lin."""
    stands_in = ClassSubstitute.objects.create(
        class_group=group, person=wu, since=WRITTEN_AT, until=WRITTEN_AT, arranged_at=WRITTEN_AT
    )
    appealed = appeal(actor=lin, against=against_entry(entry), text="示例", page="/{}/", now=entry.at)
    return {"substitute_id": stands_in.pk, "appeal_id": appealed.pk}


def of_a_reorganisation(unit: Unit, actor: Person) -> dict[str, object]:
    """A renaming of a unit below, decided for a day to come."""
    now = timezone.now()
    below, on = make_unit("改名镇", under=unit), timezone.localdate(now) + timedelta(days=30)
    wish = Wish(ReorganisationKind.RENAME, (below,), on, name="新镇", reason="示例")
    decided = reorganise(actor=Scope.of(actor, now), wish=wish, now=now)
    return {"reorganisation_id": decided.pk, "reorganisation_kind": decided.kind}


def of_oversight(unit: Unit, actor: Person) -> dict[str, object]:
    """What addresses name of oversight: measures, and a unit's screen, plan, talk, assessment, circular to all."""
    circular = make_circular(unit, words=words_for(Reach.EVERYONE))
    return {
        **arguments_of_measures(),
        **arguments_of_a_screen(unit, actor),
        **arguments_of_a_plan(unit, actor),
        **arguments_of_a_talk(make_unit("示例镇", under=unit), actor),
        **arguments_of_an_assessment(unit, actor),
        "circular_id": circular.pk,
        "form": "pdf",
    }


def _portfolio(lin: Person) -> dict[str, object]:
    """What the academy's courses stand on, and a wish."""
    contract = make_contract(scan=make_scan())
    return {
        "contract_id": contract.pk,
        "supplier_id": contract.supplier_id,
        "introduction_id": make_introduction().pk,
        "production_id": make_production().pk,
        "wish_id": make_wish(lin).pk,
    }


def addresses() -> Iterator[tuple[str, URLPattern]]:
    """Every named address of the product, with its namespace."""
    yield from walk(get_resolver().url_patterns, "")


def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[tuple[str, URLPattern]]:
    """The named addresses below a list of patterns."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from walk(pattern.url_patterns, inner)
        elif pattern.name:
            yield prefix + pattern.name, pattern


def path_of(name: str, pattern: URLPattern, world: World, own: dict[str, object]) -> str:
    """The address itself, its arguments taken from the row and the world."""
    known = {**world.arguments, **world.special.get(name, {}), **own}
    wanted = [*pattern.pattern.converters, *pattern.pattern.regex.groupindex, *own]
    return reverse(name, kwargs={key: known[key] for key in wanted})


def signed_in(person: Person) -> str:
    """The session of a person who has signed in."""
    client = Client()
    client.force_login(person, backend="yuanjiao.organisation.sign_in.PersonBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def tries(world: World, person: Person | None, path: str) -> bool:
    """Whether a person is let in; what that changes is taken back."""
    client = Client()
    with transaction.atomic():
        if person is not None:
            client.cookies.load({settings.SESSION_COOKIE_NAME: world.sessions[person.pk]})
        through = gets_through(client, path)
        transaction.set_rollback(True)
    return through


def gets_through(client: Client, path: str) -> bool:
    """Whether a visitor is let in: neither refused nor sent to sign in; what she finds is another test's matter."""
    response: HttpResponse = client.get(path)
    if response.status_code == 405:
        response = client.post(path)
    if 300 <= response.status_code < 400 and "/account/login" in response.headers.get("Location", ""):
        return False
    return response.status_code not in DENIED
