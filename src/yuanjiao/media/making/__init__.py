"""Making an uploaded original into what is played or read; one module a kind."""

from __future__ import annotations

import errno
import logging
import shutil
from collections.abc import Callable
from datetime import datetime

from django.conf import settings

from yuanjiao.kernel import storage
from yuanjiao.media.actions import making as actions
from yuanjiao.media.making import captions, document, film, picture
from yuanjiao.media.making.bench import Bench, Maker
from yuanjiao.media.problems import MediaProblem

__all__ = ["make"]

logger = logging.getLogger(__name__)
MAKERS: dict[str, Maker] = {
    "video": film.make,
    "document": document.make,
    "captions": captions.make,
    "picture": picture.make,
}


def make(asset_id: int, clock: Callable[[], datetime]) -> None:
    """Make an asset; a failure is written down with the asset, so that nothing is left half way."""
    asset = actions.claim(asset_id=asset_id, now=clock())
    if asset is None:
        return
    scratch = settings.SCRATCH_ROOT / asset.key
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        scratch.mkdir(parents=True)
        with storage.originals().copy_of(asset.original_path) as original:
            facts = MAKERS[asset.kind](Bench(asset, original, scratch, clock))
        actions.become_ready(asset=asset, now=clock(), **facts)
    except MediaProblem as problem:
        actions.fail(asset=asset, problem=problem, now=clock())
    except OSError as error:
        code = "disk_full" if error.errno in {errno.ENOSPC, errno.EDQUOT} else "failed"
        logger.exception("media making failed: asset %d", asset_id)
        actions.fail(asset=asset, problem=MediaProblem(code), now=clock())
    except Exception:
        logger.exception("media making failed: asset %d", asset_id)
        actions.fail(asset=asset, problem=MediaProblem("failed"), now=clock())
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
