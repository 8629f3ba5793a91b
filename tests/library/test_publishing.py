"""The life of a resource: draft, schedule, withdrawal, review."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.factories.library import make_article, make_book, make_feed
from tests.factories.media import make_asset
from tests.factories.organisation import make_person

from yuanjiao.kernel.models import AuditEntry
from yuanjiao.library import public as library
from yuanjiao.library.models import Article, Book, ResourceState
from yuanjiao.media.models import AssetKind, AssetState

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=3)


def fields(**given):
    return library.BookFields(**{"title": "示例", "author": "甲", "shelf": "新书架"} | given)


def test_a_new_book_is_a_draft_on_a_new_shelf_and_leaves_its_trace():
    he = make_person()
    book = library.write_book(actor=he, book=None, fields=fields(), now=NOW)
    assert (book.state, str(book.shelf)) == (ResourceState.DRAFT, "新书架")
    entry = AuditEntry.objects.get(verb="library.create_book")
    assert (entry.actor_id, entry.subject_id) == (he.pk, str(book.pk))


def test_it_is_seen_from_its_hour_until_its_end():
    book = make_book(state="draft", publish_at=None)
    library.publish(actor=None, item=book, publish_at=LATER, take_down_at=LATER + timedelta(days=1), now=NOW)

    def seen(at):
        return list(library.books_shown(at)) == [book]

    days = (NOW, LATER, LATER + timedelta(hours=23), LATER + timedelta(days=1))
    assert [seen(at) for at in days] == [False, True, True, False]
    book.refresh_from_db()
    assert [book.stands_at(at) for at in days] == ["定时发布", "已发布", "已发布", "已到期"]


@pytest.mark.parametrize(("begins", "ends"), [(LATER, LATER), (LATER, NOW), (NOW - timedelta(days=9), NOW)])
def test_it_cannot_end_before_it_begins_nor_in_the_past(begins, ends):
    with pytest.raises(library.EndsBeforeItBegins):
        library.publish(actor=None, item=make_article(), publish_at=begins, take_down_at=ends, now=NOW)


def test_the_database_holds_the_schedule_too():
    article = make_article()
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(take_down_at=article.publish_at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(publish_at=None)


def test_a_book_without_a_readable_file_is_not_published():
    waiting = make_asset(AssetKind.DOCUMENT, state=AssetState.PROCESSING)
    for asset in (None, waiting):
        book = make_book(state="draft", publish_at=None, asset=asset)
        with pytest.raises(library.NotReady):
            library.publish(actor=None, item=book, publish_at=NOW, take_down_at=None, now=NOW)


def test_what_is_withdrawn_is_gone_for_readers_and_may_come_back():
    book = make_book()
    library.withdraw(actor=None, item=book, now=NOW)
    assert list(library.books_shown(NOW)) == []
    with pytest.raises(library.NothingToWithdraw):
        library.withdraw(actor=None, item=book, now=NOW)
    library.publish(actor=None, item=book, publish_at=NOW, take_down_at=None, now=NOW)
    assert list(library.books_shown(NOW)) == [book]


def test_an_editor_decides_on_what_waits_and_on_nothing_else():
    feed = make_feed()
    first, second = (
        make_article(f"{n}", state="review", publish_at=None, feed=feed, entry_key=str(n)) for n in range(2)
    )
    draft = make_article("草稿", state="draft", publish_at=None)
    he = make_person()
    assert library.decide(actor=he, articles=[first.pk, draft.pk], accept=True, now=NOW) == 1
    assert library.decide(actor=he, articles=[second.pk], accept=False, now=NOW) == 1
    states = dict(Article.objects.values_list("pk", "state"))
    assert [states[each.pk] for each in (first, second, draft)] == ["published", "refused", "draft"]


def test_an_article_is_cleaned_before_it_is_kept_and_summarised():
    given = library.ArticleFields(title="示例", section="栏目", body="<p>好消息。</p><script>x</script>")
    article = library.write_article(actor=None, article=None, fields=given, now=NOW)
    assert (article.body, article.summary) == ("<p>好消息。</p>", "好消息。")


@pytest.mark.parametrize("words", ["宪法", "xfdb", "王示例", "wsl", "示例出版社"])
def test_a_book_is_found_by_title_author_publisher_and_initials(words):
    given = fields(title="宪法读本", author="王示例", publisher="示例出版社")
    book = library.write_book(actor=None, book=None, fields=given, now=NOW)
    library.write_book(actor=None, book=None, fields=fields(title="别的"), now=NOW)
    assert library.find_books(words).numbers == [book.pk]


def test_an_article_is_found_by_its_text_also_after_rebuilding():
    article = make_article("示例", body="<p>讲的是柑橘冬季管护。</p>")
    assert library.find_articles("柑橘").numbers == []
    assert list(library.rebuild_search())[-1] == (1, 1)
    assert library.find_articles("柑橘").numbers == [article.pk]


def test_a_file_that_a_book_shows_is_in_use():
    book = make_book(cover=make_asset(AssetKind.PICTURE))
    free = make_asset(AssetKind.PICTURE)
    assert [use.words for use in library.uses_of(book.cover)] == ["图书封面"]
    assert list(library.unused(type(free).objects.all())) == [free]
    assert Book.objects.count() == 1
