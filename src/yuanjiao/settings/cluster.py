"""Many nodes: PostgreSQL, shared object storage, ``worker`` apart, nginx in front."""

from __future__ import annotations

from yuanjiao.settings import environment
from yuanjiao.settings.base import *  # noqa: F403 -- settings modules are joined by star import

PROFILE = "cluster"
# Made by each node for itself, people would be signed in on one and strangers on the next.
environment.demand("YUANJIAO_SECRET", "given, and must be the same on every node and worker")
DATABASES = {
    "default": {
        **environment.postgres("YUANJIAO_DATABASE", "postgresql:///yuanjiao"),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kernel_cache"}}
SESSION_COOKIE_SECURE = environment.switch("YUANJIAO_HTTPS", default=True)
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE

BUCKET = environment.text("YUANJIAO_S3_BUCKET")
if BUCKET:
    STORAGES = {**STORAGES, **environment.object_storage(BUCKET)}
