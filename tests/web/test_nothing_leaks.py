"""What happens next door changes nothing that an administrator sees: no row, no number, no suggestion, no file name."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories.claims import ask_for_leave, make_claim, make_training
from tests.factories.credits import earn, enrol
from tests.factories.kernel import make_job
from tests.factories.organisation import grant, make_class, make_person, make_unit
from tests.factories.outreach import make_broken_off_mailing, run_campaign
from tests.factories.oversight import make_draft_circular
from tests.factories.plans import arguments_of_a_plan
from tests.factories.screens import arguments_of_a_screen
from tests.factories.talks import NOW as TALKED_AT
from tests.factories.talks import SOON, learners
from tests.web.access import Access, World, addresses, make_world, path_of
from tests.web.access_table import ARGUMENTS, TABLE
from tests.web.sheets import rows_of

from yuanjiao.catalogue.models import Course
from yuanjiao.credits.public import claim_for
from yuanjiao.organisation.models import Person, ReorganisationKind, Role, Unit
from yuanjiao.organisation.public import Scope, Wish, reorganise
from yuanjiao.outreach.models import ComplaintKind, Mailing
from yuanjiao.outreach.public import against_entry, appeal, complain
from yuanjiao.oversight.public import call_talks
from yuanjiao.web.api.actions.tokens import create_token
from yuanjiao.web.api.scopes import TokenScope

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
WORDS = ("q=示例", "q=林", "q=P00", "export=excel")
"""What is next door searched for, and the list as a file; suggestions take the same word."""
CHANGING = re.compile(r'(csrf-token" content="|csrfmiddlewaretoken" value="|name="key" value=")[^"]*"')
"""Tokens, which are new in every answer."""


@pytest.fixture(autouse=True)
def one_moment() -> Iterator[None]:
    """Pages tell the minute at which they were counted, and forms propose the next hour."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


@pytest.fixture
def world(settings) -> World:
    """Wu's district and Qin's."""
    settings.SECOND_FACTOR_OF_ADMINISTRATORS = False
    return make_world()


def pages(world: World) -> Iterator[str]:
    """Every page of administrators that is open to Qin."""
    for name, pattern in addresses():
        if TABLE.get(name) is Access.ADMINISTRATORS and name != "manage:desk_counted":
            yield path_of(name, pattern, world, ARGUMENTS.get(name, {}))


def given(client: Client, path: str) -> object:
    """What a page gives: its words, or the rows of its file, with the name that it is saved under."""
    response = client.get(path)
    name = response.headers.get("Content-Disposition", "")
    sheet = "spreadsheetml" in response.headers.get("Content-Type", "")
    return name, response.status_code, rows_of(response) if sheet else CHANGING.sub("", response.text)


def takes_words(page: str) -> bool:
    """Whether it can be searched or taken as a file; what is no whole page, a suggestion or a file, always may be."""
    fields = page.count('name="q"') - page.count('id="top-search"')
    return "<html" not in page or fields > 0 or "export=" in page


def seen(world: World, person: Person) -> dict[str, object]:
    """What each page gives her, as it is and with each of the words that it may take."""
    client = Client()
    client.cookies.load({configured.SESSION_COOKIE_NAME: world.sessions[person.pk]})
    found: dict[str, object] = {}
    for path in pages(world):
        found[path] = given(client, path)
        if takes_words(str(found[path])):
            found |= {f"{path}?{words}": given(client, f"{path}?{words}") for words in WORDS}
    return found


def much_happens(unit: Unit, wu: Person, course: Course) -> None:
    """Next door gets people, classes, claims, pushes, mailings, talks, plans and whatever else a district has."""
    now = timezone.now()
    people = [make_person(f"林新{number}示例", unit=unit) for number in range(3)]
    enrol(*people)
    entry = earn(people[0])
    teacher = make_person("林老师示例", unit=unit)
    grant(teacher, Role.CLASS_TEACHER)
    make_class(unit, *people, teacher=teacher)
    town = make_unit("林新镇示例", under=unit)
    make_claim(people[0])
    ask_for_leave(people[1])
    claim_for(actor=wu, training=make_training(wu), learners=[people[2]], now=now)
    complain(actor=people[0], kind=ComplaintKind.OTHER, text="林新示例", now=now)
    appeal(actor=people[0], against=against_entry(entry), text="示例", page="/{}/", now=entry.at)
    run_campaign(unit, course, name="林新示例推送")
    Mailing.objects.update(key="another")
    make_broken_off_mailing(wu)
    make_draft_circular(unit)
    make_job(wu)
    arguments_of_a_plan(town, wu)
    arguments_of_a_screen(unit, wu)
    learners(town, 0)
    call_talks(actor=Scope.of(wu, TALKED_AT), units=[town], words="示例", meeting=SOON, now=TALKED_AT)
    renamed = make_unit("林旧镇示例", under=unit)
    wish = Wish(ReorganisationKind.RENAME, (renamed,), timezone.localdate(now), name="林新名镇示例", reason="示例")
    reorganise(actor=Scope.of(wu, now), wish=wish, now=now)


def test_whatever_happens_next_door_changes_no_page_suggestion_or_file_of_an_administrator(world):
    before = seen(world, world.qin)
    much_happens(world.lin.unit, world.wu, Course.objects.get(pk=world.arguments["course_id"]))
    after = seen(world, world.qin)
    assert (len(before) > 100, any("export" in path for path in before)) == (True, True)
    changed = [path for path in before if before[path] != after[path]]
    assert changed == []


def test_nor_what_a_program_of_hers_is_told(world):
    now = timezone.now()
    token = create_token(actor=world.qin, name="示例", scopes=list(TokenScope), days=1, now=now)[1]
    ways = [reverse(f"api:{name}") for name in ("learners", "courses")]

    def told() -> list[bytes]:
        return [Client().get(way, headers={"Authorization": f"Bearer {token}"}).content for way in ways]

    before = told()
    much_happens(world.lin.unit, world.wu, Course.objects.get(pk=world.arguments["course_id"]))
    assert told() == before
