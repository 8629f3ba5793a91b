"""What the sign-in page lists beside its form."""

from __future__ import annotations

from typing import Any, NamedTuple

from allauth.socialaccount.adapter import get_adapter
from django import template
from django.template.context import Context

from yuanjiao.web.account import demonstration

register = template.Library()


class Provider(NamedTuple):
    """One single sign-on that the academy has set up."""

    name: str
    address: str


@register.simple_tag(takes_context=True)
def demonstration_sign_ins(context: Context) -> list[demonstration.SignIn]:
    """The made-up people one may sign in as; nobody but on the machine itself."""
    return demonstration.sign_ins(context["request"])


@register.simple_tag(takes_context=True)
def single_sign_on(context: Context, process: str = "login") -> list[Provider]:
    """The single sign-ons that are set up, to sign in by or, signed in, to `connect` an account of."""
    request: Any = context["request"]
    providers = get_adapter(request).list_providers(request)
    return [
        Provider(provider.app.name, provider.get_login_url(request, process=process, next=request.GET.get("next", "")))
        for provider in providers
    ]
