"""Generations on disk: where they lie, which one is live, how one is published, found again and dropped."""

from __future__ import annotations

import fcntl
import os
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index import manifest as manifests
from index.durable import digest, flush_folder, open_regular, remove_tree, replace_file
from index.errors import DamagedLibrary, MismatchedLibrary, NoLibrary
from index.manifest import DamagedManifest, FileRecord, Manifest, OtherSchema

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_NAME = re.compile(r"\d{6,18}")
# Hashing is as fast as the memory with two threads; more only help where there are more cores.
_THREADS = min(8, os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of a library lie in its folder."""

    folder: Path

    @property
    def current(self) -> Path:
        """The file that names the live generation."""
        return self.folder / "CURRENT"

    @property
    def lock(self) -> Path:
        """The file that the single writer locks."""
        return self.folder / "lock"

    @property
    def uploads(self) -> Path:
        """The folder of documents that were added in the chat."""
        return self.folder / "uploads"

    @property
    def cache(self) -> Path:
        """The file of vectors that were computed before."""
        return self.folder / "embeddings.sqlite"

    @property
    def generations(self) -> Path:
        """The folder of generations."""
        return self.folder / "generations"

    def generation(self, number: int) -> Path:
        """Return the folder of a generation."""
        return self.generations / f"{number:06d}"

    def numbers(self) -> list[int]:
        """Return the numbers of the generations that are there, whole or not, the newest first."""
        try:
            names = os.listdir(self.generations)  # noqa: PTH208
        except OSError:
            return []
        return sorted((int(name) for name in names if _NAME.fullmatch(name)), reverse=True)

    def live(self) -> int | None:
        """Return the number that CURRENT holds, or None when it holds none."""
        try:
            with open_regular(self.current) as descriptor:
                name = os.read(descriptor, 100).decode("ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None
        return int(name) if _NAME.fullmatch(name) else None


class Damaged(Exception):  # noqa: N818
    """A generation is not what was written.

    Parameters
    ----------
    file
        The first file in which that shows, by its path in the generation.
    reason
        How it shows.
    """

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason


class Generation:
    """A generation whose every file was found whole, kept from being dropped until ``close``.

    Attributes
    ----------
    folder
        Where it lies.
    manifest
        What it says of itself.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._descriptor = _shared(folder)
        try:
            self.manifest = checked(folder)
        except BaseException:
            self.close()
            raise

    @property
    def number(self) -> int:
        """Its number."""
        return self.manifest.generation

    def close(self) -> None:
        """Let it be dropped."""
        if self._descriptor >= 0:
            descriptor, self._descriptor = self._descriptor, -1
            os.close(descriptor)


def _shared(folder: Path) -> int:
    """Open a generation's folder with a shared lock; raise ``FileNotFoundError`` when it is going or gone."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FileNotFoundError(str(folder)) from None
        if not os.path.samestat(os.fstat(descriptor), os.stat(folder, follow_symlinks=False)):
            raise FileNotFoundError(str(folder))
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


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
        raise Damaged(manifests.FILE, _reason(error)) from None
    if missing := {manifests.CATALOG, manifests.VECTORS} - manifest.files.keys():
        raise Damaged(manifests.FILE, f"it does not name {min(missing)}")
    if _NAME.fullmatch(folder.name) and manifest.generation != int(folder.name):
        raise Damaged(manifests.FILE, f"it belongs to generation {manifest.generation}")
    return manifest


def faults(folder: Path, manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Compare every file of a generation with its manifest; yield the path inside and the reason of each fault."""
    try:
        present = set(_files(folder))
    except OSError as error:
        yield ".", _reason(error)
        return
    for name in sorted(present - manifest.files.keys()):
        yield name, "is not a part of this generation"
    with ThreadPoolExecutor(_THREADS) as threads:
        # The largest first, so that no thread is left with it at the end.
        names = sorted(manifest.files, key=lambda name: -manifest.files[name].size)
        reasons = threads.map(lambda name: _fault(folder / name, manifest.files[name]), names)
        yield from ((name, reason) for name, reason in zip(names, reasons, strict=True) if reason)


def _fault(path: Path, record: FileRecord) -> str | None:
    try:
        sha256, size = digest(path)
    except OSError as error:
        return _reason(error)
    if size != record.size:
        return f"has {size} bytes instead of {record.size}"
    return None if sha256 == record.sha256 else "its checksum does not fit"


def _files(folder: Path, inside: str = "") -> Iterator[str]:
    """Yield the files below a generation's folder but its manifest; what is hidden is none of ours."""
    with os.scandir(folder) as entries:
        for entry in entries:
            name = inside + entry.name
            if entry.name.startswith(".") or name == manifests.FILE:
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _files(Path(entry.path), name + "/")
            else:
                yield name


def _reason(error: OSError) -> str:
    return "is missing" if isinstance(error, FileNotFoundError) else f"cannot be read ({error.strerror or error})"


def describe(folder: Path) -> dict[str, FileRecord]:
    """Return size and checksum of every file of a generation that is being written."""
    return {
        name: FileRecord(size, sha256) for name in sorted(_files(folder)) for sha256, size in [digest(folder / name)]
    }


def newest(layout: Layout, *, writing: bool = False) -> tuple[Generation, tuple[str, ...]]:
    """Open the live generation, or the newest whole one where it is damaged; also return a warning for each fault.

    Parameters
    ----------
    layout
        Of the library.
    writing
        True for whoever will make the library anew from it: then an older format counts as a damaged generation.

    Raises
    ------
    NoLibrary
        When there is no generation at all.
    DamagedLibrary
        When none is whole.
    MismatchedLibrary
        When the live one is of another format.
    """
    while True:
        live, numbers = layout.live(), layout.numbers()
        try:
            return _newest(layout, live, numbers, writing=writing)
        except (DamagedLibrary, NoLibrary):
            # A writer may have published and dropped generations while we looked.
            if (live, numbers) == (layout.live(), layout.numbers()):
                raise


def _newest(
    layout: Layout, live: int | None, numbers: list[int], *, writing: bool
) -> tuple[Generation, tuple[str, ...]]:
    if live is None and not numbers:
        raise NoLibrary(f"There is no library in {layout.folder} yet; make one with 'citeseed index FOLDER'.")
    faults: list[str] = []
    if live is None:
        faults.append(f"{layout.current} does not name a generation")
    order = [number for number in numbers if number != live]
    for number in order if live is None else [live, *order]:
        folder = layout.generation(number)
        try:
            generation = Generation(folder)
        except Damaged as damage:
            faults.append(f"generation {number} is damaged ({damage})")
        except OSError as error:
            faults.append(f"generation {number} {_reason(error)}")
        except OtherSchema as other:
            if number == live and not (writing and (other.older or not other.sealed)):
                raise MismatchedLibrary(_other(layout, other)) from None
            faults.append(f"generation {number} is of {other}")
        else:
            what = f"answering from generation {number}; run 'citeseed index' to repair it"
            return generation, (f"{_upper('; '.join(faults))}; {what}.",) if faults else ()
    raise DamagedLibrary(
        f"The library in {layout.folder} is damaged: {'; '.join(faults)}. Run 'citeseed index' to make it anew."
    )


def _other(layout: Layout, other: OtherSchema) -> str:
    remedy = "run 'citeseed index' to make it anew" if other.older else "upgrade citeseed, or choose another --index"
    return (
        f"The library in {layout.folder} is of format {other.schema}, made by {other.made_by};"
        f" this program reads format {manifests.SCHEMA}: {remedy}."
    )


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def publish(layout: Layout, draft: Path, number: int) -> None:
    """Give a verified draft its name and make it live; when this raises, the generation before is live.

    1. Rename the draft's folder, and flush the name.
    2. Replace CURRENT, and flush the name.
    """
    before = layout.live()
    folder = layout.generation(number)
    try:
        draft.rename(folder)
        flush_folder(layout.generations)
        replace_file(layout.current, f"{number:06d}\n".encode())
    except BaseException:
        if layout.live() == number:
            with suppress(OSError):
                _restore(layout, before)
        if layout.live() != number:
            discard(layout, number)
        raise


def _restore(layout: Layout, number: int | None) -> None:
    if number is None:
        layout.current.unlink()
    else:
        replace_file(layout.current, f"{number:06d}\n".encode())


def sweep(layout: Layout, keep: Collection[int]) -> None:
    """Remove every generation but those to keep and those that a reader has open, and the litter of killed runs."""
    for number in layout.numbers():
        if number not in keep:
            discard(layout, number)
    with suppress(OSError):
        for entry in os.scandir(layout.generations):
            if not _NAME.fullmatch(entry.name):
                remove_tree(Path(entry.path))
    remove_tree(layout.current.with_name("CURRENT.new"))


def discard(layout: Layout, number: int) -> None:
    """Remove a generation unless a reader has it open: first its name, so that no half of one is ever found."""
    folder = layout.generation(number)
    if folder.is_symlink():
        remove_tree(folder)
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            gone = folder.with_suffix(".gone")
            remove_tree(gone)
            folder.rename(gone)
            remove_tree(gone)
        finally:
            os.close(descriptor)
