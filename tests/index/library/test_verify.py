from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from index import DamagedLibrary, NoLibrary, examine, status, sync, verify
from index.storage.checksums import describe, read_manifest
from tests.libraries import ROOT, build, flip, library_in, write

if TYPE_CHECKING:
    from pathlib import Path

FILES = {"a.txt": "Alpha met the gamma fox. " * 30, "b.txt": "Beta delta epsilon."}


@pytest.fixture
def two(tmp_path: Path) -> Path:
    documents, library = build(tmp_path, FILES)
    write(documents, {"b.txt": "Beta changed."})
    sync([documents], library)
    return library.layout.folder


def test_status_tells_what_the_library_holds(two: Path, tmp_path: Path) -> None:
    found = status(two)
    snapshot = library_in(two).open()
    assert (found.documents, found.generation) == (2, 2)
    assert found.chunks == sum(entry.chunks for entry in snapshot.contents())
    assert (found.embedder, found.roots) == ("fake", (str(tmp_path / "documents"),))
    assert (found.stale, found.warnings) == ((), ())
    assert found.entries == snapshot.contents()
    assert found.built.endswith("+00:00")
    live = two / "generations" / "000002"
    assert found.memory == sum(path.stat().st_size for path in live.glob("*/*"))
    assert found.size == sum(path.stat().st_size for path in two.rglob("*") if path.is_file())


def test_status_does_not_count_uploads(two: Path) -> None:
    before = status(two).size
    write(two, {"uploads/x.txt": "x" * 1000})
    assert status(two).size == before


def test_status_tells_of_damage(two: Path) -> None:
    flip(two / "generations" / "000002" / "catalog.sqlite", 5000)
    found = status(two)
    assert found.generation == 1
    assert "Generation 2 is damaged (catalog.sqlite" in found.warnings[0]


def test_a_sound_library_has_no_problems(two: Path) -> None:
    assert verify(two) == []


def test_verify_names_every_harmed_file_and_whether_it_matters(two: Path) -> None:
    flip(two / "generations" / "000001" / "vectors" / "cells.bin", 10)
    flip(two / "generations" / "000002" / "catalog.sqlite", 5000)
    (two / "generations" / "000002" / "keywords" / "ids.npy").unlink()
    write(two, {"generations/000002/virus.py": "print('hello')"})
    problems = {problem.file: (problem.reason, problem.live) for problem in verify(two)}
    assert problems == {
        "generations/000001/vectors/cells.bin": ("its checksum does not fit", False),
        "generations/000002/catalog.sqlite": ("its checksum does not fit", True),
        "generations/000002/keywords/ids.npy": ("is missing", True),
        "generations/000002/virus.py": ("is not a part of this generation", True),
    }


def test_verify_names_a_harmed_manifest(two: Path) -> None:
    flip(two / "generations" / "000002" / "manifest.json", 30)
    (problem,) = verify(two)
    assert (problem.file, problem.live) == ("generations/000002/manifest.json", True)


@pytest.mark.parametrize(("content", "reason"), [(b"", "does not name"), (b"000009\n", "names generation 9")])
def test_verify_names_current(two: Path, content: bytes, reason: str) -> None:
    (two / "CURRENT").write_bytes(content)
    (problem,) = verify(two)
    assert (problem.file, problem.live) == ("CURRENT", True)
    assert reason in problem.reason


def test_what_was_healed_is_told_until_its_generation_goes(two: Path, tmp_path: Path) -> None:
    harmed = "generations/000002/catalog.sqlite"
    flip(two / harmed, 5000)
    found = examine(two)
    assert (found.sound, found.answering, found.healings) == (False, 1, ())
    sync(None, library_in(two))
    found = examine(two)
    assert (found.sound, found.answering, found.problems) == (True, 3, ())
    (healing,) = found.healings
    assert (healing.generation, healing.damage) == (3, (f"{harmed}: its checksum does not fit",))
    for number in range(2):
        write(tmp_path / "documents", {"c.txt": f"Another, number {number}."})
        sync(None, library_in(two))
        assert len(examine(two).healings) == 1 - number


