"""The pages of long work, and lists that are too long to be written while one waits."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.kernel import make_job
from tests.factories.organisation import make_person
from tests.web.sheets import rows_of

from yuanjiao.kernel import jobs
from yuanjiao.kernel.models import BackgroundJob, JobState
from yuanjiao.web.manage import exports


@pytest.fixture
def wu(world):
    return world.wu


@pytest.fixture
def wu_client(wu, as_person):
    return as_person(wu)


def test_the_list_shows_one_s_own_jobs_only(wu_client, wu):
    make_job(wu, title="我的导出")
    make_job(make_person(), title="别人的导出")
    page = wu_client.get("/manage/jobs/").content.decode()
    assert "我的导出" in page
    assert "别人的导出" not in page


def test_the_list_costs_the_same_for_one_job_and_for_many(wu_client, wu, django_assert_num_queries):
    make_job(wu)
    wu_client.get("/manage/jobs/")
    with CaptureQueriesContext(connection) as one:
        wu_client.get("/manage/jobs/")
    for _ in range(5):
        make_job(wu)
    with django_assert_num_queries(len(one)):
        wu_client.get("/manage/jobs/")


def test_a_job_under_way_asks_again_and_can_be_cancelled(wu_client, wu):
    job = make_job(wu, state=JobState.RUNNING, done=20, whole=100)
    page = wu_client.get(f"/manage/jobs/{job.key}/").content.decode()
    assert "every 1s" in page
    assert "20 / 100" in page
    wu_client.post(f"/manage/jobs/{job.key}/cancel")
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert "every 1s" not in wu_client.get(f"/manage/jobs/{job.key}/").content.decode()


def test_a_job_without_a_file_has_none_to_fetch(wu_client, wu):
    assert wu_client.get(f"/manage/jobs/{make_job(wu).key}/file").status_code == 404


def test_a_long_list_is_written_by_the_worker_within_its_owner_s_scope(wu_client, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    answer = wu_client.get("/manage/people/?export=excel&sort=number")
    job = BackgroundJob.objects.get()
    assert answer.url == f"/manage/jobs/{job.key}/"
    file = wu_client.get(f"/manage/jobs/{job.key}/file")
    names = {row[1] for row in rows_of(SimpleNamespace(content=b"".join(file.streaming_content)))[1:]}
    assert names == {"吴管理", "周班主任", "林学员"}


def test_who_has_left_meanwhile_gets_no_list(wu):
    wanted = {"path": "/manage/people/", "query": "export=excel", "name": "people"}
    job = make_job(wu, kind=exports.KIND, arguments=wanted, state=JobState.WAITING)
    type(wu).objects.filter(pk=wu.pk).update(is_active=False)
    jobs.run_job.call(job.pk)
    job.refresh_from_db()
    assert (job.state, job.file_name) == (JobState.FAILED, "")
