"""Issues of the digest: composed as drafts, sent once, told once a person, by notice and by mail."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.db.models import F
from tests.factories.library import make_article, make_digest, make_subscription
from tests.factories.organisation import make_person

from yuanjiao.kernel.models import BackgroundJob, JobState
from yuanjiao.library import public as library
from yuanjiao.library import sending
from yuanjiao.library.models import Delivery, Digest, MailState, Subscription
from yuanjiao.outreach.models import Notice

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)


@pytest.fixture
def he():
    return make_person("何编辑")


@pytest.fixture
def now_jobs(django_capture_on_commit_callbacks):
    """Send an issue, and do the background work that this asks for."""

    def send(digest: Digest, actor, *, to_everyone: bool = False) -> BackgroundJob:
        with django_capture_on_commit_callbacks(execute=True):
            job = library.send_digest(actor=actor, digest=digest, to_everyone=to_everyone, now=NOW)
        return BackgroundJob.objects.get(pk=job.pk)

    return send


def titles(digest: Digest) -> list[str]:
    return [item.title for item in digest.items.order_by("position")]


def test_issues_are_numbered_one_after_the_other(he):
    numbers = [library.begin_digest(actor=he, title="示例", opening="", now=NOW).number for _ in range(3)]
    assert numbers == [1, 2, 3]


def test_articles_are_added_once_and_items_are_moved_and_taken_out(he):
    digest = library.begin_digest(actor=he, title="示例", opening="", now=NOW)
    articles = [make_article(f"新闻{number}", summary="摘要") for number in range(3)]
    assert library.add_articles(actor=he, digest=digest, articles=articles, now=NOW) == 3
    assert library.add_articles(actor=he, digest=digest, articles=articles[:1], now=NOW) == 0
    own = library.write_item(actor=he, digest=digest, item=None, title="自己写的", words="内容", now=NOW)
    library.move_item(actor=he, digest=digest, item=own, up=True, now=NOW)
    assert titles(digest) == ["新闻0", "新闻1", "自己写的", "新闻2"]
    library.move_item(actor=he, digest=digest, item=digest.items.get(position=1), up=True, now=NOW)
    library.remove_item(actor=he, digest=digest, item=digest.items.get(position=2), now=NOW)
    assert titles(digest) == ["新闻0", "自己写的", "新闻2"]
    assert list(digest.items.values_list("position", flat=True)) == [1, 2, 3]


def test_an_empty_issue_is_not_sent(he):
    with pytest.raises(library.NothingInIt):
        library.send_digest(actor=he, digest=make_digest(items=0, sent_at=None), to_everyone=False, now=NOW)


def test_an_issue_holds_no_more_than_a_phone_reader_reads(he):
    digest = make_digest(items=40, sent_at=None)
    with pytest.raises(library.TooManyItems):
        library.write_item(actor=he, digest=digest, item=None, title="多", words="多", now=NOW)


def test_what_was_sent_never_changes(he, now_jobs):
    digest = make_digest(sent_at=None)
    now_jobs(digest, he)
    item = digest.items.get()
    for change in (
        lambda: library.change_digest(actor=he, digest=digest, title="x", opening="", now=NOW),
        lambda: library.write_item(actor=he, digest=digest, item=item, title="x", words="x", now=NOW),
        lambda: library.move_item(actor=he, digest=digest, item=item, up=True, now=NOW),
        lambda: library.remove_item(actor=he, digest=digest, item=item, now=NOW),
        lambda: library.add_articles(actor=he, digest=digest, articles=[make_article()], now=NOW),
        lambda: library.send_digest(actor=he, digest=digest, to_everyone=True, now=NOW),
    ):
        with pytest.raises(library.AlreadySent):
            change()


def test_subscribers_get_one_notice_and_those_who_want_it_one_message(he, now_jobs):
    lin, zhou, wu = make_person(email="lin@example.org"), make_person(email="zhou@example.org"), make_person()
    make_subscription(lin, by_mail=True)
    make_subscription(zhou)
    make_subscription(make_person(is_active=False, email="gone@example.org"), by_mail=True)
    digest = make_digest("要闻", number=326, sent_at=None)
    job = now_jobs(digest, he)
    assert (job.state, job.message) == (JobState.DONE, "通知了 2 人，发出邮件 1 封。")
    assert sorted(Notice.objects.values_list("person", flat=True)) == sorted([lin.pk, zhou.pk])
    assert not Notice.objects.filter(person=wu).exists()
    notice = Notice.objects.filter(person=lin).get()
    assert (notice.title, notice.link) == ("舆情手机报第 326 期：要闻", "/digest/326/")
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["lin@example.org"], "舆情手机报第 326 期：要闻")


def test_a_message_says_how_to_end_it_and_the_link_does(he, now_jobs):
    lin = make_person(email="lin@example.org")
    key = make_subscription(lin, by_mail=True).key
    now_jobs(make_digest(sent_at=None), he)
    (message,) = mail.outbox
    assert f"/digest/unsubscribe/{key}/" in message.body
    assert f"/digest/unsubscribe/{key}/>" in message.extra_headers["List-Unsubscribe"]
    library.end_mail(key=key, now=NOW)
    assert not Subscription.objects.get(person=lin).by_mail
    now_jobs(make_digest(sent_at=None), he)
    assert len(mail.outbox) == 1


def test_a_message_escapes_what_editors_wrote():
    lin = make_person(email="lin@example.org")
    make_subscription(lin, by_mail=True)
    digest = make_digest("<b>题\n目</b>")
    made = sending.message(digest, list(digest.items.all()), lin)
    assert "\n" not in made.subject
    assert "&lt;b&gt;" in str(made.alternatives[0].content)


def test_everyone_is_told_except_those_who_want_no_notice(he, now_jobs):
    lin, quiet = make_person(), make_person()
    make_subscription(quiet, by_notice=False)
    assert library.will_be_told(to_everyone=True) == (2, 0)
    now_jobs(make_digest(sent_at=None), he, to_everyone=True)
    assert sorted(Notice.objects.values_list("person", flat=True)) == sorted([he.pk, lin.pk])


def test_work_that_is_done_twice_tells_nobody_twice(he, now_jobs, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(sending, "NOTICES_AT_ONCE", 2)
    monkeypatch.setattr(sending, "MAILS_AT_ONCE", 2)
    people = [make_person(email=f"p{number}@example.org") for number in range(5)]
    for person in people:
        make_subscription(person, by_mail=True)
    digest = make_digest(sent_at=None)
    now_jobs(digest, he)
    Delivery.objects.filter(person=people[0]).delete()
    with django_capture_on_commit_callbacks(execute=True):
        library.carry_on_sending(actor=he, digest=digest, now=NOW)
    assert (Notice.objects.count(), len(mail.outbox)) == (6, 6)
    assert library.sent_of(digest) == {"told": 5, "mailed": 5, "waiting": 0, "failed": 0}


def test_a_mail_server_that_is_away_loses_nothing(he, now_jobs, settings, django_capture_on_commit_callbacks):
    make_subscription(make_person(email="lin@example.org"), by_mail=True)
    away = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_PORT, settings.EMAIL_USE_SSL, settings.EMAIL_USE_TLS = 1, False, False
    digest = make_digest(sent_at=None)
    job = now_jobs(digest, he)
    assert (job.state, Delivery.objects.get().mail) == (JobState.FAILED, MailState.WAITING)
    settings.EMAIL_BACKEND = away
    with django_capture_on_commit_callbacks(execute=True):
        library.carry_on_sending(actor=he, digest=digest, now=NOW)
    assert (Delivery.objects.get().mail, len(mail.outbox)) == (MailState.SENT, 1)


def test_mail_is_wanted_only_with_an_address():
    lin = make_person()
    with pytest.raises(library.NoAddress):
        library.subscribe(actor=lin, by_notice=True, by_mail=True, now=NOW)
    library.subscribe(actor=lin, by_notice=True, by_mail=False, now=NOW)
    library.subscribe(actor=lin, by_notice=False, by_mail=False, now=NOW)
    assert Subscription.objects.filter(person=lin, changed_at=NOW, by_notice=F("by_mail")).count() == 1
