"""Stores of their own for each test, and small real films made once a run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.factories.media import make_film


@pytest.fixture(autouse=True)
def stores(settings: Any, tmp_path: Path) -> Path:
    """Every test has its own folders for media, originals, uploads and scratch."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ORIGINALS_ROOT = tmp_path / "originals"
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    settings.SCRATCH_ROOT = tmp_path / "scratch"
    local = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = {
        **settings.STORAGES,
        "media": {"BACKEND": local, "OPTIONS": {"location": tmp_path / "media"}},
        "originals": {"BACKEND": local, "OPTIONS": {"location": tmp_path / "originals"}},
    }
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    return tmp_path


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A film in the container of an ending, made when first asked for."""
    folder = tmp_path_factory.mktemp("films")
    made: dict[str, Path] = {}

    def give(ending: str) -> Path:
        if ending not in made:
            made[ending] = make_film(folder / f"film.{ending}")
        return made[ending]

    return give
