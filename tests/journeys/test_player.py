"""The real player under what happens to it: HLS without media sources, a lost line, a reload. Every second counts."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Page, Response, Route, expect
from tests.journeys.conftest import Academy

from yuanjiao.media import paths

WITHOUT_MEDIA_SOURCE = (
    "for (const name of ['MediaSource', 'ManagedMediaSource', 'WebKitMediaSource']) delete window[name]"
)
PLAYING_MS = 30_000


class ShortGrant:
    """The page's first media addresses end soon, and of its film one part is asked for only when they have ended."""

    def __init__(self, page: Page, academy: Academy, *, seconds: int, late: str = "", slow: float = 0.0) -> None:
        self.page = page
        self.slow = slow
        self.shared = paths.secret((academy.home / "secret-key").read_text().strip())
        self.ends, self.late = int(time.time()) + seconds, late
        self.given: list[str] = []
        self.refused: list[str] = []
        page.route("**/learn/lessons/*/media", self._grant)
        page.route("**/media/**/*.m4s", self._part)
        page.on("response", self._heard)

    def _grant(self, route: Route) -> None:
        answer = route.fetch()
        facts = answer.json()
        if self.given:
            time.sleep(self.slow)
        else:
            cookie = next(
                each["value"] for each in route.request.frame.page.context.cookies() if each["name"] == paths.COOKIE
            )
            asset = facts["base"].split("/")[-2]
            facts["base"] = paths.base(shared_secret=self.shared, expires=self.ends, key=asset, cookie=cookie)
        self.given.append(facts["base"])
        route.fulfill(response=answer, json=facts)

    def _part(self, route: Route) -> None:
        if self.late and self.late in route.request.url and self.given[0] in route.request.url:
            time.sleep(max(0.0, self.ends + 1.1 - time.time()))
        route.continue_()

    def _heard(self, response: Response) -> None:
        if response.status == 403:
            self.refused.append(response.url)


class Lecture:
    """A lesson that is open in somebody's browser."""

    def __init__(self, page: Page, academy: Academy, known: dict[str, Any]) -> None:
        self.page, self.seconds = page, known["seconds"]
        self.address = f"{academy.address}/learn/lessons/{known['lesson']}/"
        self.answers: list[dict[str, Any]] = []
        page.on("response", self._heard)
        page.goto(self.address)

    def _heard(self, response: Response) -> None:
        if response.url.endswith("/pulse") and response.status == 200:
            self.answers.append(response.json())

    @property
    def at(self) -> float:
        return float(self.page.evaluate("document.querySelector('[data-player-video]').currentTime"))

    @property
    def source(self) -> str:
        return str(self.page.evaluate("document.querySelector('[data-player-video]').currentSrc"))

    def play_or_pause(self) -> None:
        self.page.locator("[data-player-play]").click()

    def wait_until(self, seconds: float) -> None:
        self.page.wait_for_function(
            "seconds => document.querySelector('[data-player-video]').currentTime >= seconds",
            arg=seconds,
            timeout=PLAYING_MS,
        )

    def is_done(self) -> bool:
        """Played to its end: the server has all of it, and the page says so."""
        expect(self.page.get_by_text("这一讲看完了")).to_be_visible(timeout=PLAYING_MS)
        self.page.wait_for_function("document.querySelector('[data-player-video]').ended", timeout=PLAYING_MS)
        self.page.wait_for_timeout(500)
        last = self.answers[-1]
        return bool(last["done"]) and last["covered"] >= self.seconds - 1


def test_a_browser_that_plays_hls_by_itself_counts_the_same(academy, visit, lecture):
    page = visit("CHEN")
    page.context.add_init_script(WITHOUT_MEDIA_SOURCE)
    chen = Lecture(page, academy, lecture)
    chen.play_or_pause()
    chen.wait_until(2)
    assert chen.source.endswith("/master.m3u8")
    page.get_by_role("button", name="只听声音").click()
    chen.wait_until(4)
    assert chen.source.endswith("/audio/index.m3u8")
    assert chen.is_done()


def test_a_browser_that_plays_hls_by_itself_goes_on_when_its_addresses_end(academy, visit, lecture):
    page = visit("CHEN")
    page.context.add_init_script(WITHOUT_MEDIA_SOURCE)
    grants = ShortGrant(page, academy, seconds=5, late="00001.m4s")
    chen = Lecture(page, academy, lecture)
    chen.play_or_pause()
    chen.wait_until(chen.seconds - 1)
    assert all(url.startswith(academy.address + grants.given[0]) for url in grants.refused)
    assert grants.refused
    assert chen.source == f"{academy.address}{grants.given[1]}master.m3u8"


def test_whoever_asks_to_play_while_new_addresses_are_fetched_need_not_ask_again(academy, visit, lecture):
    page = visit("CHEN")
    page.context.add_init_script(WITHOUT_MEDIA_SOURCE)
    ShortGrant(page, academy, seconds=-1, slow=1.5)
    chen = Lecture(page, academy, lecture)
    page.wait_for_function("() => document.querySelector('[data-player-video]').error !== null")
    chen.play_or_pause()
    chen.wait_until(1)


def test_a_lost_line_and_a_reload_lose_nothing(academy, visit, lecture):
    page = visit("ZHOU")
    zhou = Lecture(page, academy, lecture)
    zhou.play_or_pause()
    zhou.wait_until(2)
    page.context.set_offline(True)
    zhou.wait_until(3.5)
    zhou.play_or_pause()
    expect(page.get_by_text("刚看的先存在本机")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("网络已恢复，存下的已经补报")).to_be_visible()
    for _ in range(50):  # the page shows the sentence a moment before its answer is heard here
        if zhou.answers and zhou.answers[-1]["covered"] >= 3:
            break
        page.wait_for_timeout(100)
    assert zhou.answers[-1]["covered"] >= 3
    zhou.play_or_pause()
    zhou.wait_until(5)
    page.route("**/pulse", lambda route: route.abort())
    page.reload()
    page.unroute("**/pulse")
    zhou.play_or_pause()
    assert zhou.is_done()


def test_what_does_not_count_is_said_at_once(academy, visit, lecture):
    page = visit("LIN")
    lin = Lecture(page, academy, lecture)
    lin.play_or_pause()
    lin.wait_until(0.5)
    page.evaluate("document.querySelector('[data-player-video]').playbackRate = 4")
    expect(page.get_by_text("这里最快 1.5 倍速")).to_be_visible(timeout=1000)
    page.evaluate("document.querySelector('[data-player-video]').playbackRate = 1")
    lin.play_or_pause()
    expect(page.get_by_text("这里最快 1.5 倍速")).to_be_hidden()
    page.get_by_role("button", name="前进 10 秒").click()
    expect(page.get_by_text("没有计入，回来看了就计。")).to_be_visible(timeout=1000)
