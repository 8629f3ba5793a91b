"""Signing in as people do it: the first time with a code, then with an app's code, a recovery code, a security key."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import Browser, Page, expect
from tests.architecture.source import ROOT
from tests.journeys.conftest import PATIENCE_MS, Academy
from tests.journeys.screens import WIDE
from tests.server.provider import knows, provider
from tests.server.running import installed, serving
from tests.server.seed_sign_in import PASSWORD

PERIOD = 30
KEY_REFUSED_MS = 15_000
OWN = "荡胸生层云-决眦入归鸟"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory, migrated) -> Iterator[Academy]:
    """An academy as an operator gets it, with single sign-on: administrators need a second factor."""
    home = tmp_path_factory.mktemp("guarded")
    with provider(home) as there:
        env, known = installed(
            home,
            migrated,
            ROOT / "tests" / "server" / "seed_sign_in.py",
            PYTHONWARNINGS="ignore",
            YUANJIAO_OIDC_SERVER=there,
            YUANJIAO_OIDC_CLIENT="academy",
            YUANJIAO_OIDC_SECRET="a secret between the two",
            YUANJIAO_OIDC_NAME="示例统一认证",
            YUANJIAO_OIDC_CLAIM="employee",
        )
        yield from served(home, env, known | {"provider": there})


def served(home: Path, env: dict[str, str], known: dict[str, Any]) -> Iterator[Academy]:
    """The academy under the name of the machine."""
    with serving(home, env=env) as address:
        # Security keys belong to a name; browsers take none for a bare number.
        yield Academy(address.replace("127.0.0.1", "localhost"), home, env, known)


@pytest.fixture(scope="module")
def device(guarded: Academy, browser: Browser) -> Iterator[Callable[[], Page]]:
    """Opens the sign-in page on a device of its own."""
    contexts = []

    def fresh() -> Page:
        context = browser.new_context(viewport=WIDE, locale="zh-CN", timezone_id="Asia/Shanghai")
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{guarded.address}/account/login/")
        return page

    yield fresh
    for each in contexts:
        each.close()


def type_in(page: Page, number: str, password: str) -> None:
    page.get_by_label("学号、手机号或邮箱").fill(number)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def code_of(secret: str) -> str:
    """What the app on the phone shows now, or in a moment if that is about to go."""
    while time.time() % PERIOD > PERIOD - 8:
        time.sleep(0.2)
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def test_a_newcomer_comes_with_her_code_and_leaves_with_a_password_of_her_own(guarded, device):
    page = device()
    type_in(page, "NEW", guarded.known["code"])
    expect(page).to_have_url(re.compile("/account/password/set/"))
    page.goto(f"{guarded.address}/courses/")
    expect(page).to_have_url(re.compile("/account/password/set/"))
    page.locator("#id_password1").fill(OWN)
    page.locator("#id_password2").fill(OWN)
    page.get_by_role("button", name="保存，开始学习").click()
    expect(page).not_to_have_url(re.compile("/account/"))
    page.goto(f"{guarded.address}/courses/")
    expect(page).to_have_url(re.compile("/courses/"))
    again = device()
    type_in(again, "NEW", guarded.known["code"])
    expect(again.get_by_text("登录名或密码不对")).to_be_visible()
    type_in(again, "NEW", OWN)
    expect(again).to_have_url(f"{guarded.address}/")


@dataclass(frozen=True)
class App:
    """The app on an administrator's phone once she has set it up, and where that has led her."""

    page: Page
    secret: str
    spent: str
    recovery: list[str]


@pytest.fixture(scope="module")
def app(guarded: Academy, device: Callable[[], Page]) -> App:
    """The app that her first way to the manage pages makes her set up."""
    page = device()
    type_in(page, "WU", PASSWORD)
    page.goto(f"{guarded.address}/manage/")
    expect(page).to_have_url(re.compile("/account/2fa/totp/activate/"))
    secret = page.get_by_label("不能扫码").input_value()
    code = code_of(secret)
    page.get_by_label("应用显示的 6 位数字").fill(code)
    page.get_by_role("button", name="开通").click()
    expect(page.get_by_role("heading", name="恢复码")).to_be_visible()
    return App(page, secret, code, page.locator("#recovery_codes code").all_inner_texts())


