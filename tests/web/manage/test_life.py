"""A course's life on its pages: audit, going online and offline, who is in the middle, many at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.factories.catalogue import make_course, make_draft, make_lesson, make_move, make_opinion, make_topic
from tests.factories.learning import make_progress
from tests.factories.organisation import grant, make_person
from tests.web.sheets import column

from yuanjiao.catalogue.models import AuditOpinion, Course, CourseBatch, SourceKind
from yuanjiao.catalogue.public import CourseFields, create_course
from yuanjiao.organisation.models import Role

CRITERIA = ("political", "scientific", "complete", "reasonable", "conforming")
ALL_PASSED = {f"{each}_passed": "on" for each in CRITERIA}


@pytest.fixture
def page(world, as_person):
    """An editor of Wu's district."""
    editor = make_person("编辑示例", unit=world.here)
    grant(editor, Role.COURSE_EDITOR)
    return as_person(editor)


def state_of(course):
    course.refresh_from_db()
    return course.state


def test_a_remark_or_a_tick_for_each_criterion_and_nothing_typed_is_lost(world, page):
    course = make_course(state="audit", unit=world.here)
    answer = page.post(f"/manage/courses/{course.pk}/opinion/", {"political": "第三讲的提法要改"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(CRITERIA) - {"political"}
    assert "第三讲的提法要改" in answer.content.decode()


def test_both_a_tick_and_a_remark_are_refused(world, page):
    course = make_course(state="audit", unit=world.here)
    answer = page.post(f"/manage/courses/{course.pk}/opinion/", ALL_PASSED | {"political": "要改"})
    assert answer.context["form"].errors["political"] == ["写了意见就不能同时勾通过。"]


def test_an_experts_opinion_is_recorded_under_her_name(world, page):
    course = make_course(state="audit", unit=world.here)
    words = {"expert_name": "外部示例", "expert_organisation": "示例大学"}
    page.post(f"/manage/courses/{course.pk}/opinion/", ALL_PASSED | words)
    assert str(AuditOpinion.objects.get()) == f"外部示例: {course.pk}"
    assert "外部示例（示例大学）" in page.get(f"/manage/courses/{course.pk}/life/").content.decode()


def test_the_life_page_shows_history_remarks_and_what_is_missing(world, page):
    course = make_draft(unit=world.here, summary="示例")
    make_move(course, "audit", "draft", reason="请再改改")
    make_opinion(course, make_person("审核示例"), scientific="数据过时")
    shown = page.get(f"/manage/courses/{course.pk}/life/").content.decode()
    assert all(words in shown for words in ("请再改改", "数据过时", "还没有讲次", "审核中 → 草稿"))


def test_the_history_begins_with_whoever_made_the_draft(world, page):
    editor = make_person("起草示例", unit=world.here)
    fields = CourseFields(title="新课", topic=make_topic(), source_kind=SourceKind.INTRODUCED, unit=world.here)
    course = create_course(actor=editor, fields=fields, now=timezone.now())
    history = page.get(f"/manage/courses/{course.pk}/life/").content.decode()
    assert history.index("建立草稿") < history.index("起草示例")


def test_a_course_is_scheduled_and_the_schedule_taken_back(world, page):
    course = make_draft(unit=world.here, summary="示例")
    make_lesson(course)
    make_opinion(course, make_person())
    path = f"/manage/courses/{course.pk}"
    assert page.post(f"{path}/schedule/", {"at": "2020-01-01T08:00"}).context["form"].errors["at"]
    page.post(f"{path}/schedule/", {"at": f"{timezone.localtime() + timedelta(days=2):%Y-%m-%dT%H:%M}"})
    assert state_of(course) == "scheduled"
    page.post(f"{path}/back/", {"reason": "再看看"})
    assert state_of(course) == "draft"


def test_with_a_last_day_it_is_retiring_and_can_be_kept(world, page):
    course = make_course(lessons=1, unit=world.here)
    make_progress(world.lin, course)
    path = f"/manage/courses/{course.pk}"
    assert page.get(f"{path}/retire/").context["form"]["last_day"].value() is not None
    yesterday = timezone.localdate() - timedelta(days=1)
    assert page.post(f"{path}/retire/", {"reason": "更新", "last_day": yesterday}).context["form"].errors["last_day"]
    page.post(f"{path}/retire/", {"reason": "更新", "last_day": timezone.localdate()})
    assert state_of(course) == "retiring"
    page.post(f"{path}/back/", {"reason": ""})
    assert state_of(course) == "retiring"
    page.post(f"{path}/back/", {"reason": "续约了"})
    assert state_of(course) == "published"


def test_who_is_in_the_middle_is_listed_within_the_readers_scope_with_the_whole_number(world, as_person):
    course = make_course(lessons=1)
    make_progress(world.lin, course)
    make_progress(make_person("邻区学员", unit=world.next_door), course)
    make_progress(make_person("学完了", unit=world.here), course, completed_at=timezone.now())
    path = f"/manage/courses/{course.pk}/learners/"
    shown = as_person(world.wu).get(path)
    assert [line.person for line in shown.context["lines"]] == [world.lin]
    assert shown.context["whole"] == 2
    assert column(as_person(world.wu).get(path, {"export": "excel"}), "姓名") == ["林学员"]
    assert as_person(world.wu).get(path, {"q": "查无此人"}).context["lines"] == []


@pytest.mark.parametrize(("stage", "names"), [("done", ["学完了"]), ("all", ["学完了", "林学员"]), ("x", ["林学员"])])
def test_the_numbers_of_the_list_of_courses_lead_to_those_who_began_and_who_completed(world, as_person, stage, names):
    course = make_course(lessons=1, unit=world.here, start_count=3, completion_count=1)
    make_progress(world.lin, course)
    make_progress(make_person("邻区学员", unit=world.next_door), course)
    make_progress(make_person("学完了", unit=world.here), course, completed_at=timezone.now())
    client, path = as_person(world.wu), reverse("manage:course_learners", args=[course.pk])
    page = client.get(reverse("manage:courses")).content.decode()
    assert f'href="{path}?stage=all">3</a>' in page
    assert f'href="{path}?stage=done">1</a>' in page
    shown = client.get(path, {"stage": stage, "sort": "far"})
    assert sorted(line.person.full_name for line in shown.context["lines"]) == names
    assert shown.context["whole"] == {"done": 1, "all": 3, "x": 2}[stage]


@pytest.mark.parametrize("name", ["course_life", "course_learners"])
def test_a_courses_pages_cost_the_same_for_one_and_for_many(world, as_person, name):
    course, client = make_course(lessons=1), as_person(world.wu)
    path = reverse(f"manage:{name}", args=[course.pk])

    def one_more():
        make_progress(make_person(unit=world.here), course)
        make_move(course, "draft", "published", actor=make_person())
        make_opinion(course, make_person())

    def cost():
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        return len(queries)

    one_more()
    few = cost()
    for _ in range(3):
        one_more()
    assert cost() == few


def test_a_learner_in_the_middle_goes_on_and_a_newcomer_is_told(world, as_person):
    course = make_course(lessons=1, state="retiring", due_at=timezone.now() + timedelta(days=3))
    make_progress(world.lin, course)
    lesson = course.lessons.get()
    answers = [
        as_person(person).post(reverse("learner:watch", args=[lesson.pk])).status_code
        for person in (world.lin, world.zhou)
    ]
    assert answers == [200, 403]
    assert "请在那之前学完，学分照常" in as_person(world.lin).get(f"/courses/{course.pk}/").content.decode()
    assert "即将下线" in as_person(world.zhou).get(f"/courses/{course.pk}/").content.decode()


def chosen(page, **filters):
    return page.get("/manage/courses/batches/new/", filters).context["form"]["courses"].value()


def test_courses_are_chosen_by_the_filters_of_their_list_within_the_scope(world, page):
    mine = make_course("本区课", unit=world.here)
    make_draft(unit=world.here)
    make_course("邻区课", unit=world.next_door)
    assert chosen(page, state="published") == str(mine.pk)
    assert chosen(page) == ""


def test_a_batch_shows_its_effect_in_numbers_before_anything_happens(world, page):
    online, draft = make_course(unit=world.here), make_draft(unit=world.here)
    make_progress(world.lin, online)
    words = {"act": "retire_now", "reason": "更新", "courses": f"{online.pk},{draft.pk}"}
    preview = page.post("/manage/courses/batches/new/", words).context["preview"]
    assert (len(preview.plan.will), len(preview.plan.cannot), preview.studying) == (1, 1, 1)
    assert state_of(online) == "published"
    answer = page.post("/manage/courses/batches/new/", words | {"confirmed": "yes"})
    assert answer.headers["Location"].startswith("/manage/jobs/")
    assert state_of(online) == "retired"
    batch = CourseBatch.objects.get()
    shown = page.get(f"/manage/courses/batches/{batch.key}/").content.decode()
    assert "这门课程不在线，不需要下线。" in shown
    page.post(f"/manage/courses/batches/{batch.key}/undo/")
    assert state_of(online) == "published"
    page.post(f"/manage/courses/batches/{batch.key}/undo/")
    assert state_of(online) == "published"


def test_courses_are_chosen_by_an_excel_file_of_their_keys(world, page):
    course = make_course(unit=world.here)
    make_course("邻区课", unit=world.next_door)
    file = page.get("/manage/courses/?export=excel").content
    words = {"act": "retire_now", "reason": "更新", "file": SimpleUploadedFile("courses.xlsx", file)}
    preview = page.post("/manage/courses/batches/new/", words).context["preview"]
    assert preview.plan.will == [course]


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"act": "retire_now", "courses": "1"}, "reason"),
        ({"act": "retire", "courses": "1", "reason": "更新"}, "last_day"),
        ({"act": "schedule", "courses": "1"}, "at"),
        ({"act": "publish"}, "file"),
        ({"act": "publish", "file": SimpleUploadedFile("x.xlsx", b"no sheet")}, "file"),
    ],
)
def test_what_a_batch_lacks_is_said_at_its_field(world, page, words, field):
    answer = page.post("/manage/courses/batches/new/", words)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_a_batch_does_not_reach_beyond_the_scope(world, page):
    other = make_course(unit=world.next_door)
    words = {"act": "retire_now", "reason": "更新", "courses": str(other.pk)}
    assert page.post("/manage/courses/batches/new/", words).context["preview"].outside == 1
    page.post("/manage/courses/batches/new/", words | {"confirmed": "yes"})
    assert Course.objects.get().state == "published"


def test_the_rules_hold_that_outside_experts_are_among_the_auditors(world, as_person):
    grant(world.wu, Role.ACADEMY_ADMINISTRATOR, world.city)
    client = as_person(world.wu)
    assert client.post("/manage/rules/course_audit/", {"auditors": 1, "external": 2}).status_code == 422
    assert client.post("/manage/rules/course_audit/", {"auditors": 3, "external": 1}).status_code == 200
