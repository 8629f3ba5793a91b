"""One row for each address: who may open it. A new address without a row fails `test_access.py`."""

from __future__ import annotations

from tests.web.access import Access

A = Access
ARGUMENTS: dict[str, dict[str, object]] = {
    "account_confirm_email": {"key": "none"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "none"},
    "mfa_edit_webauthn": {"pk": 1},
    "mfa_remove_webauthn": {"pk": 1},
    "openid_connect_callback": {"provider_id": "none"},
    "openid_connect_login": {"provider_id": "none"},
}
"""Arguments of single addresses that the world does not give by name."""

ACCOUNT: dict[str, Access] = {
    "account:settings": A.SIGNED_IN,
    "openid_connect_login": A.AFTER_A_STEP,
    "openid_connect_callback": A.AFTER_A_STEP,
    "mfa_remove_webauthn": A.AFTER_A_STEP,
    "mfa_edit_webauthn": A.AFTER_A_STEP,
    "account_reset_password_from_key": A.OPEN,
    "account_confirm_email": A.OPEN,
    "account:appearance": A.OPEN,
    "account_change_password": A.SIGNED_IN,
    "account_confirm_login_code": A.SIGNED_IN,
    "account_email": A.SIGNED_IN,
    "account_email_verification_sent": A.OPEN,
    "account_inactive": A.OPEN,
    "account_login": A.OPEN,
    "account_logout": A.SIGNED_IN,
    "account_reauthenticate": A.AFTER_A_STEP,
    "account_reset_password": A.OPEN,
    "account_reset_password_done": A.OPEN,
    "account_reset_password_from_key_done": A.OPEN,
    "account_set_password": A.SIGNED_IN,
    "account_signup": A.OPEN,
    "mfa_activate_totp": A.SIGNED_IN,
    "mfa_add_webauthn": A.SIGNED_IN,
    "mfa_authenticate": A.SIGNED_IN,
    "mfa_deactivate_totp": A.AFTER_A_STEP,
    "mfa_download_recovery_codes": A.AFTER_A_STEP,
    "mfa_generate_recovery_codes": A.SIGNED_IN,
    "mfa_index": A.SIGNED_IN,
    "mfa_list_webauthn": A.SIGNED_IN,
    "mfa_reauthenticate": A.AFTER_A_STEP,
    "mfa_reauthenticate_webauthn": A.AFTER_A_STEP,
    "mfa_view_recovery_codes": A.AFTER_A_STEP,
    "socialaccount_connections": A.SIGNED_IN,
    "socialaccount_login_cancelled": A.OPEN,
    "socialaccount_login_error": A.AFTER_A_STEP,
    "socialaccount_signup": A.AFTER_A_STEP,
    "usersessions_list": A.SIGNED_IN,
}

SHELL: dict[str, Access] = {
    "shell:verify": A.OPEN,
    "shell:complaint": A.OPEN,
    "shell:gallery": A.OPEN,
    "shell:help": A.OPEN,
    "shell:manifest": A.OPEN,
    "shell:offline": A.OPEN,
    "shell:service_worker": A.OPEN,
}

LEARNER: dict[str, Access] = {
    "learner:record_export": A.SIGNED_IN,
    "learner:record": A.SIGNED_IN,
    "learner:ranks": A.SIGNED_IN,
    "learner:certificate": A.HER_OWN,
    "learner:entry": A.HER_OWN,
    "learner:after_lesson": A.SIGNED_IN,
    "learner:board": A.SIGNED_IN,
    "learner:board_card": A.SIGNED_IN,
    "learner:catalogue": A.SIGNED_IN,
    "learner:colleagues": A.SIGNED_IN,
    "learner:course": A.SIGNED_IN,
    "learner:course_like": A.SIGNED_IN,
    "learner:course_rate": A.SIGNED_IN,
    "learner:course_suggest": A.SIGNED_IN,
    "learner:course_write": A.SIGNED_IN,
    "learner:home": A.SIGNED_IN,
    "learner:media_grant": A.SIGNED_IN,
    "learner:message_delete": A.SIGNED_IN,
    "learner:message_delete_asked": A.HER_OWN,
    "learner:message_like": A.SIGNED_IN,
    "learner:note_delete": A.HER_OWN,
    "learner:notes": A.SIGNED_IN,
    "learner:notice": A.HER_OWN,
    "learner:notices": A.SIGNED_IN,
    "learner:notices_read": A.SIGNED_IN,
    "learner:player": A.SIGNED_IN,
    "learner:quiz": A.SIGNED_IN,
    "learner:quiz_attempt": A.HER_OWN,
    "learner:quiz_open": A.SIGNED_IN,
    "learner:recommend": A.SIGNED_IN,
    "learner:share": A.OPEN,
    "learner:share_code": A.OPEN,
    "learner:shared": A.SIGNED_IN,
    "learner:watch": A.SIGNED_IN,
}

MANAGE: dict[str, Access] = {}

API: dict[str, Access] = {}

TABLE: dict[str, Access] = {**ACCOUNT, **SHELL, **LEARNER, **MANAGE, **API}
