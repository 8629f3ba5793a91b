"""Text of articles: what stays, and what never does."""

from __future__ import annotations

import pytest

from yuanjiao.library.rich_text import clean, plain, shortened


def test_plain_lines_become_paragraphs():
    assert clean("一 < 二\n\n  三 & 四 ") == "<p>一 &lt; 二</p><p>三 &amp; 四</p>"


def test_headings_lists_tables_and_links_stay():
    text = '<h2>题</h2><ul><li>一</li></ul><table><tbody><tr><td colspan="2">格</td></tr></tbody></table>'
    assert clean(text) == text
    assert clean('<a href="https://example.org/">看</a>') == (
        '<a href="https://example.org/" rel="noopener noreferrer nofollow">看</a>'
    )


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("<p>好<script>alert(1)</script></p>", "<p>好</p>"),
        ('<p onclick="x()" style="color:red" class="y">好</p>', "<p>好</p>"),
        ('<a href="javascript:alert(1)">看</a>', '<a rel="noopener noreferrer nofollow">看</a>'),
        ('<p>好<img src="https://example.org/spy.gif"></p>', "<p>好</p>"),
        ("<iframe src='https://example.org'></iframe><p>好</p>", "<p>好</p>"),
        ("<svg><script>1</script></svg><p>好</p>", "<p>好</p>"),
        ("<style>p{}</style><p>好</p>", "<p>好</p>"),
    ],
)
def test_what_runs_styles_or_fetches_goes(text, kept):
    assert clean(text) == kept


def test_boxes_and_first_headings_become_what_an_article_has():
    assert clean("<h1>题</h1><div>文</div><p> </p>") == "<h2>题</h2><p>文</p>"


def test_the_words_alone_are_one_line_a_paragraph():
    assert plain("<h2>题</h2><p>一<br>二 &lt;</p>") == "题\n一\n二 <"


def test_a_long_text_is_shortened_with_an_ellipsis():
    assert shortened("一二 三\n四", 4) == "一二 …"
    assert shortened("一二", 4) == "一二"
