"""The making of a film beside the same ladder by one bare ffmpeg command; figure: our time ÷ its time, at most 1.1.

Run: ``python -m bench.transcode [--seconds 60] [--rounds 3] [film]``. Without a film, one is made: moving colours
with noise and a tone, 720p. Ours includes all that an upload goes through in the worker: probing, all renditions,
poster, thumbnails, playlists, hand-over and the rows in the database. The two take turns, and the medians count.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import NamedTuple, Self

from bench import harness

harness.embedded_here()

import django  # noqa: E402 -- the settings are chosen first

django.setup()

import imageio_ffmpeg  # noqa: E402 -- after setup
from django.utils import timezone  # noqa: E402 -- after setup

from yuanjiao.media.models import Asset  # noqa: E402 -- after setup
from yuanjiao.media.public import make_now, take_in  # noqa: E402 -- after setup

LADDER = ((426, 240, "350k"), (854, 480, "900k"), (1280, 720, "1800k"))
QUIET = ["-nostdin", "-hide_banner", "-loglevel", "error", "-y"]


class Cost(NamedTuple):
    """Seconds on the wall, and of the processors (which other work on the machine hardly changes)."""

    wall: float
    processor: float


class Meter:
    """Counts what happens within it, children included."""

    def __enter__(self) -> Self:
        self.begin = (time.perf_counter(), processor_seconds())
        return self

    def __exit__(self, *_: object) -> None:
        self.cost = Cost(time.perf_counter() - self.begin[0], processor_seconds() - self.begin[1])


def processor_seconds() -> float:
    """What this process and its ended children have used."""
    uses = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(use.ru_utime + use.ru_stime for use in uses)


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("film", nargs="?", type=Path)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--smoke", action="store_true", help="once, on a film of six seconds")
    return parser.parse_args()


def make_film(path: Path, seconds: int) -> Path:
    """A 720p film that is not easy to encode."""
    inputs = ["-f", "lavfi", "-i", f"testsrc2=s=1280x720:r=25:d={seconds}"]
    inputs += ["-f", "lavfi", "-i", f"sine=frequency=330:r=48000:d={seconds}"]
    outputs = ["-vf", "noise=alls=8:allf=t", "-c:v", "libx264", "-preset", "veryfast", "-b:v", "2500k", "-c:a", "aac"]
    subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), *QUIET, *inputs, *outputs, str(path)], check=True)
    return path


def bare(film: Path, folder: Path) -> Cost:
    """The cost of the bare command: one decode, three pictures and the sound, as HLS in fMP4."""
    hls = ["-f", "hls", "-hls_time", "4", "-hls_playlist_type", "vod", "-hls_segment_type", "fmp4"]
    picture = ["-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high", "-pix_fmt", "yuv420p", "-crf", "23"]
    picture += ["-sc_threshold", "0", "-force_key_frames", "expr:gte(t,n_forced*4)"]
    graph = "[0:v]split=3[a0][a1][a2]" + "".join(
        f";[a{number}]scale={width}:{height}[v{number}]" for number, (width, height, _) in enumerate(LADDER)
    )
    command = [imageio_ffmpeg.get_ffmpeg_exe(), *QUIET, "-i", str(film), "-filter_complex", graph]
    for number, (_, height, rate) in enumerate(LADDER):
        target = folder / f"{height}p"
        target.mkdir(parents=True)
        command += ["-map", f"[v{number}]", *picture, "-maxrate", rate, "-bufsize", f"{2 * int(rate[:-1])}k", *hls]
        command += ["-hls_segment_filename", str(target / "%05d.m4s"), str(target / "index.m3u8")]
    (folder / "audio").mkdir()
    command += ["-map", "0:a", "-c:a", "aac", "-ac", "2", "-b:a", "64k", *hls]
    command += ["-hls_segment_filename", str(folder / "audio" / "%05d.m4s"), str(folder / "audio" / "index.m3u8")]
    with Meter() as meter:
        subprocess.run(command, check=True)
    return meter.cost


def ours(film: Path, folder: Path) -> Cost:
    """The cost of the making as the worker does it."""
    copy = folder / "copy.mp4"
    shutil.copyfile(film, copy)
    asset = take_in(actor_id=None, kind="video", name="film.mp4", file=copy, now=timezone.now())
    with Meter() as meter:
        make_now(asset.pk, timezone.now)
    asset = Asset.objects.get(pk=asset.pk)
    if asset.state != "ready":
        raise SystemExit(f"the making failed: {asset.problem} {asset.problem_detail}")
    return meter.cost


def main() -> None:
    """Measure and report."""
    asked = arguments()
    harness.prepare()
    rounds, seconds = (1, 6) if asked.smoke else (asked.rounds, asked.seconds)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        film = asked.film or make_film(folder / "film.mp4", seconds)
        times = [(bare(film, folder / f"bare-{number}"), ours(film, folder)) for number in range(rounds)]
    walls = [mine.wall / theirs.wall for theirs, mine in times]
    processor = [mine.processor / theirs.processor for theirs, mine in times]
    figures = {
        "bare_seconds": round(statistics.median(theirs.wall for theirs, _ in times), 2),
        "making_seconds": round(statistics.median(mine.wall for _, mine in times), 2),
        "ratio": round(statistics.median(walls), 3),
        "processor_ratio": round(statistics.median(processor), 3),
        "ratios_of_pairs": [round(each, 3) for each in walls],
    }
    harness.report("transcode-smoke" if asked.smoke else "transcode", {**figures, "reach": 1.1})


if __name__ == "__main__":
    main()
