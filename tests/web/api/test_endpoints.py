"""The endpoints answer as the pages do."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.factories.api import caller
from tests.factories.catalogue import make_course, make_draft
from tests.factories.credits import earn, enrol
from tests.factories.organisation import grant, make_person, make_unit

from yuanjiao.kernel.models import PolicyVersion
from yuanjiao.organisation.models import ImportJob, Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def city():
    return make_unit()


@pytest.fixture
def lin(city):
    person = make_person("林示例", unit=make_unit("甲区", under=city))
    enrol(person, at=timezone.now())
    earn(person, 150, category="required", at=timezone.now(), title="依法行政", evidence={"quiz": {"score": 80}})
    return person


def test_the_catalogue_lists_published_courses(lin):
    course = make_course("数据安全", lessons=2)
    draft = make_draft()
    client = caller(lin)
    page = client.get("/api/v1/courses").json()
    shown = [(each["id"], each["title"], each["lessons"]) for each in page["courses"]]
    assert shown == [(course.pk, "数据安全", 2)]
    assert client.get(f"/api/v1/courses/{course.pk}").json()["minutes"] == 20
    assert client.get(f"/api/v1/courses/{draft.pk}").status_code == 404


def test_my_year_and_its_forecast(lin):
    standing = caller(lin).get("/api/v1/me").json()["standing"]
    assert (standing["credits"], standing["required_credits"], standing["due"], standing["met"]) == (
        1.5,
        1.5,
        50,
        False,
    )


def test_my_ledger_with_its_evidence(lin):
    client = caller(lin)
    page = client.get("/api/v1/me/entries").json()
    assert (page["total"], page["entries"][0]["evidence"]) == (1, {"quiz": {"score": 80}})
    entry = client.get("/api/v1/me/entries/1").json()
    assert entry == page["entries"][0]
    assert (entry["source_kind"], entry["unit_id"]) == ("course", lin.unit_id)
    assert client.get("/api/v1/me/entries/2").status_code == 404


def test_places_and_boards(lin, city):
    zhou = make_person("周示例", unit=make_unit("乙区", under=city), position="科长")
    enrol(zhou, at=timezone.now())
    earn(zhou, 6000, category="required", at=timezone.now())
    client = caller(lin)
    assert client.get("/api/v1/me/places").json()["academy"] == {"rank": 2, "people": 2}
    assert [line["name"] for line in client.get("/api/v1/standings/people").json()] == ["周科长", "林示例"]
    assert [line["unit"] for line in client.get("/api/v1/standings/units").json()] == ["乙区", "甲区"]
    assert client.get("/api/v1/standings/units", {"unit": make_unit("邻市").pk}).status_code == 404


def test_switched_off_boards_are_refused(lin):
    now = timezone.now()
    PolicyVersion.objects.create(kind="rankings", number=1, valid_from=now, body={"people": [], "units": []})
    client = caller(lin)
    for path in ("me/places", "standings/people", "standings/units"):
        answer = client.get(f"/api/v1/{path}")
        assert (answer.status_code, list(answer.json())) == (403, ["detail"])


def test_learners_of_one_s_own_scope_only(lin, city):
    assert caller(lin).get("/api/v1/standings/learners").status_code == 403
    wu, qin = make_person("吴示例", unit=lin.unit), make_person("秦示例", unit=make_unit("乙区", under=city))
    for administrator in (wu, qin):
        grant(administrator, Role.UNIT_ADMINISTRATOR)
    assert [each["full_name"] for each in caller(wu).get("/api/v1/standings/learners").json()["learners"]] == ["林示例"]
    assert caller(qin).get("/api/v1/standings/learners").json()["total"] == 0


def test_people_are_imported_in_the_steps_of_the_page(lin, city):
    wu = make_person("吴示例", unit=city)
    grant(wu, Role.ACADEMY_ADMINISTRATOR)
    client = caller(wu)
    file = SimpleUploadedFile("people.csv", "学号,姓名,单位\nX1,陈示例,甲区\n".encode())
    answer = client.post("/api/v1/people/imports", {"file": file})
    assert answer.status_code == 202
    key = answer.json()["key"]
    assert client.get(f"/api/v1/people/imports/{key}").json()["total_rows"] == ImportJob.objects.get().total_rows
    assert caller(lin).get(f"/api/v1/people/imports/{key}").status_code == 404


def test_a_learner_imports_nobody(lin):
    file = SimpleUploadedFile("people.csv", b"x")
    assert caller(lin).post("/api/v1/people/imports", {"file": file}).status_code == 403
    assert not ImportJob.objects.exists()


def test_an_import_that_is_not_waiting_cannot_be_confirmed(lin, city):
    wu = make_person("吴示例", unit=city)
    grant(wu, Role.ACADEMY_ADMINISTRATOR)
    job = ImportJob.objects.create(
        created_by=wu, created_at=timezone.now(), file_name="示例.csv", effective_on=timezone.localdate(), status="done"
    )
    for verb in ("confirm", "discard"):
        assert caller(wu).post(f"/api/v1/people/imports/{job.key}/{verb}").status_code == 409


def test_one_and_many_courses_take_the_same_queries(lin, django_assert_max_num_queries):
    for number in range(5):
        make_course(f"示例课程{number}")
    client = caller(lin)
    client.get("/api/v1/courses")
    with django_assert_max_num_queries(12):
        assert client.get("/api/v1/courses").json()["total"] == 5


def test_the_documentation_lists_every_endpoint_and_fetches_nothing(client):
    shown = client.get("/api/docs").content.decode()
    described = client.get("/api/openapi.json").json()
    for path in described["paths"]:
        assert path in shown
    assert "//cdn" not in shown
