"""The document reader: what its page is told, and the signed addresses it asks for."""

from __future__ import annotations

from django.http import JsonResponse
from django.templatetags.static import static
from django.utils import timezone

from yuanjiao.media import public as media
from yuanjiao.media.models import Asset
from yuanjiao.web.shell.http import PersonRequest


def reader_config(request: PersonRequest, asset: Asset, *, media_address: str, place_address: str) -> dict[str, object]:
    """What the reader's script needs: the document's form and length, where she stopped, whom to ask."""
    place, fraction = media.reading_position(request.user.pk, asset.pk)
    return {
        "form": "epub" if asset.original_name.lower().endswith(".epub") else "pdf",
        "parts": asset.parts,
        "place": place,
        "fraction": fraction,
        "addresses": {"media": media_address, "position": place_address},
        "support": static("dist/pdfjs/"),
    }


def granted(request: PersonRequest, asset: Asset) -> JsonResponse:
    """Signed addresses of a document for the next minutes; the caller has checked the right."""
    now = timezone.now()
    right = media.grant(asset, media.cookie_of(request.session.session_key), now)
    answer = {"base": right.base, "expires": int(right.expires_at.timestamp()), "now": int(now.timestamp())}
    response = JsonResponse(answer)
    media.give_cookie(request, response)
    return response
