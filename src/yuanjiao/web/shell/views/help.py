"""Help, and the gallery of components."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def help_page(request: HttpRequest) -> HttpResponse:
    """Answers to what people ask most."""
    return render(request, "shell/help.html")


def complaint(request: HttpRequest) -> HttpResponse:
    """The entrance for complaints and suggestions (domain rule: one on every page)."""
    return render(request, "shell/complaint.html")


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component once, for those who build pages."""
    return render(request, "shell/gallery.html")
