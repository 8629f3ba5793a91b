"""A film as a whole: made by ffmpeg, with picture and sound."""

from __future__ import annotations

from pathlib import Path

import av
import pytest

from yuanjiao.demonstration.lectures import film
from yuanjiao.demonstration.lectures.script import parse
from yuanjiao.demonstration.pictures import PALETTES
from yuanjiao.kernel import fonts

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (fonts.FOLDER / "NotoSansSC_400Regular.ttf").exists(), reason="the front end is not built"),
]
SHORT = parse("short", "# 很短的一课\ntopic: 主题\nlecturer: 示例讲师 甲\n## 只有一节\n- 只有一点\n  只有一句话。\n")


def test_a_film_has_picture_and_sound_as_long_as_its_speech(tmp_path: Path) -> None:
    file = tmp_path / "film.mp4"
    film.make(SHORT, PALETTES[0], file)
    with av.open(str(file)) as made:
        video, audio = made.streams.video[0], made.streams.audio[0]
        assert (video.codec_context.name, audio.codec_context.name) == ("h264", "aac")
        assert (video.width, video.height) == (1280, 720)
        assert made.duration is not None
        assert made.duration / 1000 == pytest.approx(film.speak(SHORT).length_ms, abs=200)
    assert [path.name for path in tmp_path.iterdir()] == ["film.mp4"]


def test_a_failing_encoder_is_told_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(film, "VOICE_FILTER", "nosuchfilter")
    with pytest.raises(film.FilmNotMade, match="short"):
        film.make(SHORT, PALETTES[0], tmp_path / "film.mp4")
    assert list(tmp_path.iterdir()) == []
