"""Sign-in: django-allauth, its second factors and its sessions list."""

from __future__ import annotations

from yuanjiao.settings import environment

AUTHENTICATION_BACKENDS = [
    # Alone, so that a refusal costs one slow hash and no second backend's.
    "yuanjiao.organisation.sign_in.PersonBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/account/login/"
ACCOUNT_ADAPTER = "yuanjiao.web.account.adapter.AccountAdapter"
USERSESSIONS_ADAPTER = "yuanjiao.web.account.adapter.SessionsAdapter"
MFA_ADAPTER = "yuanjiao.web.account.adapter.SecondFactorAdapter"
SOCIALACCOUNT_ADAPTER = "yuanjiao.web.account.adapter.SingleSignOnAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "staff_number"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {
    # A whole building shares one address at eight o'clock; failures are counted far more strictly
    # (`web.account.throttle` says how).
    "login": "6000/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "login_failed_known_device": "5/5m/key",
    "login_failed_anywhere": "100/h/key",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_TOTP_ISSUER = "Yuanjiao"
USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = False

# The provider's field that holds the staff number. Empty: nobody is joined to an account at first sign-in.
OIDC_STAFF_NUMBER_CLAIM = environment.text("YUANJIAO_OIDC_CLAIM")
OIDC_SERVER = environment.secure_address("YUANJIAO_OIDC_SERVER")
environment.together("YUANJIAO_OIDC_SERVER", "YUANJIAO_OIDC_CLIENT", "YUANJIAO_OIDC_SECRET")
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "single-sign-on",
                "name": environment.text("YUANJIAO_OIDC_NAME", "OpenID Connect"),
                "client_id": environment.text("YUANJIAO_OIDC_CLIENT"),
                "secret": environment.text("YUANJIAO_OIDC_SECRET"),
                "settings": {"server_url": OIDC_SERVER},
            },
        ]
        if OIDC_SERVER
        else [],
    },
}
