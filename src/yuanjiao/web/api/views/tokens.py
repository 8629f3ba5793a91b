"""The reader's own access tokens."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yuanjiao.web.api.actions.tokens import TooManyTokens, create_token, revoke_token
from yuanjiao.web.api.forms.tokens import TokenForm
from yuanjiao.web.api.models import AccessToken
from yuanjiao.web.api.scopes import TokenScope
from yuanjiao.web.api.tokens import tokens_of
from yuanjiao.web.shell.http import PersonRequest


@never_cache
@login_required
def tokens(request: PersonRequest) -> HttpResponse:
    """The tokens and a form for a new one, whose secret is shown on this page once."""
    form, secret, now = TokenForm(request.POST or None), "", timezone.now()
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        scopes = [TokenScope(scope) for scope in wanted["scopes"]]
        try:
            _token, secret = create_token(
                actor=request.user, name=wanted["name"], scopes=scopes, days=wanted["days"], now=now
            )
        except TooManyTokens as refusal:
            form.add_error(None, str(refusal))
        else:
            form = TokenForm()
    shown = {"form": form, "tokens": tokens_of(request.user), "secret": secret, "now": now}
    return render(request, "account/tokens.html", shown)


@require_POST
@login_required
def revoke(request: PersonRequest, token_id: int) -> HttpResponse:
    """End one of the reader's tokens."""
    try:
        revoke_token(actor=request.user, token_id=token_id, now=timezone.now())
    except AccessToken.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("令牌已撤销，用它的程序从现在起不能再访问。"))
    return redirect("account:tokens")
