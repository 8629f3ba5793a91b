"""Outside feeds: named by an editor, looked at by the clock, their entries left for review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yuanjiao.kernel import jobs
from yuanjiao.kernel.models import BackgroundJob
from yuanjiao.kernel.outside import OutsideFailure, Rules, fetch
from yuanjiao.library.actions.records import record
from yuanjiao.library.failures import LibraryFailure
from yuanjiao.library.feeds.parsing import Entry, NoFeed, entries_of
from yuanjiao.library.models import Article, Feed, FeedProblem, ResourceState, Section
from yuanjiao.library.rich_text import clean, plain, shortened
from yuanjiao.library.search import put_article
from yuanjiao.organisation.models import Person

JOB = "library.feed"
EVERY = timedelta(hours=1)
SUMMARY_LENGTH = 120
BODY_MAX = 200_000
NOTHING_NEW = 304
GOOD = 200


@dataclass(frozen=True, slots=True)
class FeedFields:
    """Everything of a feed that an editor fills in."""

    name: str
    address: str
    section: str
    active: bool = True
    demonstration: bool = False


class FeedKnown(LibraryFailure):
    """Another feed has this address."""

    def __init__(self, other: Feed) -> None:
        super().__init__(_("这个地址已经有了，名称是“%(name)s”。") % {"name": other.name})


@transaction.atomic
def write_feed(*, actor: Person | None, feed: Feed | None, fields: FeedFields, now: datetime) -> Feed:
    """Name a feed or change one; a changed address is looked at anew.

    :raises FeedKnown: when another has this address.
    """
    other = Feed.objects.filter(address=fields.address).first()
    if other is not None and other != feed:
        raise FeedKnown(other)
    written = feed or Feed(demonstration=fields.demonstration)
    if written.address != fields.address:
        written.etag = written.last_modified = written.problem = ""
    written.name, written.address, written.active = fields.name, fields.address, fields.active
    written.section = Section.objects.get_or_create(name=fields.section)[0]
    written.save()
    record(actor, "change_feed" if feed else "name_feed", written, now, {"address": fields.address})
    return written


@transaction.atomic
def ask_to_look(*, actor: Person, feed: Feed, now: datetime) -> BackgroundJob:
    """Look at a feed soon, in the background."""
    record(actor, "ask_to_look", feed, now)
    title = _("收取“%(name)s”") % {"name": feed.name}
    return jobs.start(JOB, owner_id=actor.pk, title=title, arguments={"feed": feed.pk}, now=now)


def look_when_asked(running: jobs.Running) -> str | None:
    """The background work of `ask_to_look`; a sentence on what came."""
    feed = Feed.objects.select_related("section").get(pk=running.arguments["feed"])
    brought = look_at_feed(feed=feed, now=timezone.now())
    feed.refresh_from_db()
    if feed.problem:
        raise jobs.JobFailed(str(feed.get_problem_display()))
    return ngettext("收到 %(number)s 篇新文章，等待审核。", "收到 %(number)s 篇新文章，等待审核。", brought) % {
        "number": brought
    }


def look_at_due_feeds(*, now: datetime, rules: Rules | None = None) -> int:
    """Look at every active feed whose last look is an hour old; how many articles came. One failing stops no other."""
    due = Feed.objects.filter(Q(looked_at__isnull=True) | Q(looked_at__lte=now - EVERY), active=True)
    return sum(look_at_feed(feed=feed, now=now, rules=rules) for feed in list(due.select_related("section")))


def look_at_feed(*, feed: Feed, now: datetime, rules: Rules | None = None) -> int:
    """Fetch a feed and leave its new entries for review; how many. What goes wrong is written down with the feed.

    The fetch stands outside the transaction: the other side may be slow.
    """
    rules = rules or Rules()
    asked = {"If-None-Match": feed.etag, "If-Modified-Since": feed.last_modified}
    headers = {name: value for name, value in asked.items() if value}
    seen = {"looked_at": now, "problem": ""}
    entries: list[Entry] = []
    try:
        answer = fetch(feed.address, Rules(**{**rules.__dict__, "headers": headers}))
        if answer.status == GOOD:
            entries = entries_of(answer.body, answer.address)
            seen["etag"] = (answer.headers.get("ETag") or "")[:200]
            seen["last_modified"] = (answer.headers.get("Last-Modified") or "")[:80]
        elif answer.status != NOTHING_NEW:
            seen["problem"] = FeedProblem.STATUS
    except OutsideFailure as failure:
        seen["problem"] = failure.trouble
    except NoFeed:
        seen["problem"] = FeedProblem.NO_FEED
    return _keep(feed, entries, seen, now)


@transaction.atomic
def _keep(feed: Feed, entries: list[Entry], seen: dict[str, object], now: datetime) -> int:
    held = Feed.objects.select_for_update().filter(pk=feed.pk).first()
    if held is None:
        return 0
    known = set(Article.objects.filter(feed=held).values_list("entry_key", flat=True))
    new = {entry.key: entry for entry in entries if entry.key not in known}
    for entry in new.values():
        _bring(held, entry, now)
    Feed.objects.filter(pk=held.pk).update(**seen, brought_count=held.brought_count + len(new))
    if new:
        record(None, "look_at_feed", held, now, {"brought": len(new)})
    return len(new)


def _bring(feed: Feed, entry: Entry, now: datetime) -> None:
    body = clean(entry.body[:BODY_MAX])
    summary = plain(clean(entry.summary)) or plain(body)
    article = Article(
        feed=feed,
        entry_key=entry.key,
        state=ResourceState.REVIEW,
        brought_at=entry.at if entry.at and entry.at <= now else now,
        title=shortened(entry.title, 160),
        section=feed.section,
        summary=shortened(summary, SUMMARY_LENGTH),
        body=body,
        source=feed.name,
        source_address=entry.address,
        demonstration=feed.demonstration,
    )
    article.save()
    put_article(article)
