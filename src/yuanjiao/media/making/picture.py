"""A picture: a cover of the size that cards need."""

from __future__ import annotations

from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from yuanjiao.kernel import storage
from yuanjiao.media.making.bench import Bench
from yuanjiao.media.problems import MediaProblem

FORMATS = ("JPEG", "PNG", "WEBP")
SIDE_MAX = 1280
PIXELS_MAX = 60_000_000


def make(bench: Bench) -> dict[str, Any]:
    """Turn a picture upright, shrink it and leave out whatever else its file holds (place, camera)."""
    target = bench.scratch / "cover.webp"
    try:
        with Image.open(bench.original, formats=FORMATS) as picture:
            if picture.width * picture.height > PIXELS_MAX:
                raise MediaProblem("too_large")
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.thumbnail((SIDE_MAX, SIDE_MAX))
            upright.save(target, "WEBP", quality=82)
    except (UnidentifiedImageError, Image.DecompressionBombError, SyntaxError, ValueError) as problem:
        raise MediaProblem("bad_picture") from problem
    except OSError as problem:
        if problem.errno is not None:
            raise
        raise MediaProblem("bad_picture") from problem  # Pillow's word for a picture that is cut off.
    storage.media().take_file(target, f"{bench.asset.key}/cover.webp")
    return {"width": upright.width, "height": upright.height}
