"""Forms of those who edit the digital resources."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanjiao.library.models import App, Article, Book, Feed, Platform
from yuanjiao.library.public import AppFields, ArticleFields, BookFields, FeedFields
from yuanjiao.media.models import Asset

CONTROL = {"class": "form-control"}
Assets = dict[str, Asset | None]


class Address(forms.URLField):
    """A web address; https is meant where nothing else is said."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 400)
        super().__init__(assume_scheme="https", widget=forms.URLInput(CONTROL), **options)


class Moment(forms.DateTimeField):
    """A day and time, picked or typed, in the academy's time."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(CONTROL | {"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, required=False, **options)


class BookForm(forms.Form):
    """Everything of a book; a shelf that is typed may be new."""

    title = forms.CharField(label=_("书名"), max_length=120, widget=forms.TextInput(CONTROL))
    author = forms.CharField(
        label=_("作者"), max_length=120, widget=forms.TextInput(CONTROL), help_text=_("多位用顿号隔开。")
    )
    shelf = forms.CharField(
        label=_("书架"), max_length=40, widget=forms.TextInput(CONTROL | {"list": "groups", "autocomplete": "off"})
    )
    publisher = forms.CharField(label=_("出版者"), max_length=80, required=False, widget=forms.TextInput(CONTROL))
    year = forms.IntegerField(
        label=_("出版年"), required=False, min_value=1000, max_value=2100, widget=forms.NumberInput(CONTROL)
    )
    blurb = forms.CharField(
        label=_("内容提要"), required=False, max_length=2000, widget=forms.Textarea(CONTROL | {"rows": 4})
    )
    asset = forms.CharField(required=False, widget=forms.HiddenInput)
    cover = forms.CharField(required=False, widget=forms.HiddenInput)

    @staticmethod
    def given_of(book: Book) -> dict[str, Any]:
        """A book as the form shows it."""
        same = ("title", "author", "publisher", "year", "blurb")
        kept = {"shelf": str(book.shelf), "asset": book.asset_id or "", "cover": book.cover_id or ""}
        return {name: getattr(book, name) for name in same} | kept

    def fields_with(self, assets: Assets) -> BookFields:
        """The fields for the action."""
        return BookFields(**self.cleaned_data | assets)


class ArticleForm(forms.Form):
    """Everything of an article; a section that is typed may be new."""

    title = forms.CharField(label=_("标题"), max_length=160, widget=forms.TextInput(CONTROL))
    section = forms.CharField(
        label=_("栏目"), max_length=40, widget=forms.TextInput(CONTROL | {"list": "groups", "autocomplete": "off"})
    )
    source = forms.CharField(label=_("来源"), max_length=80, required=False, widget=forms.TextInput(CONTROL))
    source_address = Address(label=_("原文地址"), required=False)
    summary = forms.CharField(
        label=_("摘要"),
        max_length=300,
        required=False,
        widget=forms.Textarea(CONTROL | {"rows": 2}),
        help_text=_("不填就用正文的开头。"),
    )
    body = forms.CharField(
        label=_("正文"),
        max_length=200_000,
        widget=forms.Textarea(CONTROL | {"rows": 14, "data-rich-text": ""}),
        help_text=_("可以从网页或文档里粘贴，保留标题、列表、表格和链接，其余样式和图片会去掉。"),
    )
    cover = forms.CharField(required=False, widget=forms.HiddenInput)

    @staticmethod
    def given_of(article: Article) -> dict[str, Any]:
        """An article as the form shows it."""
        same = ("title", "source", "source_address", "summary", "body")
        kept = {"section": str(article.section), "cover": article.cover_id or ""}
        return {name: getattr(article, name) for name in same} | kept

    def fields_with(self, assets: Assets) -> ArticleFields:
        """The fields for the action."""
        return ArticleFields(**self.cleaned_data | assets)


class AppForm(forms.Form):
    """Everything of an app."""

    name = forms.CharField(label=_("名称"), max_length=60, widget=forms.TextInput(CONTROL))
    publisher = forms.CharField(label=_("发布单位"), max_length=80, widget=forms.TextInput(CONTROL))
    purpose = forms.CharField(label=_("用途"), max_length=300, widget=forms.Textarea(CONTROL | {"rows": 2}))
    address = Address(label=_("下载或打开地址"), help_text=_("二维码指向这个地址。"))
    platforms = forms.MultipleChoiceField(
        label=_("平台"), choices=Platform.choices, widget=forms.CheckboxSelectMultiple
    )
    icon = forms.CharField(required=False, widget=forms.HiddenInput)

    @staticmethod
    def given_of(app: App) -> dict[str, Any]:
        """An app as the form shows it."""
        same = ("name", "publisher", "purpose", "address", "platforms")
        return {name: getattr(app, name) for name in same} | {"icon": app.icon_id or ""}

    def fields_with(self, assets: Assets) -> AppFields:
        """The fields for the action."""
        return AppFields(**self.cleaned_data | {"platforms": tuple(self.cleaned_data["platforms"])} | assets)


class ScheduleForm(forms.Form):
    """From when and until when readers see a resource."""

    publish_at = Moment(label=_("发布时间"), help_text=_("不填就是现在。"))
    take_down_at = Moment(label=_("下架时间"), help_text=_("不填就一直在。"))


class FeedForm(forms.Form):
    """Everything of a feed."""

    name = forms.CharField(label=_("名称"), max_length=60, widget=forms.TextInput(CONTROL))
    address = Address(label=_("RSS 或 Atom 地址"))
    section = forms.CharField(
        label=_("放进栏目"), max_length=40, widget=forms.TextInput(CONTROL | {"list": "groups", "autocomplete": "off"})
    )
    active = forms.BooleanField(label=_("每小时收取一次"), required=False)

    @staticmethod
    def given_of(feed: Feed) -> dict[str, Any]:
        """A feed as the form shows it."""
        return {"name": feed.name, "address": feed.address, "section": str(feed.section), "active": feed.active}

    def feed_fields(self) -> FeedFields:
        """The fields for the action."""
        return FeedFields(**self.cleaned_data)


class DigestForm(forms.Form):
    """Title and opening of an issue."""

    title = forms.CharField(label=_("标题"), max_length=80, widget=forms.TextInput(CONTROL))
    opening = forms.CharField(
        label=_("导语"), max_length=500, required=False, widget=forms.Textarea(CONTROL | {"rows": 3})
    )


class DigestItemForm(forms.Form):
    """One item of an issue."""

    title = forms.CharField(label=_("标题"), max_length=160, widget=forms.TextInput(CONTROL))
    words = forms.CharField(label=_("内容"), max_length=1000, widget=forms.Textarea(CONTROL | {"rows": 4}))


class SendForm(forms.Form):
    """Whom to tell of an issue."""

    whom = forms.ChoiceField(
        choices=[("subscribers", _("只通知订阅的人")), ("everyone", _("通知全体，除了说过不要的人"))],
        widget=forms.RadioSelect,
        initial="subscribers",
        label=_("通知谁"),
    )
