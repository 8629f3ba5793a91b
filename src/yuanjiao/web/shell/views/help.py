"""Help, and the gallery of components."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yuanjiao.web.shell.gallery import specimens


def help_page(request: HttpRequest) -> HttpResponse:
    """Answers to what people ask most."""
    return render(request, "shell/help.html")


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component once, for those who build pages."""
    return render(request, "shell/gallery.html", specimens())
