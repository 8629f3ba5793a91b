"""A certificate as PDF: set by Typst with the font that comes with the program, which embeds what it uses."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path

import segno
import typst

from yuanjiao.kernel import fonts

TEMPLATE = Path(__file__).resolve().parent / "data" / "certificate.typ"


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """Every word on a certificate, in the language it is wanted in; `tracking` spaces the title in points."""

    language: str
    academy: str
    title: str
    tracking: float
    number: str
    name: str
    unit: str
    sentence: str
    verified: str
    how_to_verify: str
    code: str
    address: str
    fingerprint: str
    date: str


def certificate_pdf(facts: CertificateFacts) -> bytes:
    """The PDF, one page of A4 across, with a QR code that opens its address.

    :raises yuanjiao.kernel.fonts.FontMissing: when the front end, which brings the font, has not been built, or its
        file is damaged: Typst would pass over it in silence and set empty boxes.
    """
    regular = fonts.path()
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(regular.parent)])
    if fonts.FAMILY not in found.families():
        raise fonts.FontMissing(regular)
    pdf: bytes = typst.compile(
        str(TEMPLATE),
        font_paths=found,
        sys_inputs={"facts": json.dumps({**asdict(facts), "code_picture": _code_picture(facts.address)})},
    )
    return pdf


def _code_picture(address: str) -> str:
    picture = BytesIO()
    segno.make(address, error="m").save(picture, kind="svg", border=0, dark="#20242a", xmldecl=False)
    return picture.getvalue().decode()
