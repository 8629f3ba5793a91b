"""How people are told outside the product: e-mail, and short messages to phones."""

from __future__ import annotations

from yuanjiao.settings import environment

# Without a mail server every e-mail becomes a file below the home, so that nothing is lost and nothing waits.
EMAIL_HOST = environment.text("YUANJIAO_EMAIL_HOST")
EMAIL_PORT = environment.whole_number("YUANJIAO_EMAIL_PORT", 465, least=1, most=65535)
EMAIL_HOST_USER = environment.text("YUANJIAO_EMAIL_USER")
EMAIL_HOST_PASSWORD = environment.text("YUANJIAO_EMAIL_PASSWORD")
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = environment.switch("YUANJIAO_EMAIL_STARTTLS")
if EMAIL_USE_SSL and EMAIL_USE_TLS:
    raise environment.MalformedSetting(
        "YUANJIAO_EMAIL_STARTTLS", "on", "possible with port 465, which speaks TLS at once"
    )
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.mailbox("YUANJIAO_EMAIL_FROM", "academy@localhost")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = str(environment.home() / "mail")

# A class with `send`, as `outreach.messengers` describes; its own one writes to a file below the home.
MESSENGER = environment.text("YUANJIAO_MESSENGER") or "yuanjiao.outreach.messengers.FileMessenger"
