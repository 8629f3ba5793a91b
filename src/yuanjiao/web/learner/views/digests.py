"""The public-opinion digest: its archive, an issue, and what a reader wants of it (A13)."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yuanjiao.library import public as library
from yuanjiao.library.models import ResourceKind, Subscription
from yuanjiao.web.learner.forms.library import DigestFilter, SubscriptionForm
from yuanjiao.web.learner.library_listings import DIGESTS
from yuanjiao.web.shell.http import PersonRequest
from yuanjiao.web.shell.listing import wants_file


@require_GET
@login_required
def digests(request: PersonRequest) -> HttpResponse:
    """The issues that were sent, with search and order, or as an Excel file; and her subscription."""
    form = DigestFilter(request.GET)
    rows = form.in_order(form.narrow(library.digests_sent()))
    if wants_file(request):
        return DIGESTS.file(rows)
    mine = Subscription.objects.filter(person=request.user).first()
    wanted = SubscriptionForm(initial={"by_notice": mine and mine.by_notice, "by_mail": mine and mine.by_mail})
    context = {"form": form, "page": DIGESTS.page(request, rows), "mine": mine, "wanted": wanted}
    return render(request, "learner/library/digests.html", context)


@require_GET
@login_required
def digest(request: PersonRequest, digest_number: int) -> HttpResponse:
    """One issue; one opening is counted."""
    shown = get_object_or_404(library.digests_sent(), number=digest_number)
    library.record_opening(learner_id=request.user.pk, kind=ResourceKind.DIGEST, item_id=shown.pk, now=timezone.now())
    near = library.digests_sent()
    context = {
        "digest": shown,
        "items": library.items_of(shown),
        "before": near.filter(number__lt=shown.number).order_by("-number").first(),
        "after": near.filter(number__gt=shown.number).order_by("number").first(),
        "now": timezone.now(),
    }
    return render(request, "learner/library/digest.html", context)


@require_POST
@login_required
def subscription(request: PersonRequest) -> HttpResponse:
    """Keep what she wants of the digest."""
    form = SubscriptionForm(request.POST)
    form.is_valid()
    try:
        library.subscribe(actor=request.user, now=timezone.now(), **form.cleaned_data)
    except library.NoAddress as missing:
        messages.error(request, str(missing))
    else:
        messages.success(request, _("已记下，从下一期起照此发送。"))
    return redirect("learner:digests")


@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, subscription_key: str) -> HttpResponse:
    """End the mail of whoever holds the link, without signing in; asked once more, for programs follow links too."""
    done = request.method == "POST"
    try:
        if done:
            library.end_mail(key=subscription_key, now=timezone.now())
        else:
            Subscription.objects.get(key=subscription_key)
    except Subscription.DoesNotExist as missing:
        raise Http404 from missing
    return render(request, "learner/library/unsubscribe.html", {"done": done})
