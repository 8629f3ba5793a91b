"""Digital resources as their editors work on them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.library import make_app, make_article, make_book, make_digest, make_feed
from tests.factories.media import make_asset
from tests.factories.organisation import grant, make_person
from tests.web.sheets import column, rows_of

from yuanjiao.kernel.models import BackgroundJob
from yuanjiao.library.models import App, Article, Book, Digest, Feed, ResourceKind
from yuanjiao.library.public import record_opening
from yuanjiao.media.models import AssetKind
from yuanjiao.organisation.models import Role

BASE = "/manage/library/"
DESKS = {"books/": make_book, "articles/": make_article, "apps/": make_app}
LISTS = {**DESKS, "digests/": make_digest, "feeds/": lambda name, **_fields: make_feed(f"https://example.org/{name}")}
HEADINGS = {"books/": "书名", "articles/": "标题", "apps/": "名称", "digests/": "标题", "feeds/": "地址"}


@pytest.fixture
def he(world, as_person):
    """An editor of the whole academy, signed in."""
    editor = make_person("何编辑", unit=world.city)
    grant(editor, Role.COURSE_EDITOR)
    as_person(editor)
    return editor


@pytest.mark.parametrize("path", [*LISTS, "reading/", "books/new/", "digests/new/", "feeds/new/"])
def test_an_editor_of_one_district_does_not_edit_the_academys_resources(world, as_person, path):
    grant(world.wu, Role.COURSE_EDITOR)
    client = as_person(world.wu)
    assert client.get(BASE + path).status_code == 403
    assert "资源" not in client.get("/manage/courses/").content.decode().split("</header>")[0]


@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_searched_sorted_and_had_as_excel(he, client, path):
    LISTS[path]("one")
    page = client.get(BASE + path, {"export": "excel", "sort": "readers", "state": "x"})
    assert "one" in column(page, HEADINGS[path])[0]
    assert "empty-state" in client.get(BASE + path, {"q": "查无此项"}).content.decode()


@pytest.mark.parametrize("path", LISTS)
def test_a_list_costs_the_same_with_one_row_and_with_many(he, client, path):
    def cost() -> int:
        client.get(BASE + path)
        with CaptureQueriesContext(connection) as queries:
            client.get(BASE + path)
        return len(queries)

    LISTS[path]("one")
    few = cost()
    for number in range(4):
        LISTS[path](f"more{number}")
    assert cost() == few


def test_a_book_is_written_given_its_file_published_and_withdrawn(he, client):
    asset = make_asset(AssetKind.DOCUMENT, owner=he, original_name="一.pdf")
    given = {"title": "宪法读本", "author": "甲、乙", "shelf": "法律", "year": "2025", "asset": asset.pk, "cover": ""}
    client.post(f"{BASE}books/new/", given)
    book = Book.objects.get()
    assert (book.title, str(book.shelf), book.asset, book.state) == ("宪法读本", "法律", asset, "draft")
    client.post(f"{BASE}books/{book.pk}/publish")
    assert Book.objects.get().shown_at(timezone.now())
    assert "1 人读过" not in client.get(f"{BASE}books/{book.pk}/withdraw/").content.decode()
    client.post(f"{BASE}books/{book.pk}/withdraw/")
    assert Book.objects.get().state == "withdrawn"


def test_a_form_with_a_fault_names_the_field_and_loses_nothing(he, client):
    answer = client.post(f"{BASE}books/new/", {"title": "宪法读本", "author": "", "shelf": "法律", "year": "x"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"author", "year"}
    assert 'value="宪法读本"' in answer.content.decode()
    assert not Book.objects.exists()


def test_somebody_elses_file_is_not_taken(he, client):
    foreign = make_asset(AssetKind.DOCUMENT, owner=make_person())
    client.post(f"{BASE}books/new/", {"title": "书", "author": "甲", "shelf": "法律", "asset": foreign.pk})
    assert Book.objects.get().asset is None


def test_an_article_is_scheduled_in_the_academys_time(he, client):
    client.post(f"{BASE}articles/new/", {"title": "新闻", "section": "本地", "body": "<p>好</p><script>x</script>"})
    article = Article.objects.get()
    assert article.body == "<p>好</p>"
    moment = timezone.localtime() + timedelta(days=2)
    answer = client.post(f"{BASE}articles/{article.pk}/publish", {"publish_at": moment.strftime("%Y-%m-%dT%H:%M")})
    assert answer.status_code == 302
    article.refresh_from_db()
    assert article.publish_at == moment.replace(second=0, microsecond=0)
    assert list(client.get(f"{BASE}articles/", {"coming": "coming"}).context["page"]) == [article]


def test_a_schedule_that_ends_too_early_is_told_at_its_field(he, client):
    article = make_article(state="draft", publish_at=None)
    answer = client.post(f"{BASE}articles/{article.pk}/publish", {"take_down_at": "2020-01-01T08:00"})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"take_down_at"})


def test_an_app_is_written_with_its_platforms(he, client):
    given = {"name": "办事地图", "publisher": "示例局", "purpose": "找大厅", "address": "example.org/map"}
    client.post(f"{BASE}apps/new/", given | {"platforms": ["mini", "web"]})
    app = App.objects.get()
    assert (app.address, app.platforms, app.initials) == ("https://example.org/map", ["mini", "web"], "bsdt")
    answer = client.post(f"{BASE}apps/new/", given | {"address": "javascript:alert(1)", "platforms": ["mini"]})
    assert set(answer.context["form"].errors) == {"address"}


def test_what_a_feed_brought_is_decided_in_batches(he, client):
    feed = make_feed()
    first, second = (
        make_article(f"来{n}", state="review", publish_at=None, feed=feed, entry_key=str(n)) for n in range(2)
    )
    page = client.get(f"{BASE}articles/", {"state": "review"}).content.decode()
    assert f'name="article" value="{first.pk}"' in page
    client.post(f"{BASE}articles/decide", {"article": [first.pk, "x"], "decision": "accept"})
    client.post(f"{BASE}articles/decide", {"article": [second.pk], "decision": "refuse"})
    assert [Article.objects.get(pk=each.pk).state for each in (first, second)] == ["published", "refused"]
    answer = client.post(f"{BASE}articles/decide", {"decision": "accept"}, follow=True)
    assert "没有选中" in answer.content.decode()


def test_a_feed_is_named_paused_and_looked_at_in_the_background(he, client):
    given = {"name": "来源", "address": "https://example.org/rss", "section": "摘编", "active": "on"}
    client.post(f"{BASE}feeds/new/", given)
    feed = Feed.objects.get()
    assert set(client.post(f"{BASE}feeds/new/", given).context["form"].errors) == {"address"}
    client.post(f"{BASE}feeds/{feed.pk}/", given | {"active": ""})
    assert not Feed.objects.get().active
    answer = client.post(f"{BASE}feeds/{feed.pk}/look")
    job = BackgroundJob.objects.get(kind="library.feed")
    assert answer.headers["Location"] == f"/manage/jobs/{job.key}/"


def test_an_issue_is_composed_and_sent_with_its_effect_told_first(he, client):
    articles = [make_article(f"新闻{number}") for number in range(2)]
    client.post(f"{BASE}digests/new/", {"title": "要闻", "opening": "本期"})
    digest = Digest.objects.get()
    here = f"{BASE}digests/{digest.pk}/"
    assert list(client.get(here).context["offered"]) == articles[::-1]
    client.post(f"{here}articles", {"article": [article.pk for article in articles]})
    client.post(f"{here}items/new/", {"title": "自己写的", "words": "内容"})
    last = digest.items.last()
    client.post(f"{here}items/{last.pk}/move", {"to": "up"})
    client.post(f"{here}items/{last.pk}/", {"title": "改过的", "words": "内容"})
    client.post(f"{here}items/{digest.items.first().pk}/remove")
    assert list(digest.items.values_list("title", flat=True)) == ["改过的", "新闻1"]
    client.post(f"{here}edit/", {"title": "要闻二", "opening": ""})
    numbers = client.get(f"{here}send/").context["numbers"]
    assert (numbers["subscribers"], numbers["everyone"][0] > 0) == ((0, 0), True)
    assert client.post(f"{here}send/", {"whom": "subscribers"}).headers["Location"].startswith("/manage/jobs/")
    digest.refresh_from_db()
    assert (digest.title, digest.sent_at is not None) == ("要闻二", True)
    page = client.get(here).content.decode()
    assert "发送情况" in page
    assert f"{here}send/" not in page


def test_an_issue_that_was_sent_refuses_changes_in_words(he, client):
    digest = make_digest()
    answer = client.post(f"{BASE}digests/{digest.pk}/edit/", {"title": "x"})
    assert "不能再改" in answer.content.decode()
    client.post(f"{BASE}digests/{digest.pk}/items/{digest.items.get().pk}/remove")
    assert digest.items.count() == 1


def test_figures_are_told_by_day_and_as_excel(he, client, world):
    book = make_book("常读的书")
    for person in (world.lin, world.wu):
        record_opening(learner_id=person.pk, kind=ResourceKind.BOOK, item_id=book.pk, now=timezone.now())
    rows = rows_of(client.get(f"{BASE}books/{book.pk}/", {"export": "excel"}))
    assert (len(rows), rows[-1][1:]) == (31, [2, 2])
    page = client.get(f"{BASE}reading/").content.decode()
    assert "常读的书" in page
    assert "sparkline" in page
    assert len(rows_of(client.get(f"{BASE}reading/", {"export": "excel"}))) == 1 + 30 * 4


def test_a_file_that_a_book_uses_says_so_where_it_would_be_deleted(he, client):
    book = make_book(asset=make_asset(AssetKind.DOCUMENT, owner=he))
    page = client.get(f"/manage/assets/{book.asset.pk}/delete/").content.decode()
    assert f'href="{BASE}books/{book.pk}/"' in page
    assert list(client.get("/manage/assets/", {"used": "no"}).context["page"]) == []
