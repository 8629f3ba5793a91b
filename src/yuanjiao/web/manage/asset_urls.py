"""Addresses of media files."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from yuanjiao.web.manage.views import assets

urlpatterns: list[URLPattern | URLResolver] = [
    path("assets/", assets.assets, name="assets"),
    path("assets/<int:asset_id>/", assets.asset, name="asset"),
    path("assets/<int:asset_id>/delete/", assets.asset_delete, name="asset_delete"),
    path("assets/<int:asset_id>/retry", assets.asset_retry, name="asset_retry"),
]
