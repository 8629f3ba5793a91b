"""Where a document cannot be set because its font is missing or broken."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _


def without_font(request: HttpRequest, back: str, *where: int) -> HttpResponse:
    """Back to the page that offered the document, with what is wrong and whom to tell."""
    messages.error(request, _("文件要用的中文字体没有随程序装好，或已损坏，请告诉管理员。"))
    return redirect(back, *where)
