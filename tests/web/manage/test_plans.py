"""The pages of yearly plans: opening one, its tasks, progress on the desk, comparison, Excel and PDF."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.organisation import make_unit
from tests.factories.plans import make_plan, make_task
from tests.factories.talks import PDF
from tests.web.sheets import column

from yuanjiao.kernel import fonts
from yuanjiao.oversight.models import PlanTask, WorkPlan
from yuanjiao.oversight.pages import plan_task_page

LIST = "/manage/plans/"
YEAR = timezone.localdate().year


@pytest.fixture
def plan(world):
    """Wu's plan of the running year with one task that is due in a week."""
    made = make_plan(world.wu, world.here, year=YEAR, title="本区计划")
    make_task(made, world.wu, "更新课程", ends_on=timezone.localdate() + timedelta(days=7))
    return made


def sent(**changes: object) -> dict[str, object]:
    return {
        "title": "办班",
        "owner": "",
        "begins_on": f"{YEAR}-01-05",
        "ends_on": f"{YEAR}-12-31",
        "remarks": "",
    } | changes


def test_a_plan_is_opened_and_its_first_task_listed(world, as_person):
    client = as_person(world.wu)
    assert client.get(f"{LIST}new/").context["form"]["unit"].value() == world.here.code
    client.post(f"{LIST}new/", {"unit": "本区", "year": YEAR, "title": "本区计划", "aims": "人人达标"})
    plan = WorkPlan.objects.get()
    client.post(f"{LIST}{plan.pk}/", sent(owner=world.lin.staff_number))
    task = PlanTask.objects.get()
    assert (task.owner, task.state, task.plan) == (world.lin, "planned", plan)
    again = client.post(f"{LIST}new/", {"unit": "本区", "year": YEAR, "title": "又一份"})
    assert again.status_code == 422
    assert "已经有计划" in again.content.decode()


def test_a_wrong_task_names_its_field_and_keeps_the_rest(world, plan, as_person):
    response = as_person(world.wu).post(
        f"{LIST}{plan.pk}/", sent(owner=world.lin.staff_number, begins_on=f"{YEAR}-12-31", ends_on=f"{YEAR}-01-01")
    )
    form = response.context["add_form"]
    assert (response.status_code, list(form.errors), form["title"].value()) == (422, ["ends_on"], "办班")


def test_progress_is_reported_on_the_page_of_the_task(world, plan, as_person):
    task, client = plan.tasks.get(), as_person(world.wu)
    page = plan_task_page(task.pk)
    client.post(f"{page}report", {"state": "doing", "progress": 40, "words": "录了四门。"})
    task.refresh_from_db()
    assert (task.state, task.progress) == ("doing", 40)
    assert "录了四门。" in client.get(page).content.decode()
    refused = client.post(f"{page}report", {"state": "doing", "progress": 400, "words": ""}, follow=True)
    assert "完成百分比" in refused.content.decode()
    task.refresh_from_db()
    assert task.progress == 40


def test_a_task_is_changed_and_a_file_attached(world, plan, as_person):
    task, client = plan.tasks.get(), as_person(world.wu)
    page = plan_task_page(task.pk)
    client.post(page, sent(title="更新微课", owner=world.lin.staff_number))
    client.post(f"{page}attach", {"file": SimpleUploadedFile("小结.pdf", PDF)})
    task.refresh_from_db()
    assert task.title == "更新微课"
    response = client.get(f"/manage/plans/files/{task.attachments.get().key}")
    assert b"".join(response.streaming_content) == PDF
    assert as_person(world.qin).get(page).status_code == 404


def test_what_is_due_stands_on_the_desk(world, plan, as_person):
    due = as_person(world.wu).get("/manage/").context["due"]
    assert (due[0].sentence, due[0].aside, due[0].address) == (
        "更新课程",
        "还有 7 天",
        plan_task_page(plan.tasks.get().pk),
    )
    assert as_person(world.qin).get("/manage/").context["due"] == []


def test_the_plan_stands_beside_the_year_before(world, plan, as_person):
    before = make_plan(world.wu, world.here, year=YEAR - 1, title="去年计划")
    task = make_task(before, world.wu, "更新课程")
    PlanTask.objects.filter(pk=task.pk).update(state="done", progress=100, finished_on=date(YEAR - 1, 1, 1))
    shown = as_person(world.wu).get(f"{LIST}{plan.pk}/").context
    assert [(each.now, each.before) for each in shown["comparison"]] == [
        ("1", "1"), ("0", "1"), ("0%", "100%"), ("0", "1"), ("0", "0")
    ]  # fmt: skip
    assert shown["lines"][0].before == task


def test_tasks_are_filtered_by_the_address_and_exported(world, plan, as_person):
    client, page = as_person(world.wu), f"{LIST}{plan.pk}/"
    make_task(plan, world.wu, "已经过了", ends_on=date(YEAR, 1, 1))
    PlanTask.objects.filter(title="更新课程").update(ends_on=timezone.localdate() + timedelta(days=1))
    if timezone.localdate() > date(YEAR, 1, 1):
        assert column(client.get(page, {"state": "late", "export": "excel"}), "要做什么") == ["已经过了"]
    assert column(client.get(page, {"q": "课程", "export": "excel"}), "要做什么") == ["更新课程"]
    assert column(client.get(LIST, {"export": "excel"}), "标题") == ["本区计划"]
    assert client.get(LIST, {"year": YEAR - 1}).context["page"].paginator.count == 1
    assert column(as_person(world.qin).get(LIST, {"export": "excel"}), "标题") == []


@pytest.mark.slow
def test_the_plan_is_had_as_pdf(world, plan, as_person):
    response = as_person(world.wu).get(f"{LIST}{plan.pk}/pdf")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")


@pytest.mark.parametrize("broken", [False, True], ids=["missing", "broken"])
def test_a_font_that_cannot_be_used_is_said_in_plain_words(world, plan, as_person, monkeypatch, tmp_path, broken):
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    if broken:
        fonts.FOLDER.joinpath("NotoSansSC_400Regular.ttf").write_bytes(b"not a font any more" * 100)
    shown = as_person(world.wu).get(f"{LIST}{plan.pk}/pdf", follow=True)
    assert "中文字体没有随程序装好" in shown.content.decode()


@pytest.mark.parametrize("page", [LIST, "of the plan"])
def test_a_list_costs_the_same_with_one_row_and_with_many(world, plan, as_person, page):
    client, path = as_person(world.wu), LIST if page == LIST else f"{LIST}{plan.pk}/"

    def cost() -> tuple[int, int]:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            rows = len(client.get(path).context["page"])
        return rows, len(queries)

    few, cost_of_few = cost()
    for number in range(3):
        make_task(plan, world.wu, f"任务{number}")
        make_plan(world.wu, make_unit(f"镇{number}", under=world.here), year=YEAR, title=f"计划{number}")
    many, cost_of_many = cost()
    assert (many, cost_of_many) == (few + 3, cost_of_few)
