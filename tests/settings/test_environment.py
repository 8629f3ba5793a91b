"""Each setting with nonsense in it stops the start with one sentence that names it."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from yuanjiao.settings import environment
from yuanjiao.settings.environment import MalformedSetting

NAME = "YUANJIAO_TRIED"


@pytest.mark.parametrize(
    ("read", "nonsense"),
    [
        (lambda: environment.switch(NAME), ["perhaps"]),
        (lambda: environment.whole_number(NAME, 1, least=1, most=65535), ["many", "0", "-5", "65536", ""]),
        (lambda: environment.hosts(NAME, ""), ["http://academy.example", "academy.example:8000", "a/b", "", ","]),
        (
            lambda: environment.origins(NAME),
            ["academy.example", "https://academy.example/path", "ftp://a", "https://[a"],
        ),
        (lambda: environment.networks(NAME, ""), ["nginx", "10.0.0.5/24", "1.2.3"]),
        (lambda: environment.web_address(NAME), ["academy", "http://", "http://a:b", "https://[a"]),
        (lambda: environment.secure_address(NAME), ["ftp://a", "http://id.example/x", "https://[a", "https://"]),
        (lambda: environment.mailbox(NAME, ""), ["a b c", "academy", "@a", "a@", ""]),
        (lambda: environment.level(NAME, "WARNING"), ["LOUD", ""]),
    ],
)
def test_nonsense_is_refused_by_name(monkeypatch, read, nonsense):
    for value in nonsense:
        monkeypatch.setenv(NAME, value)
        with pytest.raises(MalformedSetting, match=rf"^{NAME}='"):
            read()


def test_what_is_meant_is_taken(monkeypatch):
    def read(value: str, how: object, *words: object) -> object:
        monkeypatch.setenv(NAME, value)
        return how(NAME, *words)  # type: ignore[operator]  # one of the readers

    assert read("academy.example, 192.0.2.7,[::1]", environment.hosts, "") == ["academy.example", "192.0.2.7", "[::1]"]
    assert read("https://academy.example/,http://a:81", environment.origins) == [
        "https://academy.example",
        "http://a:81",
    ]
    assert read("127.0.0.1,::1,10.0.0.0/24", environment.networks, "") == ["127.0.0.1", "::1", "10.0.0.0/24"]
    assert read("https://academy.example/", environment.web_address) == "https://academy.example"
    assert read("info", environment.level, "WARNING") == "INFO"
    assert read("网络学院 <academy@a.example>", environment.mailbox, "") == "网络学院 <academy@a.example>"


@pytest.mark.parametrize(
    "address", ["mysql://u:hidden@h/x", "postgresql://u:hidden@h:abc/x", "postgresql://u:hidden@h/", "postgresql://[u"]
)
def test_a_refused_database_address_is_not_printed_for_its_password(monkeypatch, address):
    monkeypatch.setenv(NAME, address)
    with pytest.raises(MalformedSetting, match=NAME) as refused:
        environment.postgres(NAME, "")
    assert "hidden" not in str(refused.value)


def test_one_setting_may_need_another(monkeypatch):
    environment.together(NAME, "YUANJIAO_OTHER")
    monkeypatch.setenv(NAME, "https://id.example")
    with pytest.raises(MalformedSetting, match=r"^YUANJIAO_OTHER"):
        environment.together(NAME, "YUANJIAO_OTHER")


def test_a_variable_that_no_setting_reads_is_known(monkeypatch):
    monkeypatch.setenv("YUANJIAO_HOSTZ", "academy.example")
    monkeypatch.setenv(NAME, "x")
    environment.text(NAME)
    assert "YUANJIAO_HOSTZ" in environment.unread()
    assert NAME not in environment.unread()


def test_a_secret_is_made_whole_and_half_of_one_is_refused(tmp_path: Path, monkeypatch):
    monkeypatch.delenv("YUANJIAO_SECRET", raising=False)
    made = environment.secret(tmp_path, "secret-key")
    assert re.fullmatch(r"[\w-]{64}", made)
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]
    assert environment.secret(tmp_path, "secret-key") == made
    (tmp_path / "secret-key").write_text("")
    with pytest.raises(MalformedSetting, match="secret-key"):
        environment.secret(tmp_path, "secret-key")


def test_old_secrets_are_as_long_as_secrets(monkeypatch):
    monkeypatch.setenv(NAME, f"{'a' * 40},short")
    with pytest.raises(MalformedSetting, match=NAME) as refused:
        environment.old_secrets(NAME)
    assert "short" not in str(refused.value).replace("at least", "")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "secure"),
    [
        ({}, "False"),
        ({"YUANJIAO_PUBLIC_ADDRESS": "https://academy.example"}, "True"),
        ({"YUANJIAO_PUBLIC_ADDRESS": "https://academy.example", "YUANJIAO_HTTPS": "off"}, "False"),
    ],
)
def test_cookies_of_one_machine_behind_tls_travel_by_tls_only(tmp_path: Path, given, secure):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("YUANJIAO", "DJANGO"))}
    read = "from yuanjiao.settings import embedded as e; print(e.SESSION_COOKIE_SECURE, e.CSRF_COOKIE_SECURE)"
    env = {**kept, "YUANJIAO_HOME": str(tmp_path), **given}
    done = subprocess.run([sys.executable, "-c", read], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [secure, secure]
