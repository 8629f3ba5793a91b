"""A lecture's film and captions: sentence by sentence speech over still slides, joined by ffmpeg."""

from __future__ import annotations

import subprocess
import tempfile
import wave
from dataclasses import dataclass, field
from pathlib import Path

import imageio_ffmpeg

from yuanjiao.demonstration.lectures import slides, speech, timing
from yuanjiao.demonstration.lectures.script import Lecture
from yuanjiao.demonstration.pictures import Palette

FRAMES_A_SECOND = 5
"""Slides stand still for seconds, and every frame is encoded four times before the demonstration can start."""
OPENING_MS = 2_500
BREATH_MS = 320
SECTION_BREATH_MS = 900
CLOSING_MS = 1_500
PITCH = 45
VOICE_FILTER = "highpass=f=90,lowpass=f=7600,loudnorm=I=-18:TP=-2:LRA=7"


class FilmNotMade(RuntimeError):
    """The encoder failed or is missing; says what it wrote last."""

    def __init__(self, lecture: str, reason: str) -> None:
        super().__init__(f"The film of {lecture} could not be made: {reason}")


@dataclass(frozen=True)
class Still:
    """One picture of the film: a section (0: the title) with a point lit, and how long it stands."""

    section: int
    lit: int
    length_ms: int
    share: float


@dataclass
class Track:
    """What is spoken and shown, as it grows: samples, captions, and the order of pictures."""

    rate: int
    samples: bytearray = field(default_factory=bytearray)
    captions: list[timing.Cue] = field(default_factory=list)
    stills: list[Still] = field(default_factory=list)

    @property
    def length_ms(self) -> int:
        """How long the speech is so far."""
        return len(self.samples) // speech.SAMPLE_BYTES * 1000 // self.rate

    def pause(self, milliseconds: int) -> None:
        """Add silence."""
        self.samples += bytes(self.rate * milliseconds // 1000 * speech.SAMPLE_BYTES)

    def say(self, sentence: str, pitch: int) -> None:
        """Add one spoken sentence with its captions."""
        spoken = speech.voice().say(sentence, pitch=pitch)
        length = len(spoken) // speech.SAMPLE_BYTES * 1000 // self.rate
        self.captions += timing.cues(sentence, self.length_ms, length)
        self.samples += spoken
        self.pause(BREATH_MS)


def speak(lecture: Lecture, *, pitch: int = PITCH) -> Track:
    """The lecture spoken: a third of a second's work, enough to know its length and its captions."""
    track = Track(speech.voice().rate)
    whole = sum(len(s) for section in lecture.sections for point in section.points for s in point.sentences)
    track.pause(OPENING_MS)
    track.stills.append(Still(0, 0, OPENING_MS, 0.0))
    done = 0
    for number, section in enumerate(lecture.sections, start=1):
        for lit, point in enumerate(section.points):
            begin = track.length_ms
            for sentence in point.sentences:
                track.say(sentence, pitch)
                done += len(sentence)
            track.pause(SECTION_BREATH_MS if lit == len(section.points) - 1 else BREATH_MS)
            track.stills.append(Still(number, lit, track.length_ms - begin, done / whole))
    track.pause(CLOSING_MS)
    track.stills.append(Still(0, 0, CLOSING_MS, 1.0))
    return track


def make(lecture: Lecture, palette: Palette, film: Path) -> None:
    """Write the lecture's film (MP4: H.264 720p, AAC); the file appears only when it is whole.

    :raises FilmNotMade: when ffmpeg is missing or fails.
    :raises yuanjiao.kernel.fonts.FontMissing: when the front end has not been built.
    """
    with tempfile.TemporaryDirectory(dir=film.parent) as scratch:
        folder = Path(scratch)
        track = speak(lecture)
        pictures = [
            draw(lecture, still, palette, folder / f"{place:03}.png") for place, still in enumerate(track.stills)
        ]
        sound = folder / "speech.wav"
        write_sound(track, sound)
        made = folder / "film.mp4"
        encode(lecture.name, track, pictures, sound, made)
        made.replace(film)


def draw(lecture: Lecture, still: Still, palette: Palette, file: Path) -> Path:
    """Draw one still into a file."""
    if still.section:
        picture = slides.slide(lecture, still.section, still.lit, palette, share=still.share)
    else:
        picture = slides.title_slide(lecture, palette)
    picture.save(file, compress_level=1)
    return file


def write_sound(track: Track, file: Path) -> None:
    """The speech as a WAV file."""
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(speech.SAMPLE_BYTES)
        sound.setframerate(track.rate)
        sound.writeframes(bytes(track.samples))


def encode(name: str, track: Track, pictures: list[Path], sound: Path, film: Path) -> None:
    """Join pictures and speech with ffmpeg.

    :raises FilmNotMade: when ffmpeg is missing or fails.
    """
    order = sound.with_suffix(".txt")
    lines = ["ffconcat version 1.0"]
    for file, still in zip(pictures, track.stills, strict=True):
        lines += [f"file {file.name}", f"duration {still.length_ms / 1000:.3f}"]
    order.write_text("\n".join([*lines, f"file {pictures[-1].name}", ""]))
    try:
        command = [imageio_ffmpeg.get_ffmpeg_exe(), *arguments(order, sound, film, track.length_ms)]
    except RuntimeError as error:
        raise FilmNotMade(name, "ffmpeg is missing; reinstall the package imageio-ffmpeg") from error
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 -- our own arguments, no shell
    if done.returncode != 0:
        raise FilmNotMade(name, done.stderr.decode(errors="replace")[-400:])


def arguments(order: Path, sound: Path, film: Path, length_ms: int) -> list[str]:
    """The encoder's arguments: quick settings for still pictures, even loudness, exact length."""
    inputs = f"-threads 2 -f concat -safe 0 -i {{order}} -i {{sound}} -t {length_ms / 1000:.3f}"
    picture = f"-vf format=yuv420p,fps={FRAMES_A_SECOND} -c:v libx264 -preset veryfast -tune stillimage -crf 23"
    voice = f"-g {FRAMES_A_SECOND * 4} -af {VOICE_FILTER} -ar 44100 -c:a aac -aac_coder fast -b:a 80k"
    places = {"{order}": str(order), "{sound}": str(sound), "{film}": str(film)}
    words = f"-v error -nostdin -y {inputs} {picture} {voice} -movflags +faststart -fflags +bitexact {{film}}".split()
    return [places.get(word, word) for word in words]
