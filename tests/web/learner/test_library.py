"""The digital library, news, the digest and the directory of apps, as learners use them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.library import make_app, make_article, make_book, make_digest, make_subscription
from tests.factories.organisation import make_person
from tests.web.sheets import column

from yuanjiao.credits.models import LedgerEntry
from yuanjiao.library import counts
from yuanjiao.library.models import Article, Book, Reading, Shelf, Subscription
from yuanjiao.library.public import rebuild_search
from yuanjiao.media.models import ReadingPosition

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin(client):
    person = make_person("林示例")
    client.force_login(person)
    return person


LISTS = {
    "/library/": (make_book, "书名"),
    "/news/": (make_article, "标题"),
    "/digest/": (make_digest, "标题"),
    "/apps/": (make_app, "名称"),
}


def make(path, title, **fields):
    make_one, _heading = LISTS[path]
    return make_one(title, **fields)


@pytest.mark.parametrize("path", LISTS)
def test_a_list_shows_what_is_published_and_gives_it_as_excel(client, lin, path):
    make(path, "看得见的")
    if path != "/digest/":
        make(path, "还没到时间", publish_at=timezone.now() + timedelta(days=1))
        make(path, "已经到期", take_down_at=timezone.now() - timedelta(days=1))
        make(path, "已下架的", state="withdrawn")
    else:
        make(path, "草稿", sent_at=None)
    page = client.get(path)
    assert [str(item) for item in page.context["page"]] == ["看得见的"]
    assert column(client.get(path, {"export": "excel"}), LISTS[path][1]) == ["看得见的"]


@pytest.mark.parametrize("path", LISTS)
def test_an_empty_list_says_what_to_do(client, lin, path):
    assert "empty-state" in client.get(path).content.decode()
    make(path, "一")
    page = client.get(path, {"q": "查无此项"}).content.decode()
    assert "empty-state" in page
    assert "export=excel" not in page


@pytest.mark.parametrize("path", LISTS)
def test_what_makes_no_sense_in_the_address_narrows_nothing(client, lin, path):
    make(path, "一")
    words = {"shelf": "x", "section": "x", "platform": "x", "sort": "x", "page": "x", "q": "\0"}
    assert len(client.get(path, words).context["page"]) == 1


@pytest.mark.parametrize("path", LISTS)
def test_a_list_costs_the_same_with_one_row_and_with_many(client, lin, path):
    def cost() -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        return len(queries)

    make(path, "一")
    few = cost()
    for number in range(4):
        make(path, f"又{number}")
    assert cost() == few


def test_books_are_found_by_shelf_and_by_initials(client, lin):
    history = Shelf.objects.create(name="历史")
    one, _other = make_book("党史读本", shelf=history), make_book("公文写作")
    list(rebuild_search())
    assert list(client.get("/library/", {"shelf": history.pk}).context["page"]) == [one]
    assert list(client.get("/library/", {"q": "ds"}).context["page"]) == [one]


def test_a_book_is_opened_where_she_stopped_and_earns_nothing(client, lin):
    book = make_book()
    assert "开始读" in client.get(f"/library/{book.pk}/").content.decode()
    assert client.post(f"/library/{book.pk}/place", {"place": 3, "fraction": 500}).status_code == 204
    config = client.get(f"/library/{book.pk}/read/").context["config"]
    assert (config["form"], config["place"], config["fraction"]) == ("epub", 3, 500)
    page = client.get(f"/library/{book.pk}/").content.decode()
    assert "接着读" in page
    assert "读到第 4 页" in page
    assert book.title in client.get("/library/").content.decode().split("list-count")[0]
    assert not LedgerEntry.objects.exists()


def test_reading_is_counted_when_the_reader_opens_not_before(client, lin):
    book = make_book()
    client.get(f"/library/{book.pk}/")
    assert not Reading.objects.exists()
    client.get(f"/library/{book.pk}/read/")
    assert Reading.objects.get().learner == lin


def test_a_books_addresses_come_with_the_media_cookie_only_while_it_is_shown(client, lin):
    book = make_book()
    assert client.get(f"/library/{book.pk}/media").json()["base"].endswith(f"/{book.asset.key}/")
    Book.objects.update(state="withdrawn")
    for end in ("", "read/", "media"):
        assert client.get(f"/library/{book.pk}/{end}").status_code == 404
    assert client.post(f"/library/{book.pk}/place", {"place": 1, "fraction": 0}).status_code == 404
    assert not ReadingPosition.objects.exists()


def test_nonsense_about_a_place_is_not_kept(client, lin):
    assert client.post(f"/library/{make_book().pk}/place", {"place": -1}).status_code == 400


def test_an_article_is_read_with_its_neighbours_and_counted(client, lin):
    article, other = make_article("一", body="<h2>小标题</h2>"), make_article("二")
    page = client.get(f"/news/{article.pk}/")
    assert "<h2>小标题</h2>" in page.content.decode()
    assert list(page.context["others"]) == [other]
    assert Article.objects.get(pk=article.pk).reader_count == 1


@pytest.mark.parametrize("state", ["draft", "review", "refused", "withdrawn"])
def test_an_article_that_is_not_published_is_not_there(client, lin, state):
    assert client.get(f"/news/{make_article(state=state).pk}/").status_code == 404


def test_an_issue_shows_its_items_and_leads_only_to_articles_that_are_there(client, lin):
    digest = make_digest(items=2)
    there, gone = make_article("在的"), make_article("撤了的", state="withdrawn")
    for item, article in zip(digest.items.all(), (there, gone), strict=True):
        item.article = article
        item.save()
    page = client.get(f"/digest/{digest.number}/").content.decode()
    assert f'href="/news/{there.pk}/"' in page
    assert f'href="/news/{gone.pk}/"' not in page
    assert client.get(f"/digest/{make_digest(sent_at=None).number}/").status_code == 404


def test_she_subscribes_and_is_told_when_there_is_no_address(client, lin):
    client.post("/digest/subscription", {"by_notice": "on"})
    assert Subscription.objects.get(person=lin).by_notice
    answer = client.post("/digest/subscription", {"by_notice": "on", "by_mail": "on"}, follow=True)
    assert "名册里还没有您的邮箱" in answer.content.decode()
    assert not Subscription.objects.get(person=lin).by_mail


def test_the_link_of_a_message_ends_the_mail_without_signing_in_and_only_when_confirmed(client):
    mine = make_subscription(make_person(email="lin@example.org"), by_mail=True)
    address = f"/digest/unsubscribe/{mine.key}/"
    assert "退订" in client.get(address).content.decode()
    assert Subscription.objects.get().by_mail
    assert "已退订" in client.post(address).content.decode()
    assert not Subscription.objects.get().by_mail
    assert client.get("/digest/unsubscribe/none/").status_code == 404


def test_an_app_leads_where_its_editor_said_and_is_counted(client, lin):
    app = make_app(address="https://example.org/there")
    assert client.get(f"/apps/{app.pk}/open").headers["Location"] == "https://example.org/there"
    app.refresh_from_db()
    assert app.open_count == 1
    code = client.get(f"/apps/{app.pk}/code.svg")
    assert code.headers["Content-Type"] == "image/svg+xml"
    assert code.content.startswith(b"<?xml")


def test_apps_are_found_by_platform_and_initials(client, lin):
    phone = make_app("办事地图", platforms=["mini"], initials="bsdt")
    make_app("法规查询", platforms=["windows"], initials="fgcx")
    assert list(client.get("/apps/", {"platform": "mini"}).context["page"]) == [phone]
    assert list(client.get("/apps/", {"q": "bs"}).context["page"]) == [phone]


def test_the_row_of_five_is_on_the_home_with_what_there_is(client, lin):
    counts.forget()
    make_book()
    make_digest(number=326)
    make_article(publish_at=timezone.now())
    page = client.get("/").content.decode()
    row = re.search(r'<nav class="card resources".*?</nav>', page, re.DOTALL).group()
    assert re.findall(r"<strong>(.*?)</strong>", row) == ["数字图书馆", "公开课", "时事新闻", "舆情手机报", "实用应用"]
    assert re.findall(r"<span>(.*?)</span>", row) == ["1 册", "0 所高校", "今天 1 条", "第 326 期", "0 个"]
    counts.forget()
