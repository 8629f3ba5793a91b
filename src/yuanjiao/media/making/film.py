"""A film: a ladder of renditions, its sound, a poster, thumbnails and the playlist above them."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

from yuanjiao.kernel import storage
from yuanjiao.media.actions import making as actions
from yuanjiao.media.making.bench import Bench
from yuanjiao.media.models import Rendition
from yuanjiao.media.problems import MediaProblem
from yuanjiao.media.transcoding import child, commands, ladder, playlists, program
from yuanjiao.media.transcoding.probe import Film, probe

logger = logging.getLogger(__name__)
SOUND_SHARE = 6.0
PICTURE_SHARE = 90.0
THUMBNAIL_HEIGHT = 90
GRID = (5, 5)
# What is made of a film must be about as long as its head says; less means that it was cut off.
LEAST_SHARE = 0.75
AAC = "mp4a.40.2"


def make(bench: Bench) -> dict[str, Any]:
    """Make what is missing of a film; renditions that an earlier try finished stay as they are."""
    film = probe(bench.original)
    rungs = ladder.rungs(film.width, film.height)
    _check_room(bench)
    done = set(Rendition.objects.filter(asset=bench.asset).values_list("name", flat=True))
    if film.audio_index >= 0 and ladder.AUDIO not in done:
        _make_sound(bench, film)
    bench.progress(SOUND_SHARE)
    missing = [rung for rung in rungs if rung.name not in done]
    if missing:
        _make_pictures(bench, film, missing)
    _make_stills(bench, film, rungs[0])
    _write_master(bench)
    lowest = storage.media().read(f"{bench.asset.key}/{rungs[0].name}/{commands.PLAYLIST}").decode()
    duration = sum(part.seconds for part in playlists.segments(lowest))
    return {"duration_ms": round(duration * 1000), "width": film.width, "height": film.height}


def _check_room(bench: Bench) -> None:
    if child.room(bench.scratch) < bench.original.stat().st_size + child.GIBIBYTE // 4:
        raise MediaProblem("disk_full")


def _limits(film: Film) -> child.Limits:
    seconds = 600 + film.duration_ms // 1000 * 12
    return child.Limits(
        seconds=seconds,
        processor_seconds=seconds * 4,
        # Each encoder thread holds frames of its own.
        memory=4 * child.GIBIBYTE + (os.cpu_count() or 1) * child.GIBIBYTE // 4,
        output_size=child.GIBIBYTE // 4 + film.duration_ms // 1000 * 1_000_000,
    )


def _run(bench: Bench, film: Film, command: list[str], begin: float, share: float) -> None:
    def line(words: str) -> None:
        name, _, value = words.partition("=")
        if name == "out_time_us" and value.lstrip("-").isdigit():
            bench.progress(begin + share * min(1.0, int(value) / 1000 / film.duration_ms))

    ended = child.run(command, limits=_limits(film), folder=bench.scratch, line=line, tick=bench.alive)
    program.check(ended)


def _make_sound(bench: Bench, film: Film) -> None:
    (bench.scratch / ladder.AUDIO).mkdir()
    _run(bench, film, commands.sound(bench.original, film, bench.scratch), 0, SOUND_SHARE)
    _hand_over(bench, ladder.Rung(ladder.AUDIO, 0, 0, ladder.AUDIO_BITS_PER_SECOND), 0.0)


def _make_pictures(bench: Bench, film: Film, rungs: list[ladder.Rung]) -> None:
    for rung in rungs:
        (bench.scratch / rung.name).mkdir()
    _run(bench, film, commands.picture(bench.original, film, rungs, bench.scratch), SOUND_SHARE, PICTURE_SHARE)
    parts = playlists.segments((bench.scratch / rungs[0].name / commands.PLAYLIST).read_text())
    if sum(part.seconds for part in parts) * 1000 < film.duration_ms * LEAST_SHARE:
        raise MediaProblem("broken")
    for rung in rungs:
        _hand_over(bench, rung, ladder.frame_rate(film.frame_rate))


def _hand_over(bench: Bench, rung: ladder.Rung, frame_rate: float) -> None:
    folder = bench.scratch / rung.name
    parts = playlists.segments((folder / commands.PLAYLIST).read_text())
    if not parts:
        raise MediaProblem("broken")
    peak, mean = playlists.rates(parts, [(folder / part.name).stat().st_size for part in parts])
    codec = playlists.avc_codec((folder / "init.mp4").read_bytes()) if rung.height else AAC
    variant = playlists.Variant(rung.name, rung.width, rung.height, frame_rate, codec, peak, mean)
    storage.media().take_folder(folder, f"{bench.asset.key}/{rung.name}")
    actions.finish_rendition(asset=bench.asset, variant=variant, now=bench.clock())


def _make_stills(bench: Bench, film: Film, lowest: ladder.Rung) -> None:
    """Poster and thumbnails; a film without them is still a film, so a failure here is only logged."""
    store, key = storage.media(), bench.asset.key
    width = max(2, round(THUMBNAIL_HEIGHT * film.width / film.height / 2) * 2)
    folder = bench.scratch / "stills"
    folder.mkdir()
    try:
        _run(bench, film, commands.poster(bench.original, film, folder / "poster.webp"), 96, 1)
        with store.copy_of(f"{key}/{lowest.name}") as rendition:
            playlist = rendition / commands.PLAYLIST
            _run(bench, film, commands.stills(playlist, folder, (width, THUMBNAIL_HEIGHT), GRID), 97, 2)
            parts = playlists.segments(playlist.read_text())
    except MediaProblem as problem:
        if problem.code == "disk_full":
            raise
        logger.warning("stills failed", extra={"asset": bench.asset.pk, "problem": problem.detail})
        parts = []
    (folder / "thumbnails.vtt").write_text(playlists.thumbnail_track(parts, (width, THUMBNAIL_HEIGHT), GRID))
    for file in sorted(folder.iterdir()):
        store.take_file(file, f"{key}/{file.name}")


def _write_master(bench: Bench) -> None:
    found = Rendition.objects.filter(asset=bench.asset, finished_at__isnull=False).order_by("height")
    variants = [
        playlists.Variant(
            each.name, each.width, each.height, each.frame_rate, each.codec, each.bits_per_second,
            each.mean_bits_per_second,
        )
        for each in found
    ]  # fmt: skip
    pictures = [each for each in variants if each.name != ladder.AUDIO]
    sound = next((each for each in variants if each.name == ladder.AUDIO), None)
    file: Path = bench.scratch / "master.m3u8"
    file.write_text(playlists.master(pictures, sound))
    storage.media().take_file(file, f"{bench.asset.key}/master.m3u8")
