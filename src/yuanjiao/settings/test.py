"""Tests: a scratch home, a quick password hasher, either database by ``YUANJIAO_TEST_DATABASE``."""

from __future__ import annotations

import os
import tempfile

os.environ["YUANJIAO_HOME"] = os.environ.get("YUANJIAO_TEST_HOME") or tempfile.mkdtemp(prefix="yuanjiao-test-")

from yuanjiao.settings import environment
from yuanjiao.settings.embedded import *  # noqa: F403 -- settings modules are joined by star import
from yuanjiao.settings.embedded import DATABASES, FRONTEND, HOME

PROFILE = "test"
if environment.text("YUANJIAO_TEST_DATABASE"):
    DATABASES = {"default": environment.postgres("YUANJIAO_TEST_DATABASE", "")}
else:
    DATABASES["default"]["TEST"] = {"NAME": HOME / "test.sqlite3"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DEMONSTRATION = False
ACCOUNT_RATE_LIMITS = False  # type: ignore[assignment]  # so allauth is told to have none
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
CATALOGUE_SHELF_SECONDS = 0.0
DESK_KEPT_SECONDS = DESK_SHOWN_SECONDS = 0.0
ACTIVITY_BUFFERED = False
# Files are looked for when they are asked for: reading the folders anew for each test's client took half of its time.
WHITENOISE_AUTOREFRESH = True
if not (FRONTEND / "manifest.json").exists():
    # Pages can be tested before the front end is built: addresses are then made up.
    DJANGO_VITE = {"default": {"dev_mode": True}}
