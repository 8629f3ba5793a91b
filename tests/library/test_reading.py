"""Who opened what: counted once a reader, by day, and never as credit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Count, Sum
from django.utils import timezone
from tests.factories.library import make_article, make_book, make_digest
from tests.factories.organisation import make_person

from yuanjiao.credits.models import LedgerEntry
from yuanjiao.library import counts
from yuanjiao.library import public as library
from yuanjiao.library.models import Reading, ReadingDay, ResourceKind
from yuanjiao.library.queries import being_read
from yuanjiao.media.public import keep_reading_position

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
TODAY = timezone.localdate(NOW)


def open_it(person, item, at=NOW, kind=ResourceKind.BOOK):
    library.record_opening(learner_id=person.pk, kind=kind, item_id=item.pk, now=at)


def test_openings_are_counted_and_readers_only_once():
    lin, zhou, book = make_person(), make_person(), make_book()
    for at in (NOW, NOW, NOW + timedelta(days=1)):
        open_it(lin, book, at)
    open_it(zhou, book)
    book.refresh_from_db()
    assert (book.open_count, book.reader_count) == (4, 2)
    assert not LedgerEntry.objects.exists()


def test_another_kind_with_the_same_number_is_another_thing():
    lin, book, article = make_person(), make_book(pk=7), make_article(pk=7)
    open_it(lin, book)
    article.refresh_from_db()
    assert (article.open_count, Reading.objects.count()) == (0, 1)


def test_the_days_are_all_there_the_empty_ones_too():
    lin, zhou, book = make_person(), make_person(), make_book()
    open_it(lin, book, NOW - timedelta(days=2))
    open_it(lin, book)
    open_it(zhou, book)
    open_it(zhou, book)
    days = library.days_of_reading(ResourceKind.BOOK, book.pk, TODAY, days=4)
    assert [(day.opens, day.readers) for day in days] == [(0, 0), (1, 1), (0, 0), (3, 2)]
    assert days[-1].day == TODAY


def test_the_totals_of_a_day_are_what_the_readings_say():
    people, book = [make_person() for _ in range(3)], make_book()
    for number, person in enumerate(people * 2):
        open_it(person, book, NOW + timedelta(days=number % 2))
    told = Reading.objects.values_list("day").annotate(Sum("opens"), Count("learner"))
    assert sorted(told) == sorted(ReadingDay.objects.values_list("day", "opens", "readers"))


def test_the_most_read_comes_first_across_kinds():
    people, book, article = [make_person() for _ in range(3)], make_book("书"), make_article("文")
    for person in people:
        open_it(person, article, kind=ResourceKind.ARTICLE)
    open_it(people[0], book)
    assert [(line.title, line.readers) for line in library.most_read(TODAY)] == [("文", 3), ("书", 1)]


def test_what_she_was_reading_last_comes_first_and_only_what_is_there():
    lin = make_person()
    first, second, gone = make_book("一"), make_book("二"), make_book("三", state="withdrawn")
    for number, book in enumerate((first, second, gone)):
        at = NOW + timedelta(minutes=number)
        keep_reading_position(learner_id=lin.pk, asset=book.asset, place=number, fraction=0, now=at)
    assert [(book.title, place.place) for book, place in being_read(lin.pk, NOW, 3)] == [("二", 1), ("一", 0)]
    assert being_read(make_person().pk, NOW, 3) == []


def test_the_row_of_five_is_counted_in_one_query_and_then_kept(django_assert_num_queries):
    counts.forget()
    make_book()
    make_book(state="draft", publish_at=None)
    make_article(publish_at=NOW - timedelta(hours=1))
    make_article(publish_at=NOW - timedelta(days=3))
    make_article(publish_at=NOW + timedelta(days=1))
    make_digest(number=12)
    make_digest(number=13, sent_at=None)
    with django_assert_num_queries(1):
        found = library.counts(NOW)
    assert found == library.Counts(books=1, articles_today=1, articles_of_week=2, digest=12, apps=0)
    with django_assert_num_queries(0):
        library.counts(NOW)
    counts.forget()
