"""What every profile shares."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from yuanjiao.settings import environment

PACKAGE = Path(__file__).resolve().parent.parent
HOME = environment.home()
SECRET_KEY = environment.secret(HOME, "secret-key")
SECRET_KEY_FALLBACKS = environment.old_secrets("YUANJIAO_OLD_SECRETS")
DEBUG = False
ALLOWED_HOSTS = environment.hosts("YUANJIAO_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = environment.origins("YUANJIAO_ORIGINS")
# Whose word on the visitor's address is taken: what stands in front. Tries to sign in are counted by address.
PROXIES = environment.networks("YUANJIAO_PROXIES", "127.0.0.1,::1")
PUBLIC_ADDRESS = environment.web_address("YUANJIAO_PUBLIC_ADDRESS", "http://127.0.0.1:8000")

INSTALLED_APPS = [
    "yuanjiao.kernel",
    "yuanjiao.organisation",
    "yuanjiao.media",
    "yuanjiao.catalogue",
    "yuanjiao.library",
    "yuanjiao.learning",
    "yuanjiao.credits",
    "yuanjiao.outreach",
    "yuanjiao.oversight",
    "yuanjiao.web.shell",
    "yuanjiao.web.account",
    "yuanjiao.web.learner",
    "yuanjiao.web.manage",
    "yuanjiao.web.api",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django_vite",
    "ninja",
    "treebeard",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "yuanjiao.web.shell.middleware.safety_headers",
    "yuanjiao.web.shell.middleware.language_of_account",
    "yuanjiao.web.shell.middleware.sign_of_life",
    "yuanjiao.web.account.middleware.sign_in_steps",
]

ROOT_URLCONF = "yuanjiao.web.urls"
WSGI_APPLICATION = "yuanjiao.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"i18n": "yuanjiao.web.shell.sentences"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yuanjiao.web.shell.context.shell",
            ],
        },
    },
]

AUTH_USER_MODEL = "organisation.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PASSWORD_HASHERS = ["yuanjiao.organisation.hashing.QueueingArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "yuanjiao.organisation.password_rules.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "zh-hans"
FORMAT_MODULE_PATH = "yuanjiao.settings.formats"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("英语"))]
LOCALE_PATHS: list[Path] = []
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
FRONTEND = PACKAGE / "web" / "shell" / "static" / "dist"
DJANGO_VITE = {
    "default": {
        "manifest_path": FRONTEND / "manifest.json",
        "static_url_prefix": "dist",
    },
}
MEDIA_ROOT = HOME / "media"
ORIGINALS_ROOT = HOME / "originals"
UPLOAD_ROOT = HOME / "uploads"
SCRATCH_ROOT = HOME / "scratch"
# Signed daily roots of the ledger; copy the folder off the machine.
LEDGER_ROOTS = HOME / "ledger-roots"
UPLOAD_QUOTA = environment.whole_number("YUANJIAO_UPLOAD_QUOTA_GIB", 500, most=1 << 20) << 30
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "media": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": MEDIA_ROOT}},
    "originals": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": ORIGINALS_ROOT}},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.*/dist/assets/.+$"

SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
# In a cookie: in the session, each message would cost two writes, one when said and one when read.
MESSAGE_STORAGE = "django.contrib.messages.storage.fallback.FallbackStorage"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# How long a node may show the catalogue as it was before another node changed it.
CATALOGUE_SHELF_SECONDS = 2.0
# How long an administrator's desk may show what others did since it was counted.
DESK_KEPT_SECONDS = 60.0
# How long it is shown at once after that, while it is counted anew for the page that shows it: a working day.
DESK_SHOWN_SECONDS = 8 * 3600.0
# Up to how many learners a desk that is not kept is counted while its reader waits; beyond, its page asks for it.
DESK_COUNTED_AT_ONCE = 5000
# Clicks and searches wait up to a second in memory to be written together; off, each is written at once.
ACTIVITY_BUFFERED = True

ACADEMY_NAME = environment.text("YUANJIAO_ACADEMY")
# A home that `yuanjiao demo` has built stays a demonstration, however it is served: its passwords are printed.
DEMONSTRATION = environment.switch("YUANJIAO_DEMONSTRATION") or (HOME / "demonstration.json").exists()
SECOND_FACTOR_OF_ADMINISTRATORS = environment.switch("YUANJIAO_SECOND_FACTOR", default=not DEMONSTRATION)
if not (SECOND_FACTOR_OF_ADMINISTRATORS or DEMONSTRATION):
    raise environment.MalformedSetting("YUANJIAO_SECOND_FACTOR", "off", "possible outside a demonstration")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"plain": {"()": "yuanjiao.kernel.log.Plain"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["plain"]}},
    "root": {"handlers": ["console"], "level": environment.level("YUANJIAO_LOG", "WARNING")},
}

from yuanjiao.settings.signin import *  # noqa: E402, F403 -- settings modules are joined by star import
from yuanjiao.settings.telling import *  # noqa: E402, F403 -- as above
