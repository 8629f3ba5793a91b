"""Appeals from the learner's page to the decision."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.factories.catalogue import make_course
from tests.factories.credits import earn, enrol
from tests.factories.organisation import grant, make_person

from yuanjiao.credits.public import reverse, standing
from yuanjiao.organisation.models import Role
from yuanjiao.outreach.models import Appeal, AppealState, Notice
from yuanjiao.web.manage import waiting

QUEUE = "/manage/appeals/"


@pytest.fixture
def taken(world):
    """Lin whose credit He took back; Ma may decide too."""
    world.he, world.ma = make_person("何管理", unit=world.city), make_person("马管理", unit=world.city)
    for person in (world.he, world.ma):
        grant(person, Role.ACADEMY_ADMINISTRATOR)
    at = timezone.now() - timedelta(days=2)
    enrol(world.lin, at=at)
    world.entry = earn(world.lin, 300, at=at)
    reverse(actor=world.he, entry=world.entry, reason="有疑点", now=at)
    return world


@pytest.fixture
def appealed(taken, as_person):
    as_person(taken.lin).post(f"/appeals/new/?entry={taken.entry.sequence}", {"text": "我一直在看"})
    taken.appeal = Appeal.objects.get()
    return taken


def test_the_entrys_page_leads_to_the_appeal_which_is_listed_with_its_day(taken, as_person):
    client = as_person(taken.lin)
    assert (
        f'href="/appeals/new/?entry={taken.entry.sequence}"'
        in client.get(f"/record/{taken.entry.sequence}/").content.decode()
    )
    page = client.post(f"/appeals/new/?entry={taken.entry.sequence}", {"text": "我一直在看"}, follow=True)
    assert "我一直在看" in page.content.decode()
    assert Appeal.objects.get().due_on.isoformat() in page.content.decode()


def test_an_appeal_without_words_or_twice_is_told_at_the_form(appealed, as_person):
    client, path = as_person(appealed.lin), f"/appeals/new/?entry={appealed.entry.sequence}"
    assert client.post(path, {"text": ""}).status_code == 422
    assert "已经在处理" in client.post(path, {"text": "再说一次"}).content.decode()


def test_a_lesson_is_appealed_from_the_player(taken, as_person):
    lesson = make_course("示例课", lessons=1).lessons.get()
    client = as_person(taken.lin)
    assert f'href="/appeals/new/?lesson={lesson.pk}"' in client.get(f"/learn/lessons/{lesson.pk}/").content.decode()
    client.post(f"/appeals/new/?lesson={lesson.pk}", {"text": "断网时看的没有算上"})
    assert Appeal.objects.get().title == "示例课 · 第1讲"


def test_what_is_not_hers_cannot_be_appealed(taken, as_person):
    client = as_person(taken.zhou)
    assert client.get(f"/appeals/new/?entry={taken.entry.sequence}").status_code == 404
    assert client.get("/appeals/new/?review=1").status_code == 404
    assert client.get("/appeals/new/").url == "/appeals/"


def test_another_administrator_grants_it_and_the_credit_is_back(appealed, as_person):
    path = f"{QUEUE}{appealed.appeal.pk}/"
    page = as_person(appealed.ma).get(path).content.decode()
    assert "有疑点" in page
    assert "3 学分会原数补记" in page
    as_person(appealed.ma).post(path, {"granted": "yes", "answer": "已核对，属实"})
    appealed.appeal.refresh_from_db()
    assert appealed.appeal.state == AppealState.GRANTED
    assert standing(appealed.lin.pk, appealed.entry.year).hundredths == 300
    assert Notice.objects.filter(person=appealed.lin, body="已核对，属实").exists()
    restored = as_person(appealed.lin).get(f"/record/{appealed.appeal.restored[0]}/").content.decode()
    assert "经申诉补记" in restored


def test_the_first_decider_is_told_that_it_is_not_hers(appealed, as_person):
    path = f"{QUEUE}{appealed.appeal.pk}/"
    client = as_person(appealed.he)
    assert "申诉要由另一个人处理" in client.get(path).content.decode()
    client.post(path, {"granted": "yes", "answer": "好"})
    appealed.appeal.refresh_from_db()
    assert appealed.appeal.state == AppealState.WAITING


def test_an_answer_is_asked_for(appealed, as_person):
    path = f"{QUEUE}{appealed.appeal.pk}/"
    assert as_person(appealed.ma).post(path, {"granted": "no", "answer": ""}).status_code == 422


def test_late_ones_are_found_and_the_desk_says_so(appealed, as_person):
    client = as_person(appealed.ma)
    assert list(client.get(QUEUE, {"state": "late"}).context["page"]) == []
    Appeal.objects.update(due_on=timezone.localdate() - timedelta(days=2))
    assert list(client.get(QUEUE, {"state": "late"}).context["page"]) == [appealed.appeal]
    tasks: dict[str, waiting.Task] = {task.sentence: task for task in client.get("/manage/").context["waiting"]}
    assert tasks["处理 1 件申诉"].aside == "已过期限 2 天"
    assert list(client.get(tasks["处理 1 件申诉"].address).context["page"]) == [appealed.appeal]
