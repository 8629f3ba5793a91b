"""What the Excel file of each list of digital resources says of a row."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from yuanjiao.web.shell.listing import Column, Listing

BOOKS = Listing(
    "books",
    gettext_lazy("数字图书馆"),
    (
        Column(gettext_lazy("书名"), lambda book: book.title, 36),
        Column(gettext_lazy("作者"), lambda book: book.author, 24),
        Column(gettext_lazy("出版者"), lambda book: book.publisher, 24),
        Column(gettext_lazy("出版年"), lambda book: book.year),
        Column(gettext_lazy("书架"), lambda book: str(book.shelf), 20),
        Column(gettext_lazy("读过的人数"), lambda book: book.reader_count),
        Column(gettext_lazy("内容提要"), lambda book: book.blurb, 60),
    ),
    page_size=24,
)

NEWS = Listing(
    "news",
    gettext_lazy("时事新闻"),
    (
        Column(gettext_lazy("发布时间"), lambda article: article.publish_at, 20),
        Column(gettext_lazy("栏目"), lambda article: str(article.section), 16),
        Column(gettext_lazy("标题"), lambda article: article.title, 48),
        Column(gettext_lazy("来源"), lambda article: article.source, 20),
        Column(gettext_lazy("摘要"), lambda article: article.summary, 60),
    ),
    page_size=20,
)

DIGESTS = Listing(
    "digests",
    gettext_lazy("舆情手机报"),
    (
        Column(gettext_lazy("期号"), lambda digest: digest.number),
        Column(gettext_lazy("标题"), lambda digest: digest.title, 40),
        Column(gettext_lazy("发出时间"), lambda digest: digest.sent_at, 20),
        Column(gettext_lazy("导语"), lambda digest: digest.opening, 60),
    ),
    page_size=20,
)

APPS = Listing(
    "apps",
    gettext_lazy("实用应用"),
    (
        Column(gettext_lazy("名称"), lambda app: app.name, 24),
        Column(gettext_lazy("用途"), lambda app: app.purpose, 48),
        Column(gettext_lazy("发布单位"), lambda app: app.publisher, 28),
        Column(gettext_lazy("平台"), lambda app: "、".join(app.platform_names), 24),
        Column(gettext_lazy("下载或打开地址"), lambda app: app.address, 48),
    ),
    page_size=24,
)
