"""A sentence that is kept for readers of different languages."""

from __future__ import annotations

from django.utils.translation import gettext, override

from yuanjiao.kernel.languages import for_the_reader, in_every_language


def test_what_was_said_is_read_in_the_readers_language_or_else_in_the_first():
    said = in_every_language(lambda: gettext("已取消"))
    assert said == {"zh-hans": "已取消", "en": "Cancelled"}
    with override("en"):
        assert for_the_reader(said) == "Cancelled"
    with override("fr"):
        assert for_the_reader(said) == "已取消"
    assert for_the_reader({}) == ""
