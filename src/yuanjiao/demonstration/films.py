"""The lectures as assets: known by their length at once, filmed one after the other."""

from __future__ import annotations

import tempfile
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from yuanjiao.demonstration.lectures import film, timing
from yuanjiao.demonstration.lectures.script import Lecture, lectures
from yuanjiao.demonstration.pictures import PALETTES, Palette
from yuanjiao.kernel import storage
from yuanjiao.kernel.signing import fingerprint
from yuanjiao.media.models import Asset, AssetKind, AssetState
from yuanjiao.media.public import make_now, take_in

KEY_LENGTH = 22
TOPICS = (
    "公文与文秘",
    "法治与依法行政",
    "生态环境",
    "乡村建设",
    "数字政务",
    "应急管理",
    "基层治理",
    "经济与管理",
    "公共服务",
    "历史与文化",
)
"""The topics of the catalogue in their order; each has its colours."""


def key(*about: str) -> str:
    """The key of a demonstration's file; the same whenever it is built, so that building again finds it."""
    return fingerprint("demonstration", settings.SECRET_KEY, *about)[:KEY_LENGTH]


class Outline(NamedTuple):
    """What is known of a lecture once it has been spoken."""

    length_ms: int
    captions: tuple[timing.Cue, ...]


@cache
def outline(name: str) -> Outline:
    """The length and the captions of a lecture; speaking it takes a fraction of a second."""
    track = film.speak(next(lecture for lecture in lectures() if lecture.name == name))
    return Outline(track.length_ms, tuple(track.captions))


def announce(now: datetime) -> dict[str, tuple[Asset, Asset]]:
    """Film and captions of every lecture as assets: captions ready, films waiting, with their lengths."""
    return {lecture.name: (film_of(lecture), captions_of(lecture, now)) for lecture in lectures()}


@transaction.atomic
def film_of(lecture: Lecture) -> Asset:
    """The lecture's film, whether it has been made or not."""
    asset_key = key("film", lecture.name)
    found = Asset.objects.filter(key=asset_key).first()
    return found or Asset.objects.create(
        key=asset_key,
        kind=AssetKind.VIDEO,
        original_name=f"{lecture.title}.mp4",
        original_path=f"{asset_key}.mp4",
        duration_ms=outline(lecture.name).length_ms,
    )


def captions_of(lecture: Lecture, now: datetime) -> Asset:
    """The lecture's captions, made when they are not there yet."""
    asset_key = key("captions", lecture.name)
    found = Asset.objects.filter(key=asset_key, state=AssetState.READY).first()
    if found:
        return found
    with scratch() as folder:
        file = Path(folder) / "captions.vtt"
        file.write_text(timing.webvtt(list(outline(lecture.name).captions)), encoding="utf-8")
        name = f"{lecture.title}.vtt"
        asset = take_in(actor_id=None, kind=AssetKind.CAPTIONS, name=name, file=file, now=now, key=asset_key)
    make_now(asset.pk, timezone.now)
    asset.refresh_from_db()
    return asset


def make(lecture: Lecture) -> Asset:
    """Film the lecture and make it playable by the same way as an editor's upload; done once.

    :raises film.FilmNotMade: when it cannot be filmed or made playable; its page then says that it failed.
    """
    asset = film_of(lecture)
    if asset.state == AssetState.READY:
        return asset
    try:
        with scratch() as folder:
            file = Path(folder) / "film.mp4"
            film.make(lecture, palette_of(lecture), file)
            size = file.stat().st_size
            storage.originals().take_file(file, asset.original_path)
    except film.FilmNotMade as error:
        Asset.objects.filter(pk=asset.pk).update(
            state=AssetState.FAILED, problem="failed", problem_detail=str(error)[:2000]
        )
        raise
    # Nobody else makes this asset: one that an interrupted build left in hand is taken up at once.
    Asset.objects.filter(pk=asset.pk).update(size=size, state=AssetState.WAITING, problem="", problem_detail="")
    make_now(asset.pk, timezone.now)
    asset.refresh_from_db()
    if asset.state != AssetState.READY:
        raise film.FilmNotMade(lecture.name, asset.problem or "it is in another worker's hands")
    return asset


def palette_of(lecture: Lecture) -> Palette:
    """The colours of a lecture: those of its topic."""
    return topic_palette(lecture.facts["topic"])


def topic_palette(topic: str) -> Palette:
    """The colours of a topic."""
    return PALETTES[TOPICS.index(topic) % len(PALETTES)]


def scratch() -> tempfile.TemporaryDirectory[str]:
    """A folder for half-made files, on the same disk as the originals."""
    settings.SCRATCH_ROOT.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryDirectory(dir=settings.SCRATCH_ROOT)
