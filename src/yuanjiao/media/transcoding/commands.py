"""The ffmpeg commands of the ladder; text in, text out.

The picture is decoded once for all rungs that are missing: one command a rung measured 1.20 times, and two
groups 1.10 times, the time of one command (60 s of 720p on two cores).
"""

from __future__ import annotations

from pathlib import Path

from yuanjiao.media.transcoding import ladder
from yuanjiao.media.transcoding.probe import Film
from yuanjiao.media.transcoding.program import beginning, source

PLAYLIST = "index.m3u8"
HLS = [
    *("-f", "hls", "-hls_time", str(ladder.SEGMENT_SECONDS), "-hls_playlist_type", "vod"),
    *("-hls_segment_type", "fmp4", "-hls_fmp4_init_filename", "init.mp4", "-hls_flags", "independent_segments"),
]
CLEAN = ["-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn"]
PICTURE = [
    *("-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high", "-pix_fmt", "yuv420p", "-crf", "23"),
    # Reordered frames would push the picture two frames behind the sound, which is a rendition of its own, and
    # players read edit lists each in their own way.
    *("-hls_segment_options", "movflags=+negative_cts_offsets:use_editlist=0"),
    *("-sc_threshold", "0", "-force_key_frames", f"expr:gte(t,n_forced*{ladder.SEGMENT_SECONDS})"),
]


def _hls(folder: Path) -> list[str]:
    return [*CLEAN, *HLS, "-hls_segment_filename", str(folder / "%05d.m4s"), str(folder / PLAYLIST)]


def sound(original: Path, film: Film, folder: Path) -> list[str]:
    """The command for the sound alone, from the film's first moment to its last."""
    return [
        *beginning(),
        *source(original, film.demuxer),
        *("-map", f"0:{film.audio_index}", "-vn", "-af", "aresample=48000:async=1:first_pts=0"),
        *("-c:a", "aac", "-ac", "2", "-b:a", str(ladder.AUDIO_BITS_PER_SECOND)),
        *_hls(folder / ladder.AUDIO),
    ]


def picture(original: Path, film: Film, rungs: list[ladder.Rung], folder: Path) -> list[str]:
    """The command for the picture in all given rungs, decoded once."""
    names = [f"v{number}" for number in range(len(rungs))]
    command = [*beginning(), *source(original, film.demuxer), "-filter_complex", _graph(film, rungs, names)]
    for rung, name in zip(rungs, names, strict=True):
        rate = ["-maxrate", str(rung.bits_per_second), "-bufsize", str(2 * rung.bits_per_second)]
        command += ["-map", f"[{name}]", "-an", *PICTURE, *rate, *_hls(folder / rung.name)]
    return command


def _graph(film: Film, rungs: list[ladder.Rung], names: list[str]) -> str:
    rate = ladder.frame_rate(film.frame_rate)
    steady = f"[0:{film.video_index}]"
    if film.interlaced:
        steady += "yadif=deint=interlaced,"
    steady += f"fps=fps={rate:.5f}:start_time=0,split={len(rungs)}" + "".join(f"[s{name}]" for name in names)
    scaled = [
        f"[s{name}]scale={rung.width}:{rung.height},setsar=1[{name}]" for rung, name in zip(rungs, names, strict=True)
    ]
    return ";".join([steady, *scaled])


def poster(original: Path, film: Film, file: Path) -> list[str]:
    """The command for one still: the most telling of the frames after a tenth of the film."""
    seconds = min(film.duration_ms / 10_000, 30)
    return [
        *beginning(),
        *("-ss", f"{seconds:.3f}"),
        *source(original, film.demuxer),
        *("-map", f"0:{film.video_index}", "-frames:v", "1", "-an"),
        *("-vf", "thumbnail=10,scale=w='min(1280,iw*sar)':h=-2,setsar=1", "-c:v", "libwebp", "-quality", "80"),
        *("-f", "webp", str(file)),
    ]


def stills(playlist: Path, folder: Path, size: tuple[int, int], grid: tuple[int, int]) -> list[str]:
    """The command for sheets of small pictures, one of each segment's key frame of a finished rendition."""
    return [
        *beginning(),
        *("-protocol_whitelist", "file", "-allowed_extensions", "m3u8,mp4,m4s", "-extension_picky", "0"),
        *("-skip_frame", "nokey", "-f", "hls", "-i", f"file:{playlist}"),
        *("-vf", f"scale={size[0]}:{size[1]},tile={grid[0]}x{grid[1]}", "-fps_mode", "passthrough"),
        *("-c:v", "libwebp", "-quality", "60", "-f", "image2", str(folder / "thumbnails-%03d.webp")),
    ]
