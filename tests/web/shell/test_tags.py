"""The tags of every page."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation
from django.utils.formats import date_format

from yuanjiao.web.shell.templatetags import shell


def render(source, path="/", **names):
    names["request"] = RequestFactory().get(path)
    return Template("{% load shell %}" + source).render(Context(names))


@pytest.mark.parametrize(
    ("hundredths", "written"), [(0, "0"), (25, "0.25"), (100, "1"), (3850, "38.5"), (None, "0"), (10000, "100")]
)
def test_credits_are_written_without_idle_noughts(hundredths, written):
    assert shell.credit(hundredths) == written


@pytest.mark.parametrize(("milliseconds", "written"), [(0, "0:00"), (760_000, "12:40"), (3_760_000, "1:02:40")])
def test_a_length_is_written_as_a_clock(milliseconds, written):
    assert shell.clock_ms(milliseconds) == written


@pytest.mark.parametrize(
    ("milliseconds", "said"), [(40_000, "40 秒"), (760_000, "12 分 40 秒"), (3_760_000, "1 小时 2 分"), (None, "0 秒")]
)
def test_a_length_is_said_in_words(milliseconds, said):
    assert shell.spoken_ms(milliseconds) == said


def test_a_day_of_another_year_says_which():
    assert shell.day(datetime(2019, 7, 3, 1, tzinfo=UTC)) == "2019 年 7 月 3 日"


@pytest.mark.parametrize(
    ("language", "day", "moment", "full"),
    [
        ("zh-hans", "7 月 3 日", "2019年7月3日 09:05", "2019 年 7 月 3 日"),
        ("en", "3 Jul", "3 Jul 2019 09:05", "3 Jul 2019"),
    ],
)
def test_days_and_moments_are_written_as_the_readers_language_does(language, day, moment, full):
    at = timezone.localtime(datetime(2019, 7, 3, 1, 5, tzinfo=UTC))
    with translation.override(language):
        assert date_format(at, "MONTH_DAY_FORMAT") == day
        assert date_format(at, "DATETIME_FORMAT") == moment
        assert shell.day(at) == full


def test_keep_changes_one_word_of_the_address_and_leaves_the_others():
    assert render("{% keep page=3 %}", "/courses/?q=a&page=2") == "?q=a&amp;page=3"
    assert render('{% keep q="" %}', "/courses/?q=a&page=2") == "?page=2"


def test_pages_keep_the_filters_and_tell_how_many_there_are():
    page = Paginator(range(95), 20).page(2)
    drawn = render('{% include "shell/components/pagination.html" %}', "/courses/?q=a", page=page)
    assert 'href="?q=a&amp;page=3"' in drawn
    assert "第 21–40 条，共 95 条" in drawn


class Filters(forms.Form):
    q = forms.CharField(required=False)
    state = forms.CharField(required=False)
    level = forms.CharField(required=False)
    sort = forms.CharField(required=False)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"q": "王", "sort": "name"}, "筛选与排序"),
        ({"state": "open", "q": "王"}, "1 个筛选条件"),
        ({"state": "open", "level": "x"}, "2 个筛选条件"),
    ],
)
def test_folded_filters_count_those_that_narrow_the_list(data, said):
    assert said in render('{% include "shell/components/filter_bar.html" %}', form=Filters(data))


def test_a_list_with_one_filter_folds_nothing():
    class One(forms.Form):
        state = forms.CharField(required=False)

    assert "filter-fold" not in render('{% include "shell/components/filter_bar.html" %}', form=One({}))


def test_one_page_needs_no_pagination():
    page = Paginator(range(5), 20).page(1)
    assert render('{% include "shell/components/pagination.html" %}', page=page).strip() == ""


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/130 Safari Edg/130", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17) Mobile MicroMessenger/8.0 Safari", "微信 · iPhone"),
        ("curl/8", "浏览器"),
    ],
)
def test_a_device_is_named_in_two_words(agent, said):
    assert shell.device(agent) == said
