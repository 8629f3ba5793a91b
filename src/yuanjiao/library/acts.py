"""What acts on books, news, digests and apps are called in the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yuanjiao.kernel.acts import Area, Detail, Subject, day_said, named
from yuanjiao.library.models import App, Article, Book, Digest, Feed

AREAS = (
    Area(
        "library",
        _("图书、新闻和应用"),
        {
            "library.create_book": _("新增图书"),
            "library.change_book": _("修改图书"),
            "library.create_article": _("新写新闻"),
            "library.change_article": _("修改新闻"),
            "library.accept_article": _("采用来稿"),
            "library.refuse_article": _("不采用来稿"),
            "library.create_app": _("新增应用"),
            "library.change_app": _("修改应用"),
            "library.publish": _("发布资源"),
            "library.withdraw": _("下架资源"),
            "library.name_feed": _("登记新闻来源"),
            "library.change_feed": _("修改新闻来源"),
            "library.ask_to_look": _("要求收取新闻"),
            "library.look_at_feed": _("收到新来稿"),
        },
    ),
    Area(
        "digests",
        _("手机报"),
        {
            "library.begin_digest": _("新建一期手机报"),
            "library.change_digest": _("修改手机报"),
            "library.add_to_digest": _("选新闻入手机报"),
            "library.write_item": _("编写手机报条目"),
            "library.move_item": _("调整手机报顺序"),
            "library.remove_item": _("删除手机报条目"),
            "library.send_digest": _("发送手机报"),
            "library.carry_on_sending": _("继续发送手机报"),
        },
    ),
)

SUBJECTS = {
    "book": Subject(pgettext_lazy("one thing", "图书"), named(Book.objects.all, "title")),
    "article": Subject(pgettext_lazy("one thing", "新闻"), named(Article.objects.all, "title")),
    "app": Subject(pgettext_lazy("one thing", "应用"), named(App.objects.all, "name")),
    "feed": Subject(pgettext_lazy("one thing", "新闻来源"), named(Feed.objects.all, "name")),
    "digest": Subject(pgettext_lazy("one thing", "手机报"), named(Digest.objects.all, "title")),
}

DETAILS = {
    "library.publish_at": Detail(_("发布时间"), day_said),
    "library.take_down_at": Detail(_("下架时间"), day_said),
    "library.brought": Detail(_("新来稿")),
    "library.number": Detail(_("期号")),
    "library.to_everyone": Detail(_("发给所有人")),
    "library.remove_item.item": Detail(_("条目")),
}
