"""How django-allauth meets our people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import (
    choose_password,
    end_sessions,
    needs_second_factor,
    record_failed_sign_in,
    record_sign_in,
    signed_out,
)
from yuanjiao.organisation.sign_in import person_of
from yuanjiao.web.account import demonstration, steps


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Nobody registers: people come by import. Signing in and out, and passwords, are our own actions."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("登录名或密码不对。首次登录请用单位发的一次性登录码。"),
        "demonstration_elsewhere": _("演示学院只能在运行它的这台电脑上登录。"),
        "too_many_login_attempts": _("尝试次数太多。请过几分钟再试，或请单位管理员重置登录码。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        """Never."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse before a password is looked at: too many tries, or a demonstration on another machine."""
        if settings.DEMONSTRATION and not demonstration.from_this_machine(request):
            raise self.validation_error("demonstration_elsewhere")
        super().pre_authenticate(request, **credentials)

    def login(self, request: HttpRequest, user: Person) -> None:
        """Sign in, note it, and mark the session if a step is still to be taken."""
        super().login(request, user)
        record_sign_in(person=user, address=self.get_client_ip(request), now=timezone.now())
        steps.mark(request, user)

    def logout(self, request: HttpRequest) -> None:
        """Sign out and end what was being watched in this session."""
        person = request.user
        super().logout(request)
        if isinstance(person, Person):
            signed_out(person=person, now=timezone.now())

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note the failure, without what was typed."""
        person = person_of(str(credentials.get("username", "")))
        record_failed_sign_in(person=person, address=self.get_client_ip(request), now=timezone.now())

    def set_password(self, user: Person, password: str) -> None:
        """Store the chosen password; the one-time code is spent."""
        choose_password(person=user, password=password, now=timezone.now())

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
        """Join the provider's account to the person of its staff number claim."""
        if sociallogin.is_existing:
            return
        claims = sociallogin.account.extra_data
        claims = claims.get("id_token") or claims.get("userinfo") or claims
        staff_number = str(claims.get(settings.OIDC_STAFF_NUMBER_CLAIM, ""))
        person = Person.objects.filter(staff_number=staff_number, is_active=True).first() if staff_number else None
        if person is None:
            messages.error(request, _("单点登录成功，但学院里没有这个学号。请联系单位管理员。"))
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.connect(request, person)
