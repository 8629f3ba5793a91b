"""What the log says of a sign-in by the provider that failed; `tests/server` signs in for real."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.providers.base import AuthError
from django.contrib.messages.storage.fallback import FallbackStorage

from yuanjiao.web.account.adapter import LONGEST_REASON, SingleSignOnAdapter


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("claim", "told", "why"),
    [
        ("", {"employee": "LIN"}, "YUANJIAO_OIDC_CLAIM is empty"),
        ("employee", {"name": "LIN"}, "has no field employee"),
        ("employee", {"employee": "LIN"}, "is the staff number of no active person"),
    ],
)
def test_an_operator_reads_why_nobody_was_found_and_not_whom_it_was_about(rf, settings, caplog, claim, told, why):
    settings.OIDC_STAFF_NUMBER_CLAIM = claim
    request = rf.get("/")
    request.session = {}
    request._messages = FallbackStorage(request)
    account = SimpleNamespace(extra_data={"userinfo": told})
    answer = SimpleNamespace(is_existing=False, state={}, account=account)
    with pytest.raises(ImmediateHttpResponse):
        SingleSignOnAdapter(request).pre_social_login(request, answer)
    assert [why in line for line in caplog.messages] == [True]
    assert "LIN" not in caplog.text


def test_a_failure_at_the_provider_is_one_line_with_its_reason(rf, caplog):
    adapter = SingleSignOnAdapter(rf.get("/"))
    adapter.on_authentication_error(rf.get("/"), None, error=AuthError.CANCELLED)
    assert caplog.messages == []
    adapter.on_authentication_error(rf.get("/"), None, error=AuthError.UNKNOWN, exception=OSError("x" * 999))
    adapter.on_authentication_error(rf.get("/"), None, error=AuthError.UNKNOWN)
    reason = "OSError: " + "x" * 999
    assert caplog.messages == [
        f"single sign-on failed: unknown, {reason[:LONGEST_REASON]}",
        "single sign-on failed: unknown, not what this browser asked for",
    ]
