"""Search, filters and orders of books, news, issues and apps; what a reader wants of the digest."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yuanjiao.library import public as library
from yuanjiao.library.models import App, Article, Book, Digest, Platform, Section, Shelf
from yuanjiao.web.shell.forms.listing import ListForm, Sort, choice_field, search_field

NEWEST, OLDEST = _("最新在前"), _("最早在前")
FOUND_AT_MOST = 500


class BookFilter(ListForm):
    """The books of the library."""

    sorts = {
        "newest": Sort(pgettext_lazy("order of books", "最近上架"), ("-publish_at", "-id")),
        "title": Sort(_("书名"), ("title", "id")),
        "readers": Sort(_("读的人最多"), ("-reader_count", "-id")),
        "year": Sort(_("出版年"), (F("year").desc(nulls_last=True), "-id")),
    }
    q = search_field(_("书名、作者、拼音首字母"))
    shelf = forms.ModelChoiceField(
        label=_("书架"), required=False, queryset=Shelf.objects.none(), empty_label=_("全部")
    )

    def __init__(self, *arguments: Any, shelves: QuerySet[Shelf], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["shelf"].queryset = shelves  # type: ignore[attr-defined]  # the field above has one

    def narrow(self, rows: QuerySet[Book]) -> QuerySet[Book]:
        """The books that were asked for."""
        if words := self.wanted("q"):
            rows = rows.filter(pk__in=library.find_books(words, FOUND_AT_MOST).numbers)
        return rows.filter(shelf=self.wanted("shelf")) if self.wanted("shelf") else rows


class NewsFilter(ListForm):
    """The articles of the news."""

    sorts = {
        "newest": Sort(NEWEST, ("-publish_at", "-id")),
        "oldest": Sort(OLDEST, ("publish_at", "id")),
        "readers": Sort(_("读的人最多"), ("-reader_count", "-id")),
    }
    q = search_field(_("标题、正文里的词、拼音首字母"))
    section = forms.ModelChoiceField(
        label=_("栏目"), required=False, queryset=Section.objects.none(), empty_label=_("全部")
    )

    def __init__(self, *arguments: Any, sections: QuerySet[Section], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["section"].queryset = sections  # type: ignore[attr-defined]  # the field above has one

    def narrow(self, rows: QuerySet[Article]) -> QuerySet[Article]:
        """The articles that were asked for."""
        if words := self.wanted("q"):
            rows = rows.filter(pk__in=library.find_articles(words, FOUND_AT_MOST).numbers)
        return rows.filter(section=self.wanted("section")) if self.wanted("section") else rows


class DigestFilter(ListForm):
    """The archive of the digest."""

    sorts = {"newest": Sort(NEWEST, ("-number",)), "oldest": Sort(OLDEST, ("number",))}
    q = search_field(_("期号、标题或内容里的词"))

    def narrow(self, rows: QuerySet[Digest]) -> QuerySet[Digest]:
        """The issues that were asked for."""
        words = self.wanted("q")
        if not words:
            return rows
        inside = Q(items__title__icontains=words) | Q(items__words__icontains=words)
        named = Q(title__icontains=words) | inside
        if words.isdecimal() and len(words) < 9:
            named |= Q(number=int(words))
        return rows.filter(named).distinct()


class AppFilter(ListForm):
    """The directory of apps."""

    sorts = {
        "name": Sort(_("名称拼音"), ("initials", "id")),
        "newest": Sort(NEWEST, ("-publish_at", "-id")),
        "opened": Sort(_("打开最多"), ("-open_count", "-id")),
    }
    q = search_field(_("名称、用途、发布单位、拼音首字母"))
    platform = choice_field(_("平台"), Platform.choices)

    def narrow(self, rows: QuerySet[App]) -> QuerySet[App]:
        """The apps that were asked for."""
        if words := self.wanted("q"):
            said = Q(name__icontains=words) | Q(purpose__icontains=words) | Q(publisher__icontains=words)
            rows = rows.filter(said | Q(initials__startswith=words.lower()))
        platform = self.wanted("platform")
        # As text, because SQLite cannot look into a list; no platform's name is a part of another's.
        return rows.filter(platforms__icontains=f'"{platform}"') if platform else rows


class SubscriptionForm(forms.Form):
    """What a reader wants of the digest."""

    by_notice = forms.BooleanField(label=_("每期发出时通知我"), required=False)
    by_mail = forms.BooleanField(label=_("同时发到我的邮箱"), required=False)
