"""The pages of talks: the list under the line, the notice, each step by its form, files, the timeline."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.organisation import grant, make_unit
from tests.factories.talks import PDF, administrator_of, call, draw_line, held, learners
from tests.web.sheets import column

from yuanjiao.kernel.models import PolicyVersion
from yuanjiao.kernel.policy import in_force
from yuanjiao.organisation.models import Role
from yuanjiao.oversight.models import Attachment, Talk, TalkState
from yuanjiao.oversight.pages import talk_page

UNDER = "/manage/talks/under/"


@pytest.fixture
def low(world):
    """Wu's township has learners who have met nothing, and an administrator."""
    draw_line()
    learners(world.township, 100, 0, at=timezone.now())
    world.mei = administrator_of(world.township, "梅")
    return world


def later(days: int = 3) -> str:
    return (timezone.localtime() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


def test_a_unit_under_the_line_is_called_from_the_list(low, as_person):
    client = as_person(low.wu)
    (line,) = client.get(UNDER).context["page"]
    assert (line.unit.name, line.figures.people) == ("本镇", 2)
    form = client.get("/manage/talks/call/", {"unit": low.township.pk})
    assert form.context["silent"] == 0
    sent = {"unit": low.township.pk, "meets_at": later(), "place": "三楼", "words": "请带学习计划。"}
    response = client.post("/manage/talks/call/", sent)
    talk = Talk.objects.get()
    assert response.headers["Location"] == talk_page(talk.pk) == f"/manage/talks/{talk.pk}/"
    assert client.get(UNDER).context["page"][0].talk == talk


def test_a_wrong_notice_names_the_field_and_keeps_the_rest(low, as_person):
    sent = {"unit": low.township.pk, "meets_at": "", "place": "三楼", "words": "请来。"}
    response = as_person(low.wu).post("/manage/talks/call/", sent)
    form = response.context["form"]
    assert (response.status_code, list(form.errors), form["place"].value()) == (422, ["meets_at"], "三楼")
    response = as_person(low.wu).post("/manage/talks/call/", sent | {"meets_at": later(-1)})
    assert "约谈时间已经过了" in response.content.decode()


def test_before_the_stated_day_the_list_warns_and_offers_no_notice(low, as_person):
    body = {"from_month": 12, "from_day": 28, "least_people": 1}
    PolicyVersion.objects.filter(kind="talks").update(body=body)
    today = timezone.localdate()
    begun = today >= today.replace(month=12, day=28)
    page = as_person(low.wu).get(UNDER)
    assert (len(page.context["page"]), page.context["holds"]) == (1, begun)
    assert ('name="unit"' in page.content.decode()) is begun


def test_the_talk_is_taken_step_by_step_on_its_page(low, as_person):
    (talk,) = call(low.wu, low.township, now=timezone.now())
    client, page = as_person(low.wu), talk_page(talk.pk)
    record = {"held_at": later(0), "attended": "书记", "said": "谈了原因。", "commitments": "月底六成。"}
    client.post(f"{page}record", record | {"rectify_by": later(30)[:10]})
    client.post(f"{page}task", {"title": "编小组", "owner": low.mei.staff_number, "due_on": later(20)[:10]})
    task = talk.tasks.get()
    client.post(f"/manage/talks/tasks/{task.pk}/answer", {"state": "done", "answer": "编好了。"})
    client.post(f"{page}check", {"words": "看过了。"})
    client.post(f"{page}close", {"words": "办结。"})
    talk.refresh_from_db()
    assert talk.state == TalkState.CLOSED
    kinds = [step.kind for step in client.get(page).context["steps"]]
    assert kinds == ["close", "check", "answer", "task", "record", "call"]
    assert [then.figures.people for then in client.get(page).context["figures"]] == [2, 2]


def test_a_step_that_is_refused_says_why_and_keeps_what_was_written(low, as_person):
    (talk,) = call(low.wu, low.township, now=timezone.now())
    record = {"held_at": later(2), "attended": "书记", "said": "谈了。", "commitments": "会改。"}
    response = as_person(low.wu).post(f"{talk_page(talk.pk)}record", record | {"rectify_by": later(30)[:10]})
    assert response.status_code == 422
    assert "谈完再写记录" in response.content.decode()
    assert response.context["forms"]["record"]["said"].value() == "谈了。"


def test_the_unit_reads_its_talk_answers_and_closes_nothing(low, as_person):
    talk = held(low.wu, low.township, timezone.now())
    client = as_person(low.mei)
    shown = client.get(talk_page(talk.pk)).context
    assert (shown["from_above"], shown["may_answer"]) == (False, True)
    assert client.post(f"{talk_page(talk.pk)}check", {"words": "自己看过了。"}).status_code == 403
    assert client.get(UNDER).context["page"].paginator.count == 0


def test_a_file_is_attached_and_only_ever_downloaded(low, as_person):
    talk, client = held(low.wu, low.township, timezone.now()), as_person(low.wu)
    client.post(f"{talk_page(talk.pk)}attach", {"file": SimpleUploadedFile("记录.pdf", PDF)})
    response = client.get(f"/manage/talks/files/{Attachment.objects.get().key}")
    assert b"".join(response.streaming_content) == PDF
    assert response.headers["Content-Disposition"].startswith("attachment")
    refused = client.post(f"{talk_page(talk.pk)}attach", {"file": SimpleUploadedFile("x.pdf", b"MZ")})
    assert refused.status_code == 422


def test_the_timeline_of_a_unit_has_every_talk(low, as_person):
    held(low.wu, low.township, timezone.now())
    page = as_person(low.wu).get(f"/manage/talks/unit/{low.township.pk}/")
    assert [step.kind for step in page.context["talks"][0].in_order] == ["record", "call"]


def test_both_lists_are_filtered_by_their_address_and_exported(low, as_person):
    client = as_person(low.wu)
    assert column(client.get(UNDER, {"export": "excel"}), "单位") == ["本镇"]
    assert client.get(UNDER, {"talk": "open"}).context["page"].paginator.count == 0
    assert client.get(UNDER, {"q": "查无"}).context["page"].paginator.count == 0
    call(low.wu, low.township, now=timezone.now())
    assert column(client.get("/manage/talks/", {"export": "excel"}), "状态") == ["已通知"]
    assert client.get("/manage/talks/", {"state": "closed"}).context["page"].paginator.count == 0
    assert client.get("/manage/talks/", {"q": "本", "sort": "due"}).context["page"].paginator.count == 1
    assert column(as_person(low.qin).get("/manage/talks/", {"export": "excel"}), "单位") == []


@pytest.mark.parametrize("path", [UNDER, "/manage/talks/"])
def test_a_list_costs_the_same_with_one_row_and_with_many(low, as_person, path):
    client = as_person(low.wu)
    call(low.wu, low.township, now=timezone.now())

    def cost() -> tuple[int, int]:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            rows = len(client.get(path).context["page"])
        return rows, len(queries)

    few, cost_of_few = cost()
    for number in range(3):
        unit = make_unit(f"镇{number}", under=low.here)
        learners(unit, 0, at=timezone.now())
        call(low.wu, unit, now=timezone.now())
    many, cost_of_many = cost()
    assert (many, cost_of_many) == (few + 3, cost_of_few)


def test_the_line_is_settled_on_the_pages_of_rules(low, as_person):
    grant(low.wu, Role.ACADEMY_ADMINISTRATOR, low.city)
    sent = {
        "measure": "credits", "met_per_cent": 60, "credits_hundredths": "25.5", "from_month": 6, "from_day": 1,
        "least_people": 5, "rectify_days": 30, "confirmed": "yes",
    }  # fmt: skip
    as_person(low.wu).post("/manage/rules/talks/", sent)
    body = in_force("talks", timezone.now()).body
    assert (body["measure"], body["credits_hundredths"]) == ("credits", 2550)
    assert "25.5" in as_person(low.wu).get("/manage/rules/talks/").content.decode()
