"""RSS and Atom as entries."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from yuanjiao.library.feeds.parsing import NoFeed, entries_of

AT = "https://example.org/feeds/news.xml"
RSS = """<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>示例</title>
<item><title>第一条</title><link>/a/1</link><guid>id-1</guid><pubDate>Mon, 02 Mar 2026 09:00:00 +0800</pubDate>
<description>摘要</description><content:encoded><![CDATA[<p>正文</p>]]></content:encoded></item>
<item><title> 第二
 条 </title><link>https://example.org/a/2</link></item><item><description>没有标题</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>示例</title><entry><title>一条</title><id>tag:1</id>
<link rel="self" href="https://example.org/x"/><link href="https://example.org/a"/><updated>2026-03-02T01:00:00Z</updated>
<summary>摘要</summary><content type="html">&lt;p&gt;正文&lt;/p&gt;</content></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><item><title>旧式</title><link>https://example.org/o</link>
<dc:date>2026-03-02</dc:date></item></rdf:RDF>"""


@pytest.mark.parametrize(("declared", "written"), [("utf-8", "utf-8"), ("GB2312", "gb18030"), ("gbk", "gb18030")])
def test_rss_is_read_in_the_encodings_of_its_sites(declared, written):
    first, second = entries_of(RSS.format(encoding=declared).encode(written), AT)
    assert (first.title, first.address, first.body, first.summary) == (
        "第一条",
        "https://example.org/a/1",
        "<p>正文</p>",
        "摘要",
    )
    assert first.at == datetime(2026, 3, 2, 1, tzinfo=UTC)
    assert (second.title, second.address, second.at) == ("第二 条", "https://example.org/a/2", None)


def test_atom_is_read():
    (entry,) = entries_of(ATOM.encode(), AT)
    assert (entry.title, entry.address, entry.body) == ("一条", "https://example.org/a", "<p>正文</p>")
    assert entry.at == datetime(2026, 3, 2, 1, tzinfo=UTC)


def test_the_first_rss_is_read():
    (entry,) = entries_of(RDF.encode(), AT)
    assert (entry.title, entry.at) == ("旧式", datetime(2026, 3, 2, tzinfo=UTC))


def test_an_entry_keeps_its_key_while_its_title_changes():
    before, after = RSS.format(encoding="utf-8"), RSS.format(encoding="utf-8").replace("第一条", "第一条（更正）")
    assert entries_of(before.encode(), AT)[0].key == entries_of(after.encode(), AT)[0].key


def test_links_that_are_no_web_addresses_are_left_out():
    raw = RSS.format(encoding="utf-8").replace("/a/1", "javascript:alert(1)").encode()
    assert entries_of(raw, AT)[0].address == ""


BOMB = (
    '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    "<rss><channel><item><title>&b;</title></item></channel></rss>"
)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"hello",
        b"<html><body>no</body></html>",
        b"<rss><channel>",
        BOMB.encode(),
        b"\xff\xfe" + BOMB.encode("utf-16-le"),
        b'<?xml version="1.0" encoding="no-such"?><rss/>',
    ],
)
def test_what_is_no_feed_or_declares_entities_is_refused(raw):
    with pytest.raises(NoFeed):
        entries_of(raw, AT)
