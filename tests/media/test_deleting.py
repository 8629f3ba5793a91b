"""A media file that nothing uses can be deleted, with everything made of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django_tasks_db.models import DBTaskResult
from tests.factories.catalogue import make_asset, make_draft, make_lesson
from tests.factories.organisation import make_person

from yuanjiao.kernel.models import AuditEntry
from yuanjiao.media.actions.deleting import AssetInTheMaking, AssetInUse, delete_asset
from yuanjiao.media.models import Asset, AssetKind, AssetState
from yuanjiao.media.queries import held_by
from yuanjiao.media.tasks import remove_asset_files

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


@pytest.fixture
def stored(stores: Path) -> Asset:
    """A film of an original, a playlist and a segment."""
    asset = make_asset(original_path="film.mp4", size=5)
    for name, content in (("originals/film.mp4", b"12345"), (f"media/{asset.key}/master.m3u8", b"12"),
                          (f"media/{asset.key}/240p/0.m4s", b"123")):  # fmt: skip
        file = stores / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return asset


def files(stores: Path) -> list[Path]:
    return [path for path in stores.rglob("*") if path.is_file()]


def test_what_it_takes_is_counted(stored: Asset) -> None:
    assert held_by(stored) == (3, 10)


def test_what_was_never_made_takes_nothing() -> None:
    assert held_by(make_asset()) == (0, 0)


def test_its_files_go_after_the_row_and_only_once_the_worker_comes(stored: Asset, stores: Path, settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    beside = stores / "media" / "another" / "master.m3u8"
    beside.parent.mkdir()
    beside.write_bytes(b"1")
    delete_asset(actor_id=make_person().pk, asset=stored, now=NOW)
    assert not Asset.objects.exists()
    assert len(files(stores)) == 4
    wish = DBTaskResult.objects.get()
    remove_asset_files.func(*wish.args_kwargs["args"])
    assert files(stores) == [beside]
    remove_asset_files.func(*wish.args_kwargs["args"])


def test_it_is_on_record_who_deleted_what(stored: Asset) -> None:
    actor = make_person()
    delete_asset(actor_id=actor.pk, asset=stored, now=NOW)
    entry = AuditEntry.objects.get(verb="media.delete")
    assert (entry.actor_id, entry.detail["name"], entry.detail["bytes"]) == (actor.pk, "示例.mp4", 5)


def test_a_lessons_film_its_captions_and_a_courses_cover_stay() -> None:
    film, captions, cover = (make_asset(kind) for kind in (AssetKind.VIDEO, AssetKind.CAPTIONS, AssetKind.PICTURE))
    make_lesson(make_draft(cover=cover), asset=film, captions=captions)
    for asset in (film, captions, cover):
        with pytest.raises(AssetInUse):
            delete_asset(actor_id=None, asset=asset, now=NOW)
        assert Asset.objects.filter(pk=asset.pk).exists()
    assert not AuditEntry.objects.exists()


def test_what_a_worker_has_in_hand_stays() -> None:
    with pytest.raises(AssetInTheMaking):
        delete_asset(actor_id=None, asset=make_asset(state=AssetState.PROCESSING), now=NOW)