def test_an_administrator_sets_up_the_app_and_comes_in(guarded, app):
    assert len(app.recovery) == 10
    app.page.goto(f"{guarded.address}/manage/")
    expect(app.page).to_have_url(f"{guarded.address}/manage/")


def next_code(app: App) -> str:
    """The next code of the app: the one that set it up has been heard once and is not heard again."""
    deadline = time.monotonic() + PERIOD + 5
    while (code := code_of(app.secret)) == app.spent:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    return code


def wrong_then_right(page: Page, guarded: Academy, code: str) -> None:
    """A wrong code is refused in words, the right one opens the manage pages."""
    type_in(page, "WU", PASSWORD)
    expect(page.get_by_role("heading", name="两步验证")).to_be_visible()
    expect(page.get_by_role("button", name="使用安全密钥")).to_have_count(0)
    page.get_by_label("验证码").fill("000000")
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.locator(".errorlist")).to_be_visible()
    page.get_by_label("验证码").fill(code)
    page.get_by_role("button", name="登录", exact=True).click()
    page.goto(f"{guarded.address}/manage/")
    expect(page).to_have_url(f"{guarded.address}/manage/")


def by_recovery_code(device: Any, guarded: Academy, code: str) -> None:
    """A recovery code opens once."""
    for opens in (True, False):
        page = device()
        type_in(page, "WU", PASSWORD)
        page.get_by_label("验证码").fill(code)
        page.get_by_role("button", name="登录", exact=True).click()
        if opens:
            expect(page).to_have_url(f"{guarded.address}/")
        else:
            expect(page.locator(".errorlist")).to_be_visible()


def with_security_key(page: Page) -> None:
    """Plug a security key into the browser: Chromium's own, which signs as a real one does."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasResidentKey": False,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_an_administrator_may_take_a_security_key_instead(guarded, device):
    page = device()
    with_security_key(page)
    type_in(page, "QIN", PASSWORD)
    page.goto(f"{guarded.address}/manage/")
    page.get_by_role("link", name="改用安全密钥").click()
    page.get_by_label("密钥的名字").fill("办公室的密钥")
    page.get_by_role("button", name="添加").click()
    expect(page.get_by_role("heading", name="恢复码")).to_be_visible()
    page.goto(f"{guarded.address}/manage/")
    expect(page).to_have_url(f"{guarded.address}/manage/")
    page.goto(f"{guarded.address}/account/logout/")
    page.locator("main").get_by_role("button", name="退出").click()
    page.goto(f"{guarded.address}/account/login/")
    type_in(page, "QIN", PASSWORD)
    page.get_by_role("button", name="使用安全密钥").click()
    page.wait_for_url(f"{guarded.address}/")
    page.goto(f"{guarded.address}/manage/")
    expect(page).to_have_url(f"{guarded.address}/manage/")


def test_the_button_of_single_sign_on_leads_to_the_provider_and_back(guarded, device):
    knows(guarded.known["provider"], "zhou", employee="ZHOU")
    page = device()
    page.get_by_role("button", name="用 示例统一认证 登录").click()
    page.wait_for_url(f"{guarded.known['provider']}/**")
    page.locator("input[name=sub]").fill("zhou")
    page.locator("button[type=submit], button:not([type])").first.click()
    page.wait_for_url(f"{guarded.address}/")
    page.goto(f"{guarded.address}/account/3rdparty/")
    expect(page.locator("main")).to_contain_text("示例统一认证")


def test_somebody_elses_key_opens_nothing(guarded, device):
    page = device()
    with_security_key(page)
    type_in(page, "QIN", PASSWORD)
    expect(page.get_by_role("alert")).to_be_hidden()
    page.get_by_role("button", name="使用安全密钥").click()
    expect(page.get_by_role("alert")).to_contain_text("不是您登记的", timeout=KEY_REFUSED_MS)
    page.goto(f"{guarded.address}/manage/")
    expect(page).to_have_url(re.compile("/account/(login|2fa/authenticate)/"))


def test_later_she_comes_in_by_the_apps_next_code_and_by_a_recovery_code(guarded, device, app):
    """The last one here, since the app's next code has come by then."""
    wrong_then_right(device(), guarded, next_code(app))
    by_recovery_code(device, guarded, app.recovery[0])
