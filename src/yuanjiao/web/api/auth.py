"""Who calls, whether the token reaches that far, and how often."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.errors import HttpError
from ninja.security import HttpBearer
from ninja.throttling import AuthRateThrottle, BaseThrottle

from yuanjiao.web.api.actions.tokens import note_use
from yuanjiao.web.api.scopes import TokenScope
from yuanjiao.web.api.tokens import Bearer, bearer_of

CALLS_A_MINUTE = 300


class ApiRequest(HttpRequest):
    """A request whose token has been accepted."""

    auth: Bearer


class Token(HttpBearer):
    """Accepts a personal access token that has a scope."""

    def __init__(self, scope: TokenScope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Bearer | None:
        """The owner of the token; none answers 401.

        :raises HttpError: 403 when the token was not made for this.
        """
        del request
        now = timezone.now()
        bearer = bearer_of(token, now)
        if bearer is None:
            return None
        if self.scope not in bearer.token.scopes:
            raise HttpError(403, _("这个令牌没有“%(scope)s”的权限。") % {"scope": self.scope.label})
        note_use(token=bearer.token, now=now)
        return bearer


class PerToken(AuthRateThrottle):
    """So many calls a minute for each token."""

    scope = "api-token"

    def get_cache_key(self, request: HttpRequest) -> str:
        """One count for each token; a call without one has been refused before it gets here."""
        bearer: Bearer = request.auth  # type: ignore[attr-defined]  # set by `Token`
        return f"api-calls-{bearer.token.pk}"


THROTTLES: list[BaseThrottle] = [PerToken(f"{CALLS_A_MINUTE}/m")]
