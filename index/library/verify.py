"""Inspect a library without a model: what it holds, and whether every file is intact."""

from __future__ import annotations

import os
from contextlib import closing, suppress
from pathlib import Path

from index.inspection import Examination, Healing, LibraryStatus, Problem
from index.sources.source_folders import recorded
from index.storage.catalog import Catalog
from index.storage.checksums import Damaged, faults, read_manifest
from index.storage.generations import newest, no_library, shared
from index.storage.layout import Layout
from index.storage.manifest import CATALOG, FILE, OtherSchema


def status(folder: Path | str) -> LibraryStatus:
    """Return what the library in ``folder`` holds. It raises what opening raises, except for another embedder."""
    layout = Layout(Path(folder).absolute())
    generation, warnings = newest(layout)
    with closing(generation), closing(Catalog.read(generation.folder / CATALOG)) as catalog:
        manifest = generation.manifest
        return LibraryStatus(
            documents=manifest.documents,
            chunks=manifest.chunks,
            generation=manifest.generation,
            embedder=manifest.embedder,
            built=manifest.built,
            size=_size(layout),
            memory=sum(each.size for name, each in manifest.files.items() if name != CATALOG),
            roots=tuple(str(place.path) for place in recorded(manifest.roots, layout.folder)),
            entries=catalog.contents(),
            warnings=warnings,
        )


def verify(folder: Path | str) -> list[Problem]:
    """Compare every file with its checksum, and ask every generation; raise ``NoLibrary`` where there is none.

    The library is sound when no problem is ``live``.
    """
    return list(examine(folder).problems)


def examine(folder: Path | str) -> Examination:
    """Do what ``verify`` does, and add the generation that answers and repaired damage."""
    layout = Layout(Path(folder).absolute())
    live, numbers = layout.live(), layout.numbers()
    if live is None and not numbers:
        raise no_library(layout)
    problems, healings, whole = [], [], []
    if live is None:
        problems.append(Problem(layout.current.name, "does not name a generation", live=True))
    elif live not in numbers:
        problems.append(Problem(layout.current.name, f"names generation {live}, which is missing", live=True))
    for number in sorted(numbers):
        found = _faults(layout.generation(number))
        for name, reason in found:
            file = (layout.generation(number) / name).relative_to(layout.folder).as_posix()
            problems.append(Problem(file, reason, live=number == live))
        if not found:
            whole.append(number)
            healings += _healed(layout.generation(number))
    return Examination(tuple(problems), live if live in whole else max(whole, default=None), tuple(healings))


def _healed(folder: Path) -> list[Healing]:
    with suppress(Damaged, OtherSchema):  # removed since it was checked
        manifest = read_manifest(folder)
        if manifest.healed:
            return [Healing(manifest.generation, manifest.built, manifest.healed)]
    return []


def _faults(folder: Path) -> list[tuple[str, str]]:
    try:
        descriptor = shared(folder)
    except FileNotFoundError:
        return []  # dropped since it was listed
    except OSError as error:
        return [("", f"cannot be read ({error.strerror or error})")]
    try:
        manifest = read_manifest(folder)
        found = list(faults(folder, manifest))
        # numpy and FAISS take a third of a second to import, and only whole files are opened.
        from index.library.readback import check  # noqa: PLC0415

        if not found:
            check(folder, manifest)
    except Damaged as damage:
        return [(damage.file, damage.reason)]
    except OtherSchema as other:
        return [(FILE, f"is of {other}")]
    finally:
        os.close(descriptor)
    return found


def _size(layout: Layout) -> int:
    total = 0
    for place, folders, names in os.walk(layout.folder):
        if Path(place) == layout.folder:
            folders[:] = [name for name in folders if name != layout.uploads.name]
        for name in names:
            with suppress(OSError):
                total += (Path(place) / name).lstat().st_size
    return total
