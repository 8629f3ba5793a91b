"""Files are taken by what they are, made anew where they are pictures, and nothing else is kept."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from tests.factories.claims import PDF, make_claim, offered, picture
from tests.factories.organisation import make_person

from yuanjiao.credits import evidence
from yuanjiao.credits.public import EvidenceRefused, content_of


def test_a_pdf_is_kept_as_it_came():
    assert evidence.sound([offered()])[0].content == PDF


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_is_drawn_anew_whatever_its_name_says(kind):
    (kept,) = evidence.sound([offered(picture(kind), "签到.pdf")])
    assert kept.suffix == "jpg"
    assert Image.open(io.BytesIO(kept.content)).size == (8, 6)


def test_what_hides_behind_a_picture_is_gone():
    (kept,) = evidence.sound([offered(picture("JPEG") + b"<script>alert(1)</script>", "a.jpg")])
    assert b"script" not in kept.content


@pytest.mark.parametrize("content", [b"", b"<html>", b"GIF89a", b"PK\x03\x04", b"\xff\xd8\xff\xe0broken"])
def test_anything_else_is_refused_by_name(content):
    with pytest.raises(EvidenceRefused, match=r"坏\.png"):
        evidence.sound([offered(content, "../../坏.png")])


def test_a_large_file_and_too_many_are_refused():
    with pytest.raises(EvidenceRefused, match="10 MB"):
        evidence.sound([offered(PDF + b"0" * evidence.LARGEST_EVIDENCE)])
    with pytest.raises(EvidenceRefused, match="8"):
        evidence.sound([offered()] * (evidence.MOST_FILES + 1))


@pytest.mark.django_db
def test_what_was_stored_is_what_is_handed_out():
    file = make_claim(make_person()).training.evidence.get()
    assert (content_of(file), file.size, file.download_name) == (PDF, len(PDF), "签到表.pdf")
