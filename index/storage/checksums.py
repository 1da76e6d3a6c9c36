"""Check every file of a generation against its checksum."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from index.storage import manifest as manifests
from index.storage.atomic_files import digest, open_regular
from index.storage.layout import is_name
from index.storage.manifest import DamagedManifest, FileRecord, Manifest

if TYPE_CHECKING:
    from collections.abc import Iterator

# Hashing runs outside the interpreter's lock, so each core hashes a file.
_THREADS = min(8, os.cpu_count() or 1)


class Damaged(Exception):  # noqa: N818
    """A generation is not what was written.

    Parameters
    ----------
    file
        The first damaged file, by its path in the generation.
    reason
        What is wrong with it.
    """

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason


def checked(folder: Path) -> Manifest:
    """Return the manifest of a generation after comparing every file with it.

    Raises
    ------
    Damaged
        For the first file that is missing, changed, or not of this generation.
    OtherSchema
        When it is of another format.
    """
    manifest = read_manifest(folder)
    for file, reason in faults(folder, manifest):
        raise Damaged(file, reason)
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a generation; raise ``Damaged`` or ``OtherSchema``."""
    try:
        with open_regular(folder / manifests.FILE) as descriptor, open(descriptor, "rb", closefd=False) as file:
            manifest = manifests.from_bytes(file.read())
    except DamagedManifest as error:
        raise Damaged(manifests.FILE, str(error)) from None
    except OSError as error:
        raise Damaged(manifests.FILE, reason_of(error)) from None
    if missing := {manifests.CATALOG} - manifest.files.keys():
        raise Damaged(manifests.FILE, f"it does not name {min(missing)}")
    if is_name(folder.name) and manifest.generation != int(folder.name):
        raise Damaged(manifests.FILE, f"it belongs to generation {manifest.generation}")
    return manifest


def faults(folder: Path, manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Compare every file of a generation with its manifest; yield the path inside and the reason of each fault."""
    try:
        present = set(_files(folder))
    except OSError as error:
        yield ".", reason_of(error)
        return
    for name in sorted(present - manifest.files.keys()):
        yield name, "is not a part of this generation"
    with ThreadPoolExecutor(_THREADS) as threads:
        # The largest first, so that no thread has it left at the end.
        names = sorted(manifest.files, key=lambda name: -manifest.files[name].size)
        reasons = threads.map(lambda name: _fault(folder / name, manifest.files[name]), names)
        yield from ((name, reason) for name, reason in zip(names, reasons, strict=True) if reason)


def _fault(path: Path, record: FileRecord) -> str | None:
    try:
        sha256, size = digest(path)
    except OSError as error:
        return reason_of(error)
    if size != record.size:
        return f"has {size} bytes instead of {record.size}"
    return None if sha256 == record.sha256 else "its checksum does not fit"


def _files(folder: Path, inside: str = "") -> Iterator[str]:
    """Yield the files below a generation's folder, without its manifest and hidden files."""
    with os.scandir(folder) as entries:
        for entry in entries:
            name = inside + entry.name
            if entry.name.startswith(".") or name == manifests.FILE:
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _files(Path(entry.path), name + "/")
            else:
                yield name


def reason_of(error: OSError) -> str:
    """Return why a file could not be read, as the end of a sentence that begins with its name."""
    return "is missing" if isinstance(error, FileNotFoundError) else f"cannot be read ({error.strerror or error})"


def describe(folder: Path) -> dict[str, FileRecord]:
    """Return size and checksum of every file of a generation that is being written."""
    return {
        name: FileRecord(size, sha256) for name in sorted(_files(folder)) for sha256, size in [digest(folder / name)]
    }
