"""Every list of the manage pages: searched, filtered and sorted by its address, and had as Excel within the scope."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from tests.factories.assessments import make_assessment
from tests.factories.catalogue import make_batch, make_course, make_lesson
from tests.factories.districts import make_districts
from tests.factories.media import make_asset
from tests.factories.organisation import grant, make_class, make_person, make_unit
from tests.factories.outreach import WRITTEN_AT, make_campaign, make_message
from tests.factories.oversight import make_circular, make_draft_circular
from tests.factories.sources import make_contract, make_introduction, make_production
from tests.web.manage.conftest import BACKEND
from tests.web.sheets import column

from yuanjiao.catalogue.models import ProductionState
from yuanjiao.learning import suspicion
from yuanjiao.learning.models.suspicion import SuspicionKind
from yuanjiao.media.models import AssetKind
from yuanjiao.organisation.models import ClassPlace, ImportJob, Person, Role
from yuanjiao.organisation.public import Scope
from yuanjiao.outreach.models import BoardMessage, ComplaintKind, ReminderChannel, Verdict
from yuanjiao.outreach.public import (
    Decision,
    Talk,
    against_review,
    appeal,
    complain,
    decide_review,
    note_contact,
    remind,
)

NOW = WRITTEN_AT


def make_import(person: Person, file_name: str, **fields: object) -> ImportJob:
    fields = {"created_at": WRITTEN_AT, "effective_on": WRITTEN_AT} | fields
    return ImportJob.objects.create(created_by=person, file_name=file_name, **fields)


def send_reminder(sender: Person, person: Person, text: str) -> None:
    channels = [ReminderChannel.NOTICE]
    remind(actor=Scope.of(sender, NOW), person_ids=[person.pk], text=text, channels=channels, link="/", now=NOW)


def review_and_appeal(decider: Person, learner: Person, place: str) -> None:
    """A decided review with an appeal, and a newer signal that waits."""
    for kind, at in ((SuspicionKind.LONG_DAY, NOW), (SuspicionKind.METRONOMIC, NOW + timedelta(hours=1))):
        suspicion.note(learner_id=learner.pk, kind=kind, at=at, session_id=0, detail={})
    decision = Decision(Verdict.WARN, f"{place}理由", NOW)
    review = decide_review(actor=decider, learner=learner, decision=decision, appeal_page="/", now=NOW)
    appeal(actor=learner, against=against_review(review), text=f"{place}申诉", page="/{}/", now=NOW)


def make_full() -> SimpleNamespace:
    """One thing of each kind in Wu's district, and Wu and Qin each with every right in their own."""
    world = make_districts()
    for person in (world.wu, world.qin):
        grant(person, Role.ACADEMY_ADMINISTRATOR)
        grant(person, Role.COURSE_EDITOR)
    world.group = make_class(world.township, world.lin, teacher=world.zhou)
    world.course = make_course("本区课程", unit=world.here)
    make_course("本区待审", unit=world.here, state="audit")
    make_batch(world.course, world.wu, reason="本区的一批")
    make_asset(owner=world.wu, original_name="本区.mp4")
    make_message(world.lin, text="本区留言")
    complain(actor=world.lin, kind=ComplaintKind.CREDIT, text="本区意见", now=NOW)
    make_import(world.wu, "本区.xlsx")
    make_campaign(world.here, world.course, name="本区推送")
    note_contact(actor=Scope.of(world.wu, NOW), person=world.lin, talk=Talk("本区联系"), now=NOW)
    send_reminder(world.wu, world.lin, "本区提醒")
    review_and_appeal(world.wu, world.lin, "本区")
    make_circular(world.here)
    make_assessment(world.wu, world.here)
    make_contract("本区合同", unit=world.here)
    make_introduction(authority="本区来文", unit=world.here)
    make_production("本区录制", unit=world.here)
    return world


