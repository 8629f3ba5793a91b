"""The bars: which places they lead to, which one is current."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Place:
    """One entry of a bar; `counts` shows the unread number on it."""

    label: Words
    address: str
    icon: str = ""
    current: bool = False
    counts: bool = False


@dataclass(frozen=True, eq=False)  # compared by identity: to hash a label is to translate it, three bars a page
class Named:
    """An entry before its address is known."""

    label: Words
    name: str
    icon: str = ""
    counts: bool = False


LEARNER = (
    Named(_("首页"), "learner:home"),
    Named(_("课程"), "learner:catalogue"),
    Named(_("共享资源"), "learner:shared"),
    Named(_("图书馆"), "learner:library"),
    Named(_("我的学习"), "learner:record"),
)
TABS = (
    Named(_("首页"), "learner:home", "home"),
    Named(_("课程"), "learner:catalogue", "books"),
    Named(_("我的"), "learner:record", "user"),
    Named(_("消息"), "learner:notices", "bell", counts=True),
)
DESK = Named(_("管理工作台"), "manage:desk", "layout-dashboard")
MENU = (
    Named(_("我的学习"), "learner:record", "certificate"),
    Named(_("留言板"), "learner:board", "message"),
    Named(_("通报"), "learner:circulars", "file-text"),
    Named(_("账户设置"), "account:settings", "settings"),
)

ACCOUNT = (
    Named(_("账户设置"), "account:settings", "user"),
    Named(_("修改密码"), "account_change_password", "lock"),
    Named(_("两步验证"), "mfa_index", "shield-check"),
    Named(_("登录的设备"), "usersessions_list", "device-desktop"),
    Named(_("访问令牌"), "account:tokens", "key"),
)
SINGLE_SIGN_ON = Named(_("单点登录"), "socialaccount_connections", "login-2")


@lru_cache(maxsize=4096)
def address(name: str, *numbers: int) -> str:
    """The address of a named page, looked up once for each of its numbers; empty while no such page exists."""
    try:
        return reverse(name, args=numbers)
    except NoReverseMatch:
        return ""


@cache
def places(entries: Sequence[Named]) -> tuple[Place, ...]:
    """The entries whose pages exist."""
    found = ((entry, address(entry.name)) for entry in entries)
    return tuple(Place(entry.label, where, entry.icon, counts=entry.counts) for entry, where in found if where)


def bar(entries: Sequence[Named], path: str) -> tuple[Place, ...]:
    """A bar with its current place marked: the one whose address is the longest beginning of the path."""
    kept = tuple(entries)
    return _marked(kept, nearest(places(kept), path), get_language())


@lru_cache(maxsize=512)
def _marked(entries: Sequence[Named], best: str | None, language: str | None) -> tuple[Place, ...]:
    """A bar in one language; its labels, which stand on every page, are looked up once."""
    with override(language):
        return tuple(replace(place, label=str(place.label), current=place.address == best) for place in places(entries))


def nearest(all_places: Sequence[Place], path: str) -> str | None:
    """The address among the places that is the longest beginning of the path."""
    roots = {"/", address("manage:desk")}
    fitting = [
        place.address
        for place in all_places
        if path == place.address or (place.address not in roots and path.startswith(place.address))
    ]
    return max(fitting, key=len, default=None)
