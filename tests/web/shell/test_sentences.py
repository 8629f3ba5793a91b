"""Sentences of templates are looked up once for each language, and say what Django's own tag would."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils.translation import override

from yuanjiao.web.shell import navigation
from yuanjiao.web.shell.sentences import Sentence

FIXED = '{% load i18n %}{% translate "首页" %}'
NAMED = '{% load i18n %}{% translate "首页" as home %}<{{ home }}>'
VARYING = "{% load i18n %}{% translate word %}"
FILTERED = '{% load i18n %}{% translate "首页"|upper %}'


def said(template: Template, **words: str) -> list[str]:
    """What a template says in Chinese, in English, and in Chinese again."""
    found = []
    for language in ("zh-hans", "en", "zh-hans"):
        with override(language):
            found.append(template.render(Context(words)))
    return found


@pytest.mark.parametrize(
    ("source", "chinese", "english"),
    [(FIXED, "首页", "Home"), (NAMED, "<首页>", "<Home>"), (FILTERED, "首页", "HOME")],
)
def test_it_says_the_reader_s_language(source, chinese, english):
    assert said(Template(source)) == [chinese, english, chinese]


def test_a_word_that_varies_is_looked_up_each_time():
    template = Template(VARYING)
    assert said(template, word="首页") == ["首页", "Home", "首页"]
    assert said(template, word="课程") == ["课程", "Courses", "课程"]


@pytest.mark.parametrize(("source", "kept"), [(FIXED, True), (NAMED, True), (VARYING, False), (FILTERED, False)])
def test_only_what_never_varies_is_kept(source, kept):
    assert bool(Template(source).nodelist.get_nodes_by_type(Sentence)) is kept


def test_a_bar_is_in_the_reader_s_language_and_marks_where_she_is():
    for language, first in (("zh-hans", "首页"), ("en", "Home")):
        with override(language):
            places = navigation.bar(navigation.LEARNER, "/courses/")
        assert (places[0].label, [place.current for place in places[:2]]) == (first, [False, True])
