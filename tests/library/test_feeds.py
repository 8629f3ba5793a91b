"""Feeds: looked at over a real line, brought once, left for review; what goes wrong is written down."""

from __future__ import annotations

import ipaddress
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
from tests.factories.library import make_feed
from tests.factories.organisation import make_person

from yuanjiao.kernel.models import BackgroundJob, JobState
from yuanjiao.kernel.outside import Rules
from yuanjiao.library import public as library
from yuanjiao.library.models import Article, Feed

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
ALLOWED = Rules(permit=lambda address: address == ipaddress.ip_address("127.0.0.1"), any_port=True)
ITEM = "<item><title>{0}</title><guid>{0}</guid><description>&lt;p&gt;{0}的正文&lt;/p&gt;</description></item>"


class Source(BaseHTTPRequestHandler):
    """A feed that answers "nothing new" to whoever knows its tag."""

    titles: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        tag = f'"{len(self.titles)}"'
        if self.path == "/page":
            self.answer(200, b"<html></html>")
        elif self.path != "/feed":
            self.answer(500, b"")
        elif self.headers.get("If-None-Match") == tag:
            self.answer(304, b"")
        else:
            items = "".join(ITEM.format(title) for title in self.titles)
            self.answer(200, f"<rss><channel>{items}</channel></rss>".encode(), tag)

    def answer(self, status: int, body: bytes, tag: str = "") -> None:
        self.send_response(status)
        if tag:
            self.send_header("ETag", tag)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Be quiet."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Source)
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def look(feed: Feed, at: datetime = NOW) -> int:
    feed.refresh_from_db()
    return library.look_at_feed(feed=feed, now=at, rules=ALLOWED)


def test_entries_come_once_and_wait_for_an_editor(site, monkeypatch):
    monkeypatch.setattr(Source, "titles", ["一", "二"])
    feed = make_feed(f"{site}/feed")
    assert (look(feed), look(feed)) == (2, 0)
    monkeypatch.setattr(Source, "titles", ["二", "三", "四"])
    assert look(feed) == 2
    article = Article.objects.get(title="一")
    assert (article.state, article.body, article.source) == ("review", "<p>一的正文</p>", feed.name)
    feed.refresh_from_db()
    assert (feed.brought_count, feed.problem, feed.etag) == (4, "", '"3"')
    assert not library.articles_shown(NOW).exists()


def test_one_that_was_refused_does_not_come_again(site, monkeypatch):
    monkeypatch.setattr(Source, "titles", ["一"])
    feed = make_feed(f"{site}/feed")
    look(feed)
    library.decide(actor=make_person(), articles=[Article.objects.get().pk], accept=False, now=NOW)
    Feed.objects.update(etag="")
    assert look(feed) == 0


@pytest.mark.parametrize(("path", "problem"), [("/page", "no_feed"), ("/gone", "status")])
def test_what_goes_wrong_is_written_down_and_goes_away_when_it_is_right(site, monkeypatch, path, problem):
    feed = make_feed(site + path)
    look(feed)
    feed.refresh_from_db()
    assert (feed.problem, feed.looked_at) == (problem, NOW)
    monkeypatch.setattr(Source, "titles", ["一"])
    Feed.objects.update(address=f"{site}/feed")
    look(feed)
    feed.refresh_from_db()
    assert feed.problem == ""


def test_a_feed_of_the_inner_network_is_never_fetched(site):
    feed = make_feed(site.replace("http://127.0.0.1", "http://127.0.0.1") + "/feed")
    library.look_at_feed(feed=feed, now=NOW, rules=Rules(any_port=True))
    feed.refresh_from_db()
    assert feed.problem == "inside"


def test_only_active_feeds_are_looked_at_and_once_an_hour(site, monkeypatch):
    monkeypatch.setattr(Source, "titles", ["一"])
    feed = make_feed(f"{site}/feed")
    make_feed(f"{site}/gone", active=False)
    assert library.look_at_due_feeds(now=NOW, rules=ALLOWED) == 1
    assert library.look_at_due_feeds(now=NOW + timedelta(minutes=30), rules=ALLOWED) == 0
    feed.refresh_from_db()
    assert feed.looked_at == NOW
    library.look_at_due_feeds(now=NOW + timedelta(minutes=60), rules=ALLOWED)
    feed.refresh_from_db()
    assert feed.looked_at == NOW + timedelta(minutes=60)


def test_a_look_that_was_asked_for_says_why_it_failed(site, django_capture_on_commit_callbacks):
    he, feed = make_person(), make_feed(f"{site}/feed")
    with django_capture_on_commit_callbacks(execute=True):
        job = library.ask_to_look(actor=he, feed=feed, now=NOW)
    kept = BackgroundJob.objects.get(pk=job.pk)
    assert (kept.state, kept.message) == (JobState.FAILED, "只能收取标准端口上的网址。")


def test_two_feeds_have_two_addresses():
    known = make_feed()
    fields = library.FeedFields(name="又一个", address=known.address, section="栏目")
    with pytest.raises(library.FeedKnown):
        library.write_feed(actor=None, feed=None, fields=fields, now=NOW)
    changed = library.write_feed(actor=None, feed=known, fields=fields, now=NOW)
    assert changed.name == "又一个"
