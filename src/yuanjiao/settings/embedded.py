"""One machine, nothing to install: SQLite, local files, the worker started by ``serve``."""

from __future__ import annotations

from yuanjiao.settings import environment
from yuanjiao.settings.base import *  # noqa: F403 -- settings modules are joined by star import
from yuanjiao.settings.base import HOME, PUBLIC_ADDRESS

PROFILE = "embedded"
# Behind something that ends TLS no cookie travels without it; where there is no TLS, nobody would stay signed in.
SESSION_COOKIE_SECURE = environment.switch("YUANJIAO_HTTPS", default=PUBLIC_ADDRESS.startswith("https://"))
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE
# `serve` checkpoints on a connection of its own, so that no reader or writer waits for one.
INLINE_CHECKPOINT_PAGES = environment.whole_number("YUANJIAO_INLINE_CHECKPOINT_PAGES", 1000)
DATABASES = {
    "default": {
        "ENGINE": "yuanjiao.kernel.sqlite",
        "NAME": HOME / "yuanjiao.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY; "
                f"PRAGMA wal_autocheckpoint={INLINE_CHECKPOINT_PAGES}"
            ),
        },
    },
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 20000}}}
