"""Search, filters and orders of the editors' lists of digital resources."""

from __future__ import annotations

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuanjiao.library import public as library
from yuanjiao.library.models import App, Article, Book, Digest, Feed, Platform, ResourceState, Section, Shelf
from yuanjiao.web.shell.forms.listing import ListForm, Sort, choice_field, search_field

NEWEST, OLDEST = _("最新在前"), _("最早在前")
FOUND_AT_MOST = 500
CHANGED = Sort(_("最近修改"), ("-updated_at", "-id"))
READERS = Sort(_("读的人最多"), ("-reader_count", "-id"))
OPENS = Sort(_("打开最多"), ("-open_count", "-id"))
STATES = [*((s.value, s.label) for s in ResourceState if s not in {ResourceState.REVIEW, ResourceState.REFUSED})]
PUBLISHED = Sort(_("发布时间"), ("-publish_at", "-id"))


class BookDeskFilter(ListForm):
    """The editors' list of books."""

    sorts = {
        "changed": CHANGED,
        "published": PUBLISHED,
        "title": Sort(_("书名"), ("title", "id")),
        "readers": READERS,
        "opens": OPENS,
    }
    q = search_field(_("书名、作者、拼音首字母"))
    state = choice_field(_("状态"), STATES)
    shelf = forms.ModelChoiceField(label=_("书架"), required=False, queryset=Shelf.objects.all(), empty_label=_("全部"))

    def narrow(self, rows: QuerySet[Book]) -> QuerySet[Book]:
        """The books that were asked for."""
        if words := self.wanted("q"):
            rows = rows.filter(pk__in=library.find_books(words, FOUND_AT_MOST).numbers)
        return rows.filter(**{name: self.wanted(name) for name in ("state", "shelf") if self.wanted(name)})


class ArticleDeskFilter(ListForm):
    """The editors' list of articles."""

    sorts = {
        "changed": CHANGED,
        "published": PUBLISHED,
        "brought": Sort(_("收到时间"), ("-brought_at", "-id")),
        "readers": READERS,
        "opens": OPENS,
    }
    q = search_field(_("标题、正文里的词、拼音首字母"))
    state = choice_field(_("状态"), ResourceState.choices)
    section = forms.ModelChoiceField(
        label=_("栏目"), required=False, queryset=Section.objects.all(), empty_label=_("全部")
    )
    feed = forms.ModelChoiceField(
        label=_("新闻来源"), required=False, queryset=Feed.objects.all(), empty_label=_("全部")
    )
    coming = choice_field(_("时间"), [("coming", _("定时发布")), ("over", _("已到期"))])

    def narrow(self, rows: QuerySet[Article]) -> QuerySet[Article]:
        """The articles that were asked for."""
        if words := self.wanted("q"):
            rows = rows.filter(pk__in=library.find_articles(words, FOUND_AT_MOST).numbers)
        if coming := self.wanted("coming"):
            now = timezone.now()
            moment = Q(publish_at__gt=now) if coming == "coming" else Q(take_down_at__lte=now)
            rows = rows.filter(moment, state=ResourceState.PUBLISHED)
        return rows.filter(**{name: self.wanted(name) for name in ("state", "section", "feed") if self.wanted(name)})


class AppDeskFilter(ListForm):
    """The editors' list of apps."""

    sorts = {"changed": CHANGED, "name": Sort(_("名称拼音"), ("initials", "id")), "opens": OPENS}
    q = search_field(_("名称、用途、发布单位、拼音首字母"))
    state = choice_field(_("状态"), STATES)
    platform = choice_field(_("平台"), Platform.choices)

    def narrow(self, rows: QuerySet[App]) -> QuerySet[App]:
        """The apps that were asked for."""
        if words := self.wanted("q"):
            said = Q(name__icontains=words) | Q(purpose__icontains=words) | Q(publisher__icontains=words)
            rows = rows.filter(said | Q(initials__startswith=words.lower()))
        if state := self.wanted("state"):
            rows = rows.filter(state=state)
        platform = self.wanted("platform")
        return rows.filter(platforms__icontains=f'"{platform}"') if platform else rows


class FeedFilter(ListForm):
    """The list of feeds."""

    sorts = {
        "name": Sort(_("名称"), ("name", "id")),
        "looked": Sort(_("最近收取"), ("-looked_at", "id")),
        "brought": Sort(_("收到最多"), ("-brought_count", "id")),
    }
    q = search_field(_("名称或地址"))
    state = choice_field(_("状态"), [("active", _("定时收取")), ("paused", _("已暂停")), ("wrong", _("有问题"))])

    def narrow(self, rows: QuerySet[Feed]) -> QuerySet[Feed]:
        """The feeds that were asked for."""
        if words := self.wanted("q"):
            rows = rows.filter(Q(name__icontains=words) | Q(address__icontains=words))
        conditions = {"active": Q(active=True), "paused": Q(active=False), "wrong": ~Q(problem="")}
        return rows.filter(conditions[self.wanted("state")]) if self.wanted("state") else rows


class DigestDeskFilter(ListForm):
    """The editors' list of issues."""

    sorts = {"newest": Sort(NEWEST, ("-number",)), "oldest": Sort(OLDEST, ("number",)), "readers": READERS}
    q = search_field(_("期号或标题"))
    state = choice_field(_("状态"), [("draft", _("草稿")), ("sent", _("已发出"))])

    def narrow(self, rows: QuerySet[Digest]) -> QuerySet[Digest]:
        """The issues that were asked for."""
        if words := self.wanted("q"):
            named = Q(title__icontains=words)
            rows = rows.filter(named | Q(number=int(words)) if words.isdecimal() and len(words) < 9 else named)
        if state := self.wanted("state"):
            rows = rows.filter(sent_at__isnull=state == "draft")
        return rows
