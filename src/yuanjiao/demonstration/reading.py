"""The demonstration's digital resources: books made from the lectures, news, issues, apps, and who opened them."""

from __future__ import annotations

import html
import json
import random
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from yuanjiao.demonstration import films, handout, signins
from yuanjiao.demonstration.lectures.script import Lecture, lectures
from yuanjiao.demonstration.plan import MARK, Plan, at
from yuanjiao.library import public as library
from yuanjiao.library.models import (
    App,
    Article,
    Book,
    Digest,
    Feed,
    Reading,
    ReadingDay,
    ResourceKind,
    ResourceState,
    Subscription,
)
from yuanjiao.media.models import Asset, AssetKind
from yuanjiao.media.public import make_now, take_in
from yuanjiao.organisation.models import Person

SCRIPTS = Path(__file__).resolve().parent / "data" / "resources.json"
DAYS = 30
READERS_MOST = 120
HANDOUTS = 3
CONTAINER = (
    '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
    '<rootfiles><rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)


class Form(NamedTuple):
    """A kind of book made of a lecture: what it is called, its file's ending, the word of its key, its maker."""

    called: str
    suffix: str
    keyed: str
    write: Callable[[Lecture, Path], Path]


@cache
def written() -> dict[str, Any]:
    """What the news, issues and apps say; everything in it is made up and says so."""
    kept: dict[str, Any] = json.loads(SCRIPTS.read_text(encoding="utf-8"))
    return kept


def fill(plan: Plan, now: datetime) -> None:
    """Write all of it, unless it is there already."""
    if Book.objects.filter(demonstration=True).exists():
        return
    items = [*books(now), *articles(now), *apps(now)]
    digests = issues(now)
    feed(now)
    subscribe(now)
    read([(_kind(item), item) for item in items] + [(ResourceKind.DIGEST, digest) for digest in digests], plan, now)


def books(now: datetime) -> list[Book]:
    """Of each lecture its text as a book, of some the slides too; the first of either can be read at once."""
    made = []
    for number, lecture in enumerate(lectures()):
        made.append(book(lecture, EPUB, now, number))
        if number < HANDOUTS:
            made.append(book(lecture, PDF, now, number))
    return made


def book(lecture: Lecture, form: Form, now: datetime, number: int) -> Book:
    """One book of a lecture, on its topic's shelf."""
    asset = asset_of(lecture, form, now)
    if number == 0:
        make_now(asset.pk, timezone.now)
    fields = library.BookFields(
        title=f"{lecture.title}：{form.called}",
        author=lecture.facts["lecturer"],
        shelf=lecture.facts["topic"],
        publisher=f"网络学院{MARK}",
        year=now.year,
        blurb=lecture.facts.get("summary", ""),
        asset=asset,
        demonstration=True,
    )
    made = library.write_book(actor=None, book=None, fields=fields, now=now)
    # Not through the action: it waits for the worker, which makes the file in a moment.
    begins = now - timedelta(days=3 * number + 2)
    Book.objects.filter(pk=made.pk).update(state=ResourceState.PUBLISHED, publish_at=begins)
    return made


def epub(lecture: Lecture, path: Path) -> Path:
    """A lecture as a book: one chapter a section."""
    files = {}
    for number, section in enumerate(lecture.sections, 1):
        points = "".join(
            f"<h3>{html.escape(point.text)}</h3><p>{html.escape(''.join(point.sentences))}</p>"
            for point in section.points
        )
        files[f"c{number}.xhtml"] = f"<html><body><h2>{html.escape(section.heading)}</h2>{points}</body></html>"
    manifest = "".join(f'<item id="i{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in files)
    spine = "".join(f'<itemref idref="i{name}"/>' for name in files)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr(
            "book.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{html.escape(lecture.title)}</dc:title></metadata>"
            f"<manifest>{manifest}</manifest><spine>{spine}</spine></package>",
        )
        for name, page in files.items():
            archive.writestr(name, page)
    return path


EPUB = Form("讲稿", "epub", "book", epub)
PDF = Form("课件", "pdf", "handout", handout.write)


def _in_office_hours(now: datetime, number: int) -> datetime:
    """When the article of a number came out: one or two a day, back from today, between nine and five."""
    day = timezone.localdate(now - timedelta(hours=2 + 17 * number))
    return min(at(day, (9 + number % 8) * 3600), now - timedelta(minutes=number + 1))


def articles(now: datetime) -> list[Article]:
    """The news of the last weeks, and two that wait for their hour."""
    made = []
    for number, said in enumerate(written()["articles"]):
        fields = library.ArticleFields(
            title=said["title"],
            section=said["section"],
            body="\n".join(said["body"]),
            source=f"演示通讯员{MARK}",
            demonstration=True,
        )
        article = library.write_article(actor=None, article=None, fields=fields, now=now)
        begins = now + timedelta(days=number + 1) if said.get("coming") else _in_office_hours(now, number)
        ends = begins + timedelta(days=60) if number % 4 == 0 else None
        library.publish(actor=None, item=article, publish_at=begins, take_down_at=ends, now=now)
        if not said.get("coming"):
            made.append(article)
    return made


def apps(now: datetime) -> list[App]:
    """The directory; its addresses belong to nobody."""
    made = []
    for said in written()["apps"]:
        fields = library.AppFields(**{**said, "platforms": tuple(said["platforms"])}, demonstration=True)
        app = library.write_app(actor=None, app=None, fields=fields, now=now)
        library.publish(actor=None, item=app, publish_at=now - timedelta(days=40), take_down_at=None, now=now)
        made.append(app)
    return made


def issues(now: datetime) -> list[Digest]:
    """Three issues that were sent, and a draft; nobody was told of them, for the story's people have no mail."""
    made = []
    newest = list(library.articles_shown(now).order_by("-publish_at"))
    for number, said in enumerate(written()["digests"]):
        digest = library.begin_digest(
            actor=None, title=said["title"], opening=said["opening"], now=now, demonstration=True
        )
        library.add_articles(actor=None, digest=digest, articles=newest[number * 3 : number * 3 + 4], now=now)
        weeks_ago = len(written()["digests"]) - 1 - number
        sent = now - timedelta(weeks=weeks_ago)
        if weeks_ago:
            Digest.objects.filter(pk=digest.pk).update(sent_at=sent, delivered_at=sent + timedelta(minutes=2))
            made.append(digest)
    return made


def feed(now: datetime) -> None:
    """A paused source with entries that wait for an editor."""
    said = written()["feed"]
    named = library.FeedFields(
        name=said["name"], address=said["address"], section=said["section"], active=False, demonstration=True
    )
    source: Feed = library.write_feed(actor=None, feed=None, fields=named, now=now)
    for number, entry in enumerate(said["entries"]):
        fields = library.ArticleFields(
            title=entry["title"], section=said["section"], body=entry["body"], source=source.name, demonstration=True
        )
        article = library.write_article(actor=None, article=None, fields=fields, now=now)
        Article.objects.filter(pk=article.pk).update(
            state=ResourceState.REVIEW, feed=source, entry_key=str(number), brought_at=now - timedelta(hours=number + 1)
        )
    Feed.objects.filter(pk=source.pk).update(brought_count=len(said["entries"]), looked_at=now)


def subscribe(now: datetime) -> None:
    """Some learners want the digest, the one who signs in among them."""
    people = Person.objects.filter(is_active=True, is_learner=True).order_by("pk")[:READERS_MOST]
    numbers = {*people.values_list("pk", flat=True)}
    numbers |= {*Person.objects.filter(staff_number=signins.LEARNER.staff_number).values_list("pk", flat=True)}
    Subscription.objects.bulk_create(Subscription(person_id=number, changed_at=now) for number in sorted(numbers))


@transaction.atomic
def read(items: list[tuple[ResourceKind, Any]], plan: Plan, now: datetime) -> None:
    """A month of openings, and the figures that follow from them."""
    chance = plan.draw("reading")
    people = list(
        Person.objects.filter(is_active=True, is_learner=True)
        .order_by("pk")
        .values_list("pk", flat=True)[:READERS_MOST]
    )
    today = timezone.localdate(now)
    for kind, item in items:
        rows = _readings(kind, item, people, chance, today)
        Reading.objects.bulk_create(rows)
        ReadingDay.objects.bulk_create(_totals(rows))
        type(item).objects.filter(pk=item.pk).update(
            open_count=sum(row.opens for row in rows), reader_count=len({row.learner_id for row in rows})
        )


def _readings(kind: ResourceKind, item: Any, people: list[int], chance: random.Random, today: date) -> list[Reading]:
    readers = chance.sample(people, min(len(people), chance.randint(2, max(2, len(people) // 3))))
    rows = []
    for learner in readers:
        days = {int(chance.triangular(0, DAYS - 1, 4)) for _ in range(chance.randint(1, 3))}
        rows += [
            Reading(
                learner_id=learner,
                kind=kind,
                item_id=item.pk,
                day=today - timedelta(days=back),
                opens=chance.randint(1, 3),
            )
            for back in sorted(days)
        ]
    return rows


def _totals(rows: list[Reading]) -> list[ReadingDay]:
    days: dict[date, ReadingDay] = {}
    for row in rows:
        total = days.setdefault(row.day, ReadingDay(kind=row.kind, item_id=row.item_id, day=row.day))
        total.opens += row.opens
        total.readers += 1
    return list(days.values())


def _kind(item: Any) -> ResourceKind:
    return next(
        kind
        for kind, model in (
            (ResourceKind.BOOK, Book),
            (ResourceKind.ARTICLE, Article),
            (ResourceKind.APP, App),
        )
        if isinstance(item, model)
    )


def asset_of(lecture: Lecture, form: Form, now: datetime) -> Asset:
    """The file of a lecture in a form, written once: a course and the library hold the same."""
    key = films.key(form.keyed, lecture.name)
    found = Asset.objects.filter(key=key).first()
    if found:
        return found
    with films.scratch() as folder:
        file = form.write(lecture, Path(folder) / f"book.{form.suffix}")
        name = f"{lecture.title}.{form.suffix}"
        return take_in(actor_id=None, kind=AssetKind.DOCUMENT, name=name, file=file, now=now, key=key)
