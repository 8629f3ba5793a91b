"""Long work in the background: done, told, cancelled, failed, and its result kept for a while."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from tests.factories.kernel import NOW, make_job
from tests.factories.organisation import make_person

from yuanjiao.kernel import jobs
from yuanjiao.kernel.models import BackgroundJob, JobState
from yuanjiao.kernel.storage import originals

pytestmark = pytest.mark.django_db


@pytest.fixture
def started(monkeypatch):
    """Start a job that does the given work, as the worker would."""
    monkeypatch.setattr(jobs, "TELL_EVERY_SECONDS", 0.0)

    def run(work):
        monkeypatch.setitem(jobs._kinds, "test.work", work)
        job = jobs.start("test.work", owner_id=1, title="示例任务", arguments={"to": 3}, now=NOW)
        jobs.run_job.call(job.pk)
        job.refresh_from_db()
        return job

    return run


def leave_a_file(running):
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(b"result")
    running.keep(Path(file.name), "结果.txt")


def test_a_job_does_its_work_and_says_what_came_of_it(started):
    job = started(lambda running: f"数到 {running.arguments['to']}")
    assert (job.state, job.message) == (JobState.DONE, "数到 3")
    assert job.finished_at is not None


def test_a_job_tells_how_far_it_is(started):
    seen = []

    def work(running):
        running.step(2, 3)
        seen.append(BackgroundJob.objects.values_list("state", "done", "whole").get())

    started(work)
    assert seen == [(JobState.RUNNING, 2, 3)]


def test_the_result_of_a_job_can_be_fetched(started):
    job = started(leave_a_file)
    assert job.file_name == "结果.txt"
    assert originals().read(job.stored_as) == b"result"


def test_a_foreseen_failure_is_told_in_its_own_words(started):
    def work(_running):
        raise jobs.JobFailed("没有可写的内容。")

    job = started(work)
    assert (job.state, job.message) == (JobState.FAILED, "没有可写的内容。")


def test_a_bug_is_logged_once_and_told_without_its_trace(started, caplog):
    job = started(lambda _running: 1 / 0)
    assert job.state == JobState.FAILED
    assert "ZeroDivisionError" not in job.message
    assert [record.exc_info[0] for record in caplog.records] == [ZeroDivisionError]


def test_a_cancelled_job_stops_at_its_next_step_and_leaves_no_file(started):
    def work(running):
        leave_a_file(running)
        assert jobs.cancel(running.job, now=NOW)
        running.step(1, 3)
        raise AssertionError("went on")

    job = started(work)
    assert (job.state, job.file_name) == (JobState.CANCELLED, "")
    with pytest.raises(FileNotFoundError):
        originals().read(job.stored_as)


def test_a_finished_job_is_neither_done_again_nor_cancelled(started):
    job = started(lambda _running: None)
    jobs.run_job.call(job.pk)
    assert not jobs.cancel(job, now=NOW)
    assert BackgroundJob.objects.get().state == JobState.DONE


def test_a_job_whose_worker_died_is_done_by_the_next(started, monkeypatch):
    job = make_job(make_person(), state=JobState.RUNNING, done=1)
    monkeypatch.setitem(jobs._kinds, "test.work", lambda _running: "补上了")
    jobs.run_job.call(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.DONE, "补上了")


def test_results_go_after_their_term_and_not_before():
    person = make_person()
    old, new = make_job(person, file=b"old"), make_job(person, file=b"new")
    BackgroundJob.objects.filter(pk=new.pk).update(finished_at=NOW + timedelta(days=1))
    assert jobs.forget_old_results(now=NOW + timedelta(days=jobs.RESULT_DAYS, hours=1)) == 1
    assert [job.file_name for job in BackgroundJob.objects.order_by("pk")] == ["", "示例.txt"]
    assert originals().read(new.stored_as) == b"new"
    with pytest.raises(FileNotFoundError):
        originals().read(old.stored_as)


def test_a_job_that_is_cancelled_the_moment_it_begins_is_not_done():
    job, done = make_job(make_person(), state=JobState.WAITING), []

    def cancel_first(execute, sql, parameters, many, context):
        if sql.startswith("UPDATE") and not done:
            done.append("cancelled")
            jobs.cancel(job, now=NOW)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(cancel_first):
        jobs.run_job.call(job.pk)
    job.refresh_from_db()
    assert (job.state, done) == (JobState.CANCELLED, ["cancelled"])
