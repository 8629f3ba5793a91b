"""Search, filters and orders of a learner's messages and notices, kept in the address."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation.models import Person
from yuanjiao.outreach.models import BoardMessage, Notice
from yuanjiao.oversight.models import Circular
from yuanjiao.web.shell.forms.listing import ListForm, Sort, choice_field, search_field

NEWEST, OLDEST = _("最新在前"), _("最早在前")


class BoardFilter(ListForm):
    """The academy's board. It is searched for what was written, never for who wrote: names may be hidden."""

    sorts = {
        "newest": Sort(NEWEST, ("-written_at", "-id")),
        "oldest": Sort(OLDEST, ("written_at", "id")),
        "liked": Sort(_("点赞最多"), ("-like_count", "-id")),
    }
    q = search_field(_("留言内容"))
    by = choice_field(_("谁写的"), [("me", _("我写的"))])

    def narrow(self, rows: QuerySet[BoardMessage], reader: Person) -> QuerySet[BoardMessage]:
        """The messages that the reader asked for."""
        if self.wanted("by"):
            rows = rows.filter(author=reader)
        return rows.filter(text__icontains=self.wanted("q")) if self.wanted("q") else rows


class NoticeFilter(ListForm):
    """The notices to one reader."""

    sorts = {"newest": Sort(NEWEST, ("-created_at", "-id")), "oldest": Sort(OLDEST, ("created_at", "id"))}
    q = search_field(_("通知里的词"))
    show = choice_field(_("状态"), [("unread", _("未读")), ("read", _("已读"))])

    def narrow(self, rows: QuerySet[Notice]) -> QuerySet[Notice]:
        """The notices that were asked for."""
        if show := self.wanted("show"):
            rows = rows.filter(read_at__isnull=show == "unread")
        if words := self.wanted("q"):
            rows = rows.filter(Q(title__icontains=words) | Q(body__icontains=words))
        return rows


class CircularFilter(ListForm):
    """The circulars to all learners."""

    sorts = {"newest": Sort(NEWEST, ("-published_at", "-id")), "oldest": Sort(OLDEST, ("published_at", "id"))}
    q = search_field(_("标题或单位"))

    def narrow(self, rows: QuerySet[Circular]) -> QuerySet[Circular]:
        """The circulars that were asked for."""
        words = self.wanted("q")
        return rows.filter(Q(title__icontains=words) | Q(unit__name__icontains=words)) if words else rows
