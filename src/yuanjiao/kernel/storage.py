"""Where finished media and originals lie: a folder of this machine, or an S3-compatible bucket.

Both stores are named in ``STORAGES`` (``media``, ``originals``). What is handed over arrives whole: a
folder is renamed into place, and objects are uploaded with the playlist or index last.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, storages

from yuanjiao.kernel.contents import content_type

LAST = (".m3u8", ".json")


class Held(NamedTuple):
    """How many files lie somewhere, and how many bytes they take."""

    files: int
    size: int


NOTHING = Held(0, 0)


class Store(Protocol):
    """Files under names such as ``<key>/720p/index.m3u8``."""

    def take_folder(self, folder: Path, name: str) -> None:
        """Move a folder in under a name, replacing what an interrupted hand-over left there."""

    def take_file(self, file: Path, name: str) -> None:
        """Move one file in under a name."""

    def copy_of(self, name: str) -> Any:
        """A context that gives a local path of a file or folder, to be read only."""

    def read(self, name: str) -> bytes:
        """A small file's content."""

    def remove(self, name: str) -> None:
        """Remove a file or everything under a folder; nothing there is no error."""

    def held(self, name: str) -> Held:
        """How much a file or everything under a folder takes."""


class FolderStore:
    """A folder of this machine; hand-over is one rename."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def take_folder(self, folder: Path, name: str) -> None:
        """See `Store`."""
        target = self.root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(target, ignore_errors=True)
        _move(folder, target)

    def take_file(self, file: Path, name: str) -> None:
        """See `Store`."""
        target = self.root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        _move(file, target)

    @contextmanager
    def copy_of(self, name: str) -> Iterator[Path]:
        """See `Store`."""
        yield self.root / name

    def read(self, name: str) -> bytes:
        """See `Store`."""
        return (self.root / name).read_bytes()

    def remove(self, name: str) -> None:
        """See `Store`."""
        target = self.root / name
        if target.is_dir():
            shutil.rmtree(target, ignore_errors=True)
        else:
            target.unlink(missing_ok=True)

    def held(self, name: str) -> Held:
        """See `Store`."""
        target = self.root / name
        sizes = [path.stat().st_size for path in [target, *target.rglob("*")] if path.is_file()]
        return Held(len(sizes), sum(sizes))


def _move(source: Path, target: Path) -> None:
    try:
        source.replace(target)
    except OSError as problem:
        if problem.errno != errno.EXDEV:
            raise
        # Another file system: bring it beside its place first, so that it still appears whole.
        beside = target.with_name(f".{target.name}.{os.getpid()}")
        shutil.move(source, beside)
        beside.replace(target)


class ObjectStore:
    """A bucket, through django-storages."""

    def __init__(self, storage: Any) -> None:
        self.storage = storage

    def take_folder(self, folder: Path, name: str) -> None:
        """See `Store`."""
        files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
        for path in sorted(files, key=lambda each: each.suffix in LAST):
            self.take_file(path, f"{name}/{path.relative_to(folder).as_posix()}")
        shutil.rmtree(folder, ignore_errors=True)

    def take_file(self, file: Path, name: str) -> None:
        """See `Store`."""
        with file.open("rb") as content:
            wrapped: Any = File(content, name=name)
            # django-storages takes the type from here; its own table does not know media segments.
            wrapped.content_type = content_type(name)
            self.storage.save(name, wrapped)
        file.unlink()

    @contextmanager
    def copy_of(self, name: str) -> Iterator[Path]:
        """See `Store`."""
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / Path(name).name
            if not self._bring(name, target):
                for each in self._under(name):
                    self._bring(each, target / each.removeprefix(f"{name}/"))
            yield target

    def read(self, name: str) -> bytes:
        """See `Store`."""
        with self.storage.open(name, "rb") as file:
            return bytes(file.read())

    def remove(self, name: str) -> None:
        """See `Store`."""
        for each in [*self._under(name), name]:
            self.storage.delete(each)

    def held(self, name: str) -> Held:
        """See `Store`; a listing has the sizes, so that a film of a thousand segments costs one request or two."""
        place = f"{self.storage.location.strip('/')}/{name}".lstrip("/")
        found = self.storage.bucket.objects.filter(Prefix=place)
        sizes = [each.size for each in found if each.key == place or each.key.startswith(f"{place}/")]
        return Held(len(sizes), sum(sizes))

    def _bring(self, name: str, target: Path) -> bool:
        if not self.storage.exists(name):
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        with self.storage.open(name, "rb") as source, target.open("wb") as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
        return True

    def _under(self, name: str) -> list[str]:
        folders, files = self.storage.listdir(name)
        deeper = [each for folder in folders if folder for each in self._under(f"{name}/{folder}")]
        return [f"{name}/{file}" for file in files if file] + deeper


def named(alias: str) -> Store:
    """The store of an alias of ``STORAGES``."""
    storage = storages[alias]
    return FolderStore(Path(storage.location)) if isinstance(storage, FileSystemStorage) else ObjectStore(storage)


def media() -> Store:
    """What viewers are served."""
    return named("media")


def originals() -> Store:
    """What editors brought; kept, never served."""
    return named("originals")
