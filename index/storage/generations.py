"""Publish, find and remove generations: complete, immutable states of a library."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from index.errors import DamagedLibrary, MismatchedLibrary, NoLibrary
from index.storage import file_locks
from index.storage import manifest as manifests
from index.storage.atomic_files import flush_folder, remove_tree, replace_file
from index.storage.checksums import Damaged, checked, read_manifest, reason_of
from index.storage.layout import is_name
from index.storage.manifest import OtherSchema

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from index.storage.layout import Layout
    from index.storage.manifest import Root


class Generation:
    """A generation whose every file passed its checksum. It is not removed until ``close``.

    Attributes
    ----------
    folder
        Its folder.
    manifest
        Its manifest.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._descriptor = shared(folder)
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
        """Allow it to be removed."""
        if self._descriptor >= 0:
            descriptor, self._descriptor = self._descriptor, -1
            os.close(descriptor)


def shared(folder: Path) -> int:
    """Open a generation's folder with a shared lock; raise ``FileNotFoundError`` when it is being removed."""
    descriptor = file_locks.open_folder(folder)
    if descriptor < 0:
        return descriptor
    try:
        try:
            file_locks.share(descriptor)
        except BlockingIOError:
            raise FileNotFoundError(str(folder)) from None
        if not os.path.samestat(os.fstat(descriptor), folder.lstat()):
            raise FileNotFoundError(str(folder))  # noqa: TRY301
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def newest(
    layout: Layout, *, writing: bool = False, unusable: Mapping[int, Damaged] = MappingProxyType({})
) -> tuple[Generation, tuple[str, ...]]:
    """Open the live generation, or the newest whole one where it is damaged; also return a warning for each fault.

    Parameters
    ----------
    layout
        Of the library.
    writing
        True when the library will be made anew from it: an older format then counts as damage.
    unusable
        Generations that were found damaged although their checksums fit, each with the damage.

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
            generation, warnings = _newest(layout, live, numbers, unusable, writing=writing)
            if not warnings or live == layout.live():
                return generation, warnings
            generation.close()
        except (DamagedLibrary, NoLibrary):
            # A writer may have published and removed generations meanwhile.
            if (live, numbers) == (layout.live(), layout.numbers()):
                raise


def _newest(
    layout: Layout, live: int | None, numbers: list[int], unusable: Mapping[int, Damaged], *, writing: bool
) -> tuple[Generation, tuple[str, ...]]:
    if live is None and not numbers:
        raise no_library(layout)
    faults: list[str] = []
    if live is None:
        faults.append(f"{layout.current} does not name a generation")
    elif live not in numbers:
        faults.append(f"generation {live} is missing")
    for number in sorted(numbers, key=lambda number: number != live):
        folder = layout.generation(number)
        try:
            generation = _usable(folder, unusable.get(number))
        except Damaged as damage:
            faults.append(f"generation {number} is damaged ({damage})")
        except OSError as error:
            faults.append(f"generation {number} {reason_of(error)}")
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


def _usable(folder: Path, damage: Damaged | None) -> Generation:
    if damage is not None:
        raise damage
    return Generation(folder)


def roots_of(layout: Layout, base: Generation | None) -> tuple[Root, ...] | None:
    """Return the folders that a damaged library was made of, from the newest manifest that is whole; None when none is.

    The live generation's manifest is used when it is whole, even if another file is damaged.
    """
    live, numbers = layout.live(), layout.numbers()
    for number in sorted(numbers, key=lambda number: number != live):
        try:
            return read_manifest(layout.generation(number)).roots
        except OtherSchema as other:
            if other.roots is not None:
                return other.roots
        except Damaged:
            continue
    if base is not None:
        return base.manifest.roots
    return None if numbers or live is not None else ()


def no_library(layout: Layout) -> NoLibrary:
    """Return the error for such files."""
    return NoLibrary(f"There is no library in {layout.folder} yet; make one with 'citeseed index FOLDER'.")


def _other(layout: Layout, other: OtherSchema) -> str:
    remedy = "run 'citeseed index' to make it anew" if other.older else "upgrade citeseed, or choose another --index"
    return (
        f"The library in {layout.folder} is of format {other.schema}, made by {other.made_by};"
        f" this program reads format {manifests.SCHEMA}: {remedy}."
    )


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def publish(layout: Layout, draft: Path, number: int) -> None:
    """Rename a verified draft and make it live. When this raises, the generation before is live.

    1. Rename the draft's folder, and flush the name.
    2. Replace CURRENT, and flush the name.
    """
    before = layout.live()
    folder = layout.generation(number)
    try:
        draft.rename(folder)
        flush_folder(layout.generations)
        _name(layout, number)
    except BaseException:
        if layout.live() != before:
            with suppress(OSError):
                _restore(layout, before)
        if layout.live() != number:
            discard(layout, number)
        raise


def _restore(layout: Layout, number: int | None) -> None:
    if number is None:
        layout.current.unlink()
    else:
        _name(layout, number)


def _name(layout: Layout, number: int) -> None:
    replace_file(layout.current, f"{number:06d}\n".encode())
    if layout.live() != number:
        # The disk reported a write that did not happen.
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def sweep(layout: Layout, keep: Collection[int]) -> None:
    """Remove all generations except those to keep and those in use, and the remains of killed runs."""
    remove_tree(layout.current.with_name("CURRENT.new"))
    if layout.generations.is_symlink():
        return
    for number in layout.numbers():
        if number not in keep:
            discard(layout, number)
    with suppress(OSError):
        for entry in os.scandir(layout.generations):
            if not is_name(entry.name):
                remove_tree(Path(entry.path))


def discard(layout: Layout, number: int) -> None:
    """Remove a generation unless a reader has it open. It is renamed first, so that no partial one is found."""
    folder = layout.generation(number)
    if folder.is_symlink():
        remove_tree(folder)
    with suppress(OSError):
        descriptor = file_locks.open_folder(folder)
        try:
            if descriptor >= 0:
                file_locks.lock(descriptor)
            gone = folder.with_suffix(".gone")
            remove_tree(gone)
            folder.rename(gone)
            remove_tree(gone)
        finally:
            if descriptor >= 0:
                os.close(descriptor)
