"""All addresses, by audience."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("account/", include("yuanjiao.web.account.urls")),
    path("manage/", include("yuanjiao.web.manage.urls")),
    path("api/", include("yuanjiao.web.api.urls")),
    path("", include("yuanjiao.web.shell.urls")),
    path("", include("yuanjiao.web.learner.urls")),
]

handler400 = "yuanjiao.web.shell.views.errors.bad_request"
handler500 = "yuanjiao.web.shell.views.errors.server_error"
