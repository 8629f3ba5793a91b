"""What every template can read."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, gettext

from yuanjiao.organisation.public import Scope
from yuanjiao.outreach.public import unread_count
from yuanjiao.web.shell import appearance, manage_navigation, navigation
from yuanjiao.web.shell.navigation import Place

MANAGES = "manages"


class Shell:
    """What the base templates ask for, looked up only when they do."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def academy(self) -> str:
        """The name beside the mark."""
        return settings.ACADEMY_NAME or gettext("网络学院")

    @cached_property
    def theme(self) -> str:
        """auto, light or dark."""
        return appearance.theme(self.request)

    @cached_property
    def large_text(self) -> bool:
        """Whether the reader wants large text."""
        return appearance.large_text(self.request)

    @cached_property
    def language(self) -> str:
        """The language of this page."""
        return get_language() or "zh-hans"

    @cached_property
    def learner_sections(self) -> tuple[Place, ...]:
        """The learner's top bar."""
        return navigation.bar(navigation.LEARNER, self.request.path)

    @cached_property
    def manage_bars(self) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
        """The administrators' areas of work, and the pages of the one at hand."""
        return manage_navigation.bars(self.request.path, getattr(self.request, "scope", None))

    @cached_property
    def tabs(self) -> tuple[Place, ...]:
        """The phone's tab bar."""
        return navigation.bar(navigation.TABS, self.request.path)

    @cached_property
    def menu(self) -> tuple[Place, ...]:
        """The menu under the reader's name."""
        entries = (*navigation.MENU, navigation.DESK) if self.manages else navigation.MENU
        return navigation.bar(entries, self.request.path)

    @cached_property
    def manages(self) -> bool:
        """Whether she has a desk; looked up once a sign-in and then kept with the session."""
        kept: bool | None = self.request.session.get(MANAGES)
        if kept is None:
            person: Any = self.request.user
            kept = self.request.session[MANAGES] = bool(Scope.of(person, timezone.now()).grants)
        return kept

    @cached_property
    def account_sections(self) -> tuple[Place, ...]:
        """The pages of her account."""
        more = (navigation.SINGLE_SIGN_ON,) if settings.OIDC_SERVER else ()
        return navigation.bar((*navigation.ACCOUNT, *more), self.request.path)

    @cached_property
    def catalogue_address(self) -> str:
        """Where the search of the top bar goes."""
        return navigation.address("learner:catalogue")

    @cached_property
    def notices_address(self) -> str:
        """Where the bell leads."""
        return navigation.address("learner:notices")

    @cached_property
    def unread(self) -> int:
        """Notices not yet read; a page that has counted them already leaves the number on its request."""
        counted: int | None = getattr(self.request, "unread_notices", None)
        return unread_count(self.request.user) if counted is None else counted  # type: ignore[arg-type]  # asked only for people signed in

    @cached_property
    def other_language(self) -> tuple[str, str]:
        """The language one may change to, by code and by its own name."""
        return ("zh-hans", "简体中文") if self.language == "en" else ("en", "English")


def shell(request: HttpRequest) -> dict[str, Any]:
    """The shell, and whether this is the demonstration."""
    return {"shell": Shell(request), "demonstration": settings.DEMONSTRATION}
