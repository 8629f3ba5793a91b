"""One row for each address: who may open it. A new address without a row fails `test_access.py`."""

from __future__ import annotations

from tests.web.access import Access

A = Access
ARGUMENTS: dict[str, dict[str, object]] = {}
"""Arguments of single addresses that the world does not give by name."""

ACCOUNT: dict[str, Access] = {
    "account:appearance": A.OPEN,
}

SHELL: dict[str, Access] = {
    "shell:help": A.OPEN,
    "shell:complaint": A.OPEN,
    "shell:gallery": A.OPEN,
}

LEARNER: dict[str, Access] = {}

MANAGE: dict[str, Access] = {}

API: dict[str, Access] = {}

TABLE: dict[str, Access] = {**ACCOUNT, **SHELL, **LEARNER, **MANAGE, **API}
