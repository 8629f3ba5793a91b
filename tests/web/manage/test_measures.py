"""The pages of the measures: writing, publishing, comparing, taking note, and the ways to them from the rules."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.credits import earn, enrol
from tests.factories.measures import make_draft, publish
from tests.factories.organisation import grant, make_person, make_unit
from tests.web.sheets import rows_of

from yuanjiao.kernel import jobs
from yuanjiao.kernel.models import BackgroundJob
from yuanjiao.organisation.models import Role
from yuanjiao.outreach.models import Notice
from yuanjiao.oversight.models import MeasuresReceipt, MeasuresVersion

LIST = "/manage/measures/"


@pytest.fixture
def head(world):
    person = make_person("院管理", unit=world.city)
    grant(person, Role.ACADEMY_ADMINISTRATOR)
    return person


@pytest.fixture
def in_force(head):
    now = timezone.now()
    make_draft(head, ("学分", "学完一门得一分。", "credit"), now=now)
    return publish(head, timezone.localdate(), now)


def test_a_version_is_written_chapter_by_chapter_and_published(head, as_person):
    client = as_person(head)
    client.post(f"{LIST}draft", {"title": "学习管理办法"})
    chapter = {"position": 1, "title": "总则", "rule": "", "text": "人人要学。"}
    client.post(f"{LIST}1/chapters", chapter)
    draft = MeasuresVersion.objects.get()
    client.post(f"{LIST}1/chapters/{draft.chapters.get().pk}", chapter | {"text": "人人都要学。"})
    client.post(f"{LIST}1/publish", {"valid_from": timezone.localdate(), "summary": "首次。"})
    draft.refresh_from_db()
    assert (draft.draft, draft.chapters.get().text) == (False, "人人都要学。")
    refused = client.post(f"{LIST}1/chapters", chapter | {"position": 2}, follow=True)
    assert "已经发布" in refused.content.decode()


def test_what_is_amiss_in_a_chapter_is_named(head, as_person):
    client = as_person(head)
    client.post(f"{LIST}draft", {"title": "学习管理办法"})
    page = client.post(f"{LIST}1/chapters", {"position": 1, "title": "", "text": "x"}, follow=True)
    assert "章名：" in page.content.decode()


def test_a_district_reads_and_writes_nothing(world, in_force, as_person):
    client = as_person(world.wu)
    assert "学完一门得一分。" in client.get(f"{LIST}1/").content.decode()
    assert client.post(f"{LIST}draft", {"title": "x"}).status_code == 403


def test_a_new_version_stands_beside_the_one_before(head, in_force, as_person):
    make_draft(head, ("附则", "由学院解释。", ""), now=timezone.now())
    changes = as_person(head).get(f"{LIST}2/").context["changes"]
    assert [(each.title, each.change) for each in changes] == [("学分", "same"), ("附则", "new")]


def test_a_learner_takes_note_and_the_unit_sees_it(world, in_force, as_person):
    client = as_person(world.lin)
    assert "学完一门得一分。" in client.get("/measures/").content.decode()
    client.post("/measures/note")
    assert MeasuresReceipt.objects.get().learner_id == world.lin.pk
    assert "您已阅知这一版" in client.get("/measures/").content.decode()
    client = as_person(world.wu)
    client.post(f"{LIST}1/units/{world.here.pk}/note")
    rows = rows_of(client.get(f"{LIST}1/noted/", {"export": "excel"}))
    assert [row[:4] for row in rows[1:]] == [["本区", 3, 1, 2], ["本镇", 2, 1, 1]]
    assert rows[1][5] == "吴管理"


def test_those_who_have_not_are_reminded_within_the_scope_only(world, in_force, as_person):
    BackgroundJob.objects.all().delete()
    Notice.objects.all().delete()
    client = as_person(world.wu)
    client.post(f"{LIST}1/units/{world.township.pk}/remind")
    jobs.run_job.call(BackgroundJob.objects.get().pk)
    told = set(Notice.objects.filter(kind="oversight.measures").values_list("person__full_name", flat=True))
    assert told == {"周班主任", "林学员"}
    assert client.post(f"{LIST}1/units/{world.next_door.pk}/remind").status_code == 404


def test_rules_and_ledger_entries_lead_to_their_chapter(world, in_force, as_person):
    enrol(world.lin, at=timezone.now())
    entry = earn(world.lin, at=timezone.now())
    link = 'href="/measures/#chapter-1"'
    assert link in as_person(world.lin).get(f"/record/{entry.sequence}/").content.decode()
    assert link in as_person(world.lin).get("/record/claims/new/").content.decode()
    client = as_person(world.wu)
    assert link in client.get(f"/manage/people/{world.lin.pk}/record/{entry.sequence}/").content.decode()
    assert link not in client.get("/manage/rules/requirements/").content.decode()


def test_a_coming_version_is_announced(world, head, in_force, as_person):
    make_draft(head, ("附则", "由学院解释。", ""), now=timezone.now())
    publish(head, timezone.localdate() + timedelta(days=9), timezone.now())
    page = as_person(world.lin).get("/measures/")
    assert (page.context["version"].number, page.context["ahead"].number) == (1, 2)


def test_the_number_of_those_who_have_not_leads_to_them_and_to_the_acts(world, in_force, as_person):
    MeasuresReceipt.objects.create(version=in_force, learner_id=world.lin.pk, at=timezone.now())
    client, way = as_person(world.wu), f"/manage/people/?unit={world.here.pk}&amp;unnoted={in_force.pk}"
    assert f'href="{way}">2</a>' in client.get(f"{LIST}1/noted/").content.decode()
    page = client.get(way.replace("&amp;", "&"))
    assert {person.full_name for person in page.context["page"]} == {"吴管理", "周班主任"}
    assert f'<input type="hidden" name="unnoted" value="{in_force.pk}">' in page.content.decode()


def test_who_has_taken_note_costs_the_same_with_one_unit_and_with_many(world, in_force, as_person):
    client = as_person(world.wu)

    def cost() -> tuple[int, int]:
        client.get(f"{LIST}1/noted/")
        with CaptureQueriesContext(connection) as queries:
            rows = len(client.get(f"{LIST}1/noted/").context["page"])
        return rows, len(queries)

    few, cost_of_few = cost()
    for number in range(3):
        make_person(unit=make_unit(f"镇{number}", under=world.here))
    many, cost_of_many = cost()
    assert (many, cost_of_many) == (few + 3, cost_of_few)
