"""The public check of a certificate: anyone with its code sees as much as the disclosure setting allows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from yuanjiao.credits.public import certificate_of, date_of, entry_holds, ranking_rules, reversed_by, shown_name
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import called_on


@never_cache
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a certificate is genuine and its credit still stands."""
    certificate = certificate_of(code)
    if certificate is None:
        return render(request, "shell/verify.html", {"code": code}, status=404)
    entry = certificate.entry
    person = Person.objects.filter(pk=entry.learner_id).first()
    viewer = request.user if isinstance(request.user, Person) else None
    shown = {
        "code": code,
        "certificate": certificate,
        "entry": entry,
        "name": shown_name(person, viewer, ranking_rules(timezone.now()).names),
        "unit": called_on(date_of(entry.at), entry.unit_id),
        "taken_back": reversed_by(entry),
        "holds": entry_holds(entry),
    }
    return render(request, "shell/verify.html", shown)
