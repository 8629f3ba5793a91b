"""What uploads need of Django: who asks, what she may still bring, and handing a whole file over.

Called in threads; each call leaves no connection behind that has grown too old.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.contrib import auth
from django.db import close_old_connections
from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone, translation

from yuanjiao.kernel.outage import RETRY_SECONDS, is_outage
from yuanjiao.media import events, problems
from yuanjiao.media.actions import originals
from yuanjiao.media.models import Asset
from yuanjiao.media.uploads.shelf import Shelf, Upload
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Permission, Scope

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
__all__ = ["RETRY_SECONDS", "editor", "hand_over", "is_outage", "kept_bytes", "sentence"]


def in_thread(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Let a function that asks the database run in a thread of no request."""

    @wraps(function)
    def run(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        close_old_connections()
        try:
            return function(*args, **kwargs)
        finally:
            close_old_connections()

    return run


def signed_in(cookies: str) -> Person | None:
    """The person of a request's session cookie."""
    try:
        jar = SimpleCookie(cookies)
    except CookieError:
        return None
    if settings.SESSION_COOKIE_NAME not in jar:
        return None
    request = HttpRequest()
    engine = import_module(settings.SESSION_ENGINE)
    request.session = engine.SessionStore(jar[settings.SESSION_COOKIE_NAME].value)
    found = auth.get_user(request)
    if not isinstance(found, Person) or any(bars(request) for bars in events.obstacles):
        return None
    return found


@in_thread
def editor(cookies: str) -> int | None:
    """The number of the signed-in course editor or administrator; none for anybody else."""
    person = signed_in(cookies)
    if person is None or not Scope.of(person, timezone.now()).has(Permission.COURSES_WRITE):
        return None
    return person.pk


@in_thread
def kept_bytes(owner_id: int) -> int:
    """The bytes of all originals a person has brought."""
    return Asset.objects.filter(owner_id=owner_id).aggregate(total=Sum("size"))["total"] or 0


@in_thread
def hand_over(shelf: Shelf, upload: Upload) -> int:
    """Make an asset of a whole upload and write its number down; doing it twice makes one asset."""
    asset = originals.take_in(
        actor_id=upload.owner_id,
        kind=upload.kind,
        name=upload.name,
        file=shelf.bytes_of(upload.number),
        now=timezone.now(),
        key=upload.number,
    )
    upload.asset_id = asset.pk
    shelf.write(upload)
    return asset.pk


def sentence(code: str, language: str, **values: object) -> str:
    """A refusal in the reader's language."""
    with translation.override("en" if language.lower().startswith("en") else "zh-hans"):
        return (str(REFUSALS[code]) if code in REFUSALS else problems.sentence(code)) % values


_ = translation.gettext_lazy
REFUSALS = {
    "not_allowed": _("只有课程编辑和管理员可以上传。请先登录，或联系管理员开通。"),
    "unknown_kind": _("不认识的文件用途，请刷新页面后再试。"),
    "wrong_ending": _("这里不能上传这种文件。可以上传：%(endings)s。"),
    "too_large_by": _("文件太大，上限是 %(limit)s MB。请压缩或分段后再上传。"),
    "over_quota": _("您的上传空间已满。请删除不用的文件，或联系管理员。"),
    "no_room": _("服务器存储空间不足，暂时不能上传。已传的部分保留 7 天，清理空间后可以接着传。"),
    "gone": _("这次上传已过期或已取消，请重新选择文件上传。"),
    "away": _("服务器暂时存不了东西，已传的不会丢。稍后会自动再试。"),
    "busy": _("上一次连接还没有断开，几秒后会自动接着传。"),
}
