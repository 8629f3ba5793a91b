"""Addresses of the account pages."""

from __future__ import annotations

from django.urls import include, path

from yuanjiao.web.account.views import appearance, sessions, settings
from yuanjiao.web.account.views.closed import not_here
from yuanjiao.web.account.views.single_sign_on import leave
from yuanjiao.web.api.views import tokens

own = [
    path("appearance/", appearance.change, name="appearance"),
    path("settings/", settings.settings, name="settings"),
    path("sessions/<int:session_id>/end/", sessions.end, name="session_end"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:token_id>/revoke/", tokens.revoke, name="token_revoke"),
]

closed = [
    path("signup/", not_here, name="account_signup"),
    path("email/", not_here, name="account_email"),
    path("confirm-email/", not_here, name="account_email_verification_sent"),
    path("confirm-email/<str:key>/", not_here, name="account_confirm_email"),
    path("password/reset/", not_here, name="account_reset_password"),
    path("password/reset/done/", not_here, name="account_reset_password_done"),
    path("password/reset/key/done/", not_here, name="account_reset_password_from_key_done"),
    path("password/reset/key/<str:uidb36>-<str:key>/", not_here, name="account_reset_password_from_key"),
    path("login/code/confirm/", not_here, name="account_confirm_login_code"),
    path("3rdparty/signup/", not_here, name="socialaccount_signup"),
]
"""Ways of allauth that an academy does not have: people come by import, and a unit resets what was forgotten. Whoever
could start a reset by mail could ask which addresses are known here."""

urlpatterns = [
    path("", include((own, "account"))),
    *closed,
    path("oidc/<str:provider_id>/login/", leave, name="openid_connect_login"),
    path("", include("allauth.urls")),
]