def test_where_none_is_whole_nobody_answers_and_all_is_made_anew(two: Path) -> None:
    for number in (1, 2):
        flip(two / "generations" / f"{number:06d}" / "vectors" / "cells.bin", 10)
    assert (examine(two).sound, examine(two).answering) == (False, None)
    sync(None, library_in(two))
    assert examine(two).healings[0].damage == ("generations/000002/vectors/cells.bin: its checksum does not fit",)
    assert verify(two) == []


# What takes the place of a file's bytes after its head, where it has one; "junk" takes the place of all.
JUNK = {
    "catalog.sqlite": ("junk", "zeros"),
    "keywords/ids.npy": ("junk", "zeros"),
    "keywords/places.npy": ("junk", "ones"),
    "keywords/starts.npy": ("junk", "zeros", "ones"),
    "keywords/words.txt": ("junk", "zeros", "ones"),
    "vectors/cells.bin": ("junk", "zeros", "ones"),
    "vectors/sizes.npy": ("junk", "zeros", "ones"),
}


def reseal(generation: Path, name: str, kind: str) -> None:
    """Put junk in a file of a generation, with a manifest whose checksums fit."""
    file = generation / name
    head = 128 if name.endswith(".npy") else 0
    data = file.read_bytes()
    byte = b"\xff" if kind == "ones" else b"\0"
    file.write_bytes(b"junk" if kind == "junk" else data[:head] + byte * len(data[head:]))
    manifest = replace(read_manifest(generation), files=describe(generation))
    (generation / "manifest.json").write_bytes(manifest.to_bytes())


@pytest.mark.parametrize(("name", "kind"), [(name, kind) for name, kinds in JUNK.items() for kind in kinds])
def test_junk_under_a_resealed_manifest_is_told_by_verify_and_mended_by_index(two: Path, name: str, kind: str) -> None:
    reseal(two / "generations" / "000002", name, kind)
    found = examine(two)
    part = name.partition("/")[0]
    assert [(problem.file, problem.live) for problem in found.problems] == [(f"generations/000002/{part}", True)]
    assert (found.sound, found.answering) == (False, 1)
    assert sync(None, library_in(two)).generation == 3
    assert verify(two) == []
    assert library_in(two).open().search("beta changed", 3).keyword
    assert examine(two).healings[0].damage[0].startswith(f"generations/000002/{part}: ")


def test_a_generation_that_cannot_be_opened_although_its_checksums_fit_is_passed_over(two: Path) -> None:
    reseal(two / "generations" / "000002", "vectors/sizes.npy", "junk")
    snapshot = library_in(two).open()
    assert snapshot.generation == 1
    assert "Generation 2 is damaged (vectors: is not what it should be" in snapshot.warnings[0]
    reseal(two / "generations" / "000001", "keywords/ids.npy", "junk")
    with pytest.raises(DamagedLibrary, match="Run 'citeseed index' to make it anew"):
        library_in(two).open()


def test_no_library_is_said(tmp_path: Path) -> None:
    for look in (status, verify):
        with pytest.raises(NoLibrary, match="citeseed index"):
            look(tmp_path / "missing")


def test_a_lost_library_is_damaged(two: Path) -> None:
    for number in (1, 2):
        (two / "generations" / f"{number:06d}" / "manifest.json").unlink()
    with pytest.raises(DamagedLibrary):
        status(two)
    assert [problem.file for problem in verify(two) if problem.live] == ["generations/000002/manifest.json"]


def test_looking_needs_no_model(two: Path) -> None:
    program = (
        "import sys\n"
        "from index import status, verify\n"
        "assert status(sys.argv[1]).documents == 2 and verify(sys.argv[1]) == []\n"
        "print([name for name in ('torch', 'onnxruntime', 'tokenizers') if name in sys.modules])\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, str(two)], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert ended.stdout == "[]\n"
