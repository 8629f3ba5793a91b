"""What acts on access tokens are called in the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yuanjiao.kernel.acts import Area, Detail, Subject, named
from yuanjiao.web.api.models import AccessToken

AREAS = (
    Area(
        "tokens",
        _("访问令牌"),
        {
            "api.create_token": _("建立访问令牌"),
            "api.revoke_token": _("停用访问令牌"),
        },
    ),
)

SUBJECTS = {"access_token": Subject(pgettext_lazy("one thing", "访问令牌"), named(AccessToken.objects.all, "name"))}

DETAILS = {"api.scopes": Detail(_("用途"))}