@pytest.fixture(scope="module")
def made_once(django_db_setup, django_db_blocker) -> Iterator[SimpleNamespace]:
    """The full district, made once for all tests here; what a test changes in it goes with that test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_full()
        transaction.set_rollback(True)


@pytest.fixture
def full(made_once, db, settings):
    settings.SECOND_FACTOR_OF_ADMINISTRATORS = False
    return deepcopy(made_once)


LISTS = {
    "/manage/people/": ("姓名", "林学员"),
    "/manage/classes/": ("班主任", "周班主任"),
    "/manage/roles/": ("姓名", "吴管理"),
    "/manage/units/": ("单位", "本镇"),
    "/manage/people/import/": ("文件", "本区.xlsx"),
    "/manage/courses/": ("课程", "本区课程"),
    "/manage/courses/audits/": ("课程", "本区待审"),
    "/manage/courses/review/": ("课程", "本区课程"),
    "/manage/courses/changes/": ("课程", "本区课程"),
    "/manage/courses/batches/": ("原因", "本区的一批"),
    "/manage/assets/": ("文件", "本区.mp4"),
    "/manage/board/": ("留言", "本区留言"),
    "/manage/pushes/": ("名称", "本区推送"),
    "/manage/complaints/": ("内容", "本区意见"),
    "/manage/my-class/contacts/": ("说了什么", "本区联系"),
    "/manage/my-class/reminders/": ("文字", "本区提醒"),
    "/manage/caseload/": ("姓名", "周班主任"),
    "/manage/study-reviews/": ("姓名", "林学员"),
    "/manage/study-reviews/decided/": ("理由", "本区理由"),
    "/manage/appeals/": ("说明", "本区申诉"),
    "/manage/circulars/": ("标题", "关于2026年上半年学习情况的通报"),
    "/manage/assessments/": ("考核单位", "本区"),
    "/manage/contracts/": ("合同名称", "本区合同"),
    "/manage/introductions/": ("上级机关", "本区来文"),
    "/manage/productions/": ("活动", "本区录制"),
    "/manage/trail/": ("对象", "林学员"),
}


@pytest.mark.parametrize("path", LISTS)
def test_the_file_has_her_rows_and_the_administrator_next_door_gets_none_of_them(full, as_person, path):
    heading, cell = LISTS[path]
    assert cell in column(as_person(full.wu).get(path, {"export": "excel"}), heading)
    assert cell not in column(as_person(full.qin).get(path, {"export": "excel"}), heading)


@pytest.mark.parametrize("path", LISTS)
def test_a_list_counts_its_rows_and_leads_to_a_file_with_the_same_filters(full, as_person, path):
    page = as_person(full.wu).get(path, {"q": "本"}).content.decode()
    assert "list-count" in page
    assert 'href="?q=%E6%9C%AC&amp;export=excel"' in page or "empty-state" in page


@pytest.mark.parametrize("path", LISTS)
def test_what_makes_no_sense_in_the_address_narrows_nothing(full, as_person, path):
    client = as_person(full.wu)
    words = {"state": "x", "kind": "x", "status": "x", "sort": "x", "topic": "x", "page": "x", "q": "\0"}
    assert len(client.get(path, words).context["page"]) == len(client.get(path).context["page"])


@pytest.mark.parametrize("path", LISTS)
def test_a_search_that_finds_nothing_says_what_to_do(full, as_person, path):
    page = as_person(full.wu).get(path, {"q": "查无此项"}).content.decode()
    assert "empty-state" in page
    assert "export=excel" not in page


def test_messages_are_filtered_by_board_and_sorted_by_likes(full, as_person):
    liked = make_message(full.lin, full.course, text="课程留言", like_count=3)
    own = BoardMessage.objects.get(text="本区留言")
    client, path = as_person(full.wu), "/manage/board/"
    assert list(client.get(path, {"board": "courses"}).context["page"]) == [liked]
    assert list(client.get(path, {"board": "academy"}).context["page"]) == [own]
    assert next(iter(client.get(path, {"sort": "liked"}).context["page"])) == liked


def test_files_that_no_course_uses_are_found(full, as_person):
    film, captions = make_asset(owner=full.wu), make_asset(AssetKind.CAPTIONS, owner=full.wu)
    cover = make_asset(AssetKind.PICTURE, owner=full.wu)
    make_lesson(full.course, asset=film, captions=captions)
    full.course.cover = cover
    full.course.save()
    page = as_person(full.wu).get("/manage/assets/", {"used": "no"}).context["page"]
    assert [asset.original_name for asset in page] == ["本区.mp4"]


def one_more_of_everything(world, number: int) -> None:
    """A further row for every list of Wu's."""
    unit = make_unit(f"镇{number}", under=world.here)
    person = make_person(f"示例{number}", unit=unit)
    make_class(unit, make_person(unit=unit), teacher=person)
    ClassPlace.objects.create(person=person, class_group=world.group, since=NOW)
    grant(person, Role.AUDITOR)
    make_batch(make_course(f"课程{number}", unit=world.here), world.wu)
    make_course(f"待审{number}", unit=world.here, state="audit")
    make_asset(owner=world.wu)
    make_message(person, text=f"留言{number}")
    complain(actor=person, kind=ComplaintKind.OTHER, text=f"意见{number}", now=NOW)
    make_import(world.wu, f"示例{number}.xlsx")
    make_campaign(world.here, world.course, name=f"推送{number}")
    note_contact(actor=Scope.of(world.wu, NOW), person=person, talk=Talk("示例联系"), now=NOW)
    send_reminder(world.wu, person, "示例提醒")
    review_and_appeal(world.wu, person, "示例")
    make_draft_circular(world.here)
    make_assessment(world.wu, world.here, now=NOW.replace(year=NOW.year - 1 - number))
    make_contract(f"合同{number}", unit=world.here)
    make_introduction(unit=world.here)
    make_production(f"录制{number}", unit=world.here, state=list(ProductionState)[number])


PATHS = [*LISTS, "/manage/classes/{group}/", "/manage/units/{here}/"]


def costs(client, full) -> dict[str, tuple[int, int]]:
    """Rows and queries of every list."""
    found = {}
    for path in PATHS:
        address = path.format(group=full.group.pk, here=full.here.pk)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            rows = len(client.get(address).context["page"])
        found[path] = rows, len(queries)
    return found


@pytest.fixture(scope="module")
def few_and_many(made_once) -> list[dict[str, tuple[int, int]]]:
    """What every list costs with a row and, three of everything later, with many."""
    found = []
    with override_settings(SECOND_FACTOR_OF_ADMINISTRATORS=False), transaction.atomic():
        full, client = deepcopy(made_once), Client()
        client.force_login(full.wu, backend=BACKEND)
        found.append(costs(client, full))
        for number in range(3):
            one_more_of_everything(full, number)
        found.append(costs(client, full))
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("path", PATHS)
def test_a_list_costs_the_same_with_one_row_and_with_many(few_and_many, path):
    (few, cost_of_few), (many, cost_of_many) = (costs_of_all[path] for costs_of_all in few_and_many)
    assert many >= few + 3
    assert cost_of_many == cost_of_few
