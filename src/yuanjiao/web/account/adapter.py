"""How django-allauth meets our people."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthError, AuthProcess
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation.models import Person, Role
from yuanjiao.organisation.public import (
    Scope,
    choose_password,
    end_sessions,
    needs_second_factor,
    record_failed_sign_in,
    record_sign_in,
    signed_out,
    use_one_time_code,
)
from yuanjiao.organisation.sign_in import code_fits, person_of
from yuanjiao.web.account import demonstration, devices, steps, throttle

logger = logging.getLogger(__name__)

LONGEST_REASON = 300
"""Of what a provider answers to a failed question, which may be a page."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Nobody registers: people come by import. Signing in and out, and passwords, are our own actions."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("登录名或密码不对。首次登录请用单位发的一次性登录码。"),
        "demonstration_elsewhere": _("演示学院只能在运行它的这台电脑上登录。"),
        "too_many_login_attempts": _("验证码错误次数太多，最多过 5 分钟就可以再试。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        """Never."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse before a password is looked at: a demonstration on another machine, or too many tries."""
        self._refuse_elsewhere(request)
        name = str(credentials.get("username", ""))
        person = person_of(name.strip())
        if person is not None and code_fits(person, str(credentials.get("password", ""))):
            return
        action, key = self._count_of(request, name, person)
        if throttle.full(request, action, key):
            raise throttle.too_many(request, action, key)
        if action == throttle.ANYWHERE:
            try:
                super().pre_authenticate(request, **credentials)
            except ValidationError:
                key = self._get_login_attempts_cache_key(request, **credentials)
                raise throttle.too_many(request, throttle.HERE, key) from None

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One name from one address: whoever guesses elsewhere shuts nobody out here."""
        return f"{self.get_client_ip(request)}:{throttle.plain(str(credentials.get('username', '')))}"

    @staticmethod
    def _count_of(request: HttpRequest, name: str, person: Person | None) -> tuple[str, str]:
        device = devices.known(request, person)
        if person is not None and device:
            return throttle.KNOWN_DEVICE, f"{device}:{person.pk}"
        return throttle.ANYWHERE, throttle.plain(name)

    def _refuse_elsewhere(self, request: HttpRequest) -> None:
        if settings.DEMONSTRATION and not demonstration.from_this_machine(request):
            raise self.validation_error("demonstration_elsewhere")

    def pre_login(self, request: HttpRequest, user: Person, **details: Any) -> HttpResponse | None:
        """Refuse who has left; and in a demonstration whoever comes from another machine, by whichever way."""
        try:
            self._refuse_elsewhere(request)
        except ValidationError as refusal:
            messages.error(request, refusal.message)
            return redirect("account_login")
        answer: HttpResponse | None = super().pre_login(request, user, **details)
        return answer

    def login(self, request: HttpRequest, user: Person) -> None:
        """Sign in, note it, and mark the session if a step is still to be taken."""
        now = timezone.now()
        if steps.by_password(request, user) and not user.has_usable_password():
            use_one_time_code(person=user, now=now)
        super().login(request, user)
        record_sign_in(person=user, address=self.get_client_ip(request), now=now)
        steps.mark(request, user)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Her class for whoever is class teacher and nothing else; the home page for everybody else."""
        if isinstance(request.user, Person) and Scope.of(request.user, timezone.now()).roles == {Role.CLASS_TEACHER}:
            return reverse("manage:my_class")
        return str(super().get_login_redirect_url(request))

    def post_login(self, request: HttpRequest, user: Person, **details: Any) -> HttpResponse:
        """Remember the device, so that wrong passwords from elsewhere never shut it out."""
        response: HttpResponse = super().post_login(request, user, **details)
        devices.remember(request, response, user)
        return response

    def logout(self, request: HttpRequest) -> None:
        """Sign out and end what was being watched in this session."""
        person = request.user
        super().logout(request)
        if isinstance(person, Person):
            signed_out(person=person, now=timezone.now())

    def is_reauthentication_required(self, *, app: str, **_details: Any) -> bool:  # noqa: ARG002 -- allauth's signature
        """Not within five minutes of signing in: whoever is led to a step has just said who she is."""
        return not steps.fresh(context.request, timezone.now())

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count and note the failure, without what was typed."""
        name = str(credentials.get("username", ""))
        person = person_of(name.strip())
        throttle.count(request, *self._count_of(request, name, person))
        record_failed_sign_in(person=person, address=self.get_client_ip(request), now=timezone.now())

    def set_password(self, user: Person, password: str) -> None:
        """Store the chosen password; the one-time code is spent."""
        choose_password(person=user, password=password, now=timezone.now())

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """The next step or the home page for someone on her way in; else where she was."""
        if steps.MARK in request.session and isinstance(request.user, Person):
            step = steps.mark(request, request.user)
            return reverse(step) if step else "/"
        return reverse("account_change_password")

    def populate_username(self, request: HttpRequest, user: Person) -> None:
        """The staff number is given by the unit and never made up."""


class SessionsAdapter(DefaultUserSessionsAdapter):  # type: ignore[misc]  # allauth has no types
    """Remote sign-out also ends what the other device was watching."""

    def end_sessions(self, sessions: Iterable[UserSession]) -> None:
        """End these sessions of one person."""
        ending = list(sessions)
        if not ending:
            return
        keys = [session.session_key for session in ending]
        end_sessions(actor_id=ending[0].user_id, person=ending[0].user, now=timezone.now(), only_keys=keys)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """An administrator may replace her second factor, never drop the last one."""

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether another factor remains, or none is required of her."""
        factors = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=["totp", "webauthn"])
        others = factors.exclude(pk=authenticator.pk).exists()
        return others or not needs_second_factor(authenticator.user, timezone.now())


class SingleSignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """OIDC: a claim names the staff number; people are never created by it."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002 -- as above
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Join the provider's account to the person of the staff number that the provider asserts.

        Only where the academy has named the field that holds it; else people join their accounts themselves, signed in.
        """
        if sociallogin.is_existing or sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        person = _person_of_claims(sociallogin.account.extra_data)
        if person is None:
            logger.warning("single sign-on: %s", _why_nobody(sociallogin.account.extra_data))
            messages.error(request, _("单点登录成功，但学院里没有与它对应的人。请用学号登录，或联系单位管理员。"))
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.connect(request, person)

    def on_authentication_error(
        self,
        request: HttpRequest,  # noqa: ARG002 -- as above
        provider: Any,  # noqa: ARG002 -- as above
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,  # noqa: ARG002 -- as above
    ) -> None:
        """Log why a sign-in failed at the provider; the page says only that it did."""
        if error == AuthError.CANCELLED:
            return
        why = f"{type(exception).__name__}: {exception}" if exception else "not what this browser asked for"
        logger.warning("single sign-on failed: %s, %s", error, why[:LONGEST_REASON])


def _why_nobody(data: dict[str, Any]) -> str:
    """Why a provider's answer leads to nobody; whom it was about is nobody's business in a log."""
    name = settings.OIDC_STAFF_NUMBER_CLAIM
    if not name:
        return "nobody is joined at a first sign-in, as YUANJIAO_OIDC_CLAIM is empty"
    if _asserted(data, name) is None:
        return f"the provider's answer has no field {name} (YUANJIAO_OIDC_CLAIM), or nothing in it"
    return f"what the provider's field {name} holds is the staff number of no active person"


def _asserted(data: dict[str, Any], name: str) -> Any:
    # The signed token before the page that the provider answers beside it.
    claims = (part.get(name) for part in (data.get("id_token"), data.get("userinfo")) if isinstance(part, dict))
    return next((claim for claim in claims if claim), None)


def _person_of_claims(data: dict[str, Any]) -> Person | None:
    name = settings.OIDC_STAFF_NUMBER_CLAIM
    if not name:
        return None
    asserted = _asserted(data, name)
    if not isinstance(asserted, (str, int)) or isinstance(asserted, bool):
        return None
    return Person.objects.filter(staff_number=str(asserted).strip(), is_active=True).first()
