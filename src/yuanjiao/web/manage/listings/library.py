"""The lists of digital resources, feeds, issues and reading figures."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanjiao.library.models import Digest, Resource
from yuanjiao.web.shell.listing import Column, Listing


def _stands(item: Resource) -> str:
    return item.stands_at(timezone.now())


LIFE = (
    Column(gettext_lazy("状态"), _stands),
    Column(gettext_lazy("发布时间"), lambda item: item.publish_at, 20),
    Column(gettext_lazy("下架时间"), lambda item: item.take_down_at, 20),
    Column(gettext_lazy("打开次数"), lambda item: item.open_count),
    Column(gettext_lazy("读过的人数"), lambda item: item.reader_count),
)
BOOKS = Listing(
    "books",
    gettext_lazy("图书"),
    (
        Column(gettext_lazy("书名"), lambda book: book.title, 36),
        Column(gettext_lazy("作者"), lambda book: book.author, 24),
        Column(gettext_lazy("出版者"), lambda book: book.publisher, 24),
        Column(gettext_lazy("出版年"), lambda book: book.year),
        Column(gettext_lazy("书架"), lambda book: str(book.shelf), 20),
        *LIFE,
    ),
)
ARTICLES = Listing(
    "articles",
    gettext_lazy("新闻"),
    (
        Column(gettext_lazy("标题"), lambda article: article.title, 48),
        Column(gettext_lazy("栏目"), lambda article: str(article.section), 16),
        Column(gettext_lazy("来源"), lambda article: article.source, 20),
        Column(gettext_lazy("原文地址"), lambda article: article.source_address, 40),
        *LIFE,
    ),
)
APPS = Listing(
    "apps",
    gettext_lazy("应用"),
    (
        Column(gettext_lazy("名称"), lambda app: app.name, 24),
        Column(gettext_lazy("发布单位"), lambda app: app.publisher, 28),
        Column(gettext_lazy("平台"), lambda app: "、".join(app.platform_names), 24),
        Column(gettext_lazy("下载或打开地址"), lambda app: app.address, 48),
        *LIFE,
    ),
)
FEEDS = Listing(
    "feeds",
    gettext_lazy("新闻来源"),
    (
        Column(gettext_lazy("名称"), lambda feed: feed.name, 24),
        Column(gettext_lazy("地址"), lambda feed: feed.address, 48),
        Column(gettext_lazy("栏目"), lambda feed: str(feed.section), 16),
        Column(gettext_lazy("状态"), lambda feed: _("定时收取") if feed.active else _("已暂停")),
        Column(gettext_lazy("最近收取"), lambda feed: feed.looked_at, 20),
        Column(gettext_lazy("问题"), lambda feed: str(feed.get_problem_display()) if feed.problem else "", 40),
        Column(gettext_lazy("收到篇数"), lambda feed: feed.brought_count),
    ),
)


def _sent(digest: Digest) -> str:
    return _("已发出") if digest.sent_at else _("草稿")


DIGESTS = Listing(
    "digests",
    gettext_lazy("手机报"),
    (
        Column(gettext_lazy("期号"), lambda digest: digest.number),
        Column(gettext_lazy("标题"), lambda digest: digest.title, 40),
        Column(gettext_lazy("条数"), lambda digest: digest.item_count),
        Column(gettext_lazy("状态"), _sent),
        Column(gettext_lazy("发出时间"), lambda digest: digest.sent_at, 20),
        Column(gettext_lazy("打开次数"), lambda digest: digest.open_count),
        Column(gettext_lazy("读过的人数"), lambda digest: digest.reader_count),
    ),
)
DAYS = Listing(
    "reading",
    gettext_lazy("阅读数据"),
    (
        Column(gettext_lazy("日期"), lambda day: day.day),
        Column(gettext_lazy("打开次数"), lambda day: day.opens),
        Column(gettext_lazy("读过的人数"), lambda day: day.readers),
    ),
)
