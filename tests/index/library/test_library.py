from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path

import pytest

from index import DamagedLibrary, LibraryError, LibraryGone, MismatchedLibrary, NoLibrary, sync
from index.storage.checksums import describe, read_manifest
from index.storage.layout import Layout
from tests.fakes import FakeEmbedder
from tests.harness.machine import namespace
from tests.libraries import ROOT, answers, build, held, library_in, write, writer

FILES = {"a.txt": "Alpha met the gamma fox.", "b.txt": "Beta delta epsilon."}


def test_asking_for_nothing_makes_nothing(tmp_path: Path) -> None:
    library = library_in(tmp_path / "library")
    with pytest.raises(NoLibrary):
        library.open()
    library.close()
    assert list(tmp_path.iterdir()) == []


def test_a_library_that_is_gone_is_told_from_one_that_never_was_and_comes_back(tmp_path: Path) -> None:
    documents, library = build(tmp_path, FILES)
    before, away = held(library.open()), tmp_path / "away"
    library.layout.folder.rename(away)
    for _ in range(2):
        with pytest.raises(LibraryGone, match="Put it back"):
            library.open()
    away.rename(library.layout.folder)
    assert held(library.open()) == before
    away.parent.joinpath("library").rename(away)
    sync([documents], library)  # begins anew
    assert held(library.open()) == before


def test_the_same_snapshot_is_returned_until_another_generation_is_live(tmp_path: Path) -> None:
    documents, library = build(tmp_path, FILES)
    first = library.open()
    assert library.open() is first
    write(documents, {"c.txt": "A third."})
    sync([documents], library)
    assert library.open().generation == 2


def test_a_generation_published_by_another_process_is_seen(tmp_path: Path) -> None:
    documents, library = build(tmp_path, FILES)
    assert library.open().generation == 1
    write(documents, {"c.txt": "A third."})
    with writer(documents, library.layout.folder) as other:
        assert other.wait() == 0
    assert library.open().generation == 2
    assert "c.txt" in held(library.open())


def test_an_old_snapshot_stays_readable_while_newer_ones_are_published(tmp_path: Path) -> None:
    documents, library = build(tmp_path, FILES)
    old = library.open()
    before = held(old), answers(old)
    for number in range(3):
        write(documents, {"a.txt": f"Version {number}."})
        sync([documents], library)
        assert library.open().generation == number + 2
    assert (held(old), answers(old)) == before
    assert Layout(library.layout.folder).numbers() == [4, 3, 1]
    del old
    gc.collect()
    write(documents, {"a.txt": "The last."})
    sync([documents], library)
    assert Layout(library.layout.folder).numbers() == [5, 4]


def test_no_file_stays_open_when_all_let_go(tmp_path: Path) -> None:
    def opened() -> list[str]:
        links = [link for link in Path("/proc/self/fd").iterdir() if os.path.lexists(link)]
        return [name for link in links if str(tmp_path) in (name := str(link.readlink()))]

    documents, library = build(tmp_path, FILES)
    for number in range(3):
        write(documents, {"a.txt": f"Version {number}."})
        sync([documents], library)
        library.open().search("version", 3)
    assert opened()
    library.close()
    gc.collect()
    assert opened() == []
    with pytest.raises(LibraryError, match="closed"):
        library.open()


class SlowToMeet(FakeEmbedder):
    """An embedder whose identity is known only when ``gate`` opens."""

    def __init__(self) -> None:
        self.gate, self.asked = threading.Event(), threading.Event()
        super().__init__()

    @property
    def identity(self) -> str:
        self.asked.set()
        assert self.gate.wait(60)
        return self._identity

    @identity.setter
    def identity(self, identity: str) -> None:
        self._identity = identity


def test_who_knows_of_a_newer_generation_waits_for_it_while_others_go_on(tmp_path: Path) -> None:
    documents, _ = build(tmp_path, FILES)
    embedder = SlowToMeet()
    embedder.gate.set()
    library = library_in(tmp_path / "library", embedder)
    assert library.open().generation == 1
    write(documents, {"c.txt": "A third."})
    made = sync([documents], library_in(tmp_path / "library")).generation
    embedder.gate.clear()
    embedder.asked.clear()
    with ThreadPoolExecutor(2) as threads:
        opening = threads.submit(library.open)
        assert embedder.asked.wait(60)
        assert library.open().generation == 1
        knowing = threads.submit(library.open, made)
        assert wait([knowing], timeout=0.2).not_done
        embedder.gate.set()
        assert opening.result().generation == knowing.result().generation == made == 2


def test_threads_never_see_a_mixed_generation(tmp_path: Path) -> None:
    def version(number: int) -> dict[str, str]:
        return {f"{name}.txt": f"Alpha {name} is version {number}." for name in ("a", "b", "c")}

    documents, library = build(tmp_path, version(1))
    ended = threading.Event()

    def ask() -> set[int]:
        seen = set()
        while not ended.is_set():
            snapshot = library.open()
            hits = snapshot.search("alpha version", 10)
            texts = {hit.chunk.text[-2] for hit in (*hits.dense, *hits.keyword)}
            texts |= {text[-2] for text in held(snapshot).values()}
            assert texts == {str(snapshot.generation)}
            assert len(hits.dense) == 3
            seen.add(snapshot.generation)
        return seen

    with ThreadPoolExecutor(4) as threads:
        readers = [threads.submit(ask) for _ in range(4)]
        try:
            for number in range(2, 8):
                write(documents, version(number))
                sync([documents], library_in(library.layout.folder))
        finally:
            ended.set()
        assert max(max(reader.result()) for reader in readers) >= 6
    assert library.open().generation == 7


@pytest.mark.parametrize("dimension", [64, 32])
def test_a_library_of_another_embedder_is_refused_by_name(tmp_path: Path, dimension: int) -> None:
    build(tmp_path, FILES)
    other = library_in(tmp_path / "library", FakeEmbedder(dimension, "other"))
    with pytest.raises(MismatchedLibrary, match=rf"fake@64.*other@{dimension}.*citeseed index"):
        other.open()


def test_indexing_rebuilds_with_another_embedder(tmp_path: Path) -> None:
    documents, _ = build(tmp_path, FILES)
    other = library_in(tmp_path / "library", FakeEmbedder(32, "other"))
    report = sync(None, other)
    assert (report.unchanged, report.embedded, report.generation) == (2, 2, 2)
    fresh = library_in(tmp_path / "fresh", FakeEmbedder(32, "other"))
    sync([documents], fresh)
    assert answers(other.open()) == answers(fresh.open())


@pytest.mark.needs("mount")
def test_questions_work_where_nothing_can_be_written(tmp_path: Path) -> None:
    _, library = build(tmp_path, FILES)
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from index import StorageError, status, sync, verify\n"
        "from tests.libraries import answers, library_in\n"
        "folder = Path(sys.argv[1])\n"
        "assert answers(library_in(folder).open())\n"
        "assert status(folder).documents == 2 and verify(folder) == []\n"
        "try:\n"
        "    sync(None, library_in(folder))\n"
        "except StorageError as error:\n"
        "    print(error)\n"
    )
    mounted = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && exec "$2" -c "$3" "$1"'
    command = [*namespace(), "sh", "-c", mounted, "sh", str(library.layout.folder), sys.executable, program]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert ended.returncode == 0, ended.stderr
    assert "read-only" in ended.stdout


def forge(folder: Path, name: str, data: bytes) -> None:
    """Put bytes in the place of a file of generation 1, with a manifest whose checksums fit."""
    generation = Layout(folder).generation(1)
    (generation / name).write_bytes(data)
    manifest = replace(read_manifest(generation), files=describe(generation))
    (generation / "manifest.json").write_bytes(manifest.to_bytes())


@pytest.mark.parametrize("name", ["catalog.sqlite", "vectors/cells.bin", "keywords/ids.npy", "keywords/words.txt"])
@pytest.mark.parametrize("data", [b"x", b"\0" * 5000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_forged_files_are_refused_and_made_anew(tmp_path: Path, name: str, data: bytes) -> None:
    documents, library = build(tmp_path, FILES)
    folder = library.layout.folder
    forge(folder, name, data)
    with pytest.raises(DamagedLibrary, match=r"damaged: generation 1 is damaged.* Run 'citeseed index'"):
        library_in(folder).open()
    report = sync([documents], library_in(folder))
    assert (report.documents, report.generation) == (2, 2)
    assert library_in(folder).open().warnings == ()


def test_importing_the_index_loads_nothing_heavy() -> None:
    heavy = ("torch", "faiss", "numpy", "sentence_transformers", "transformers", "trafilatura", "bm25s", "gradio")
    program = f"import sys, index; print([name for name in {heavy!r} if name in sys.modules])"
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert ended.stdout == "[]\n"


def test_the_table_of_contents_is_complete() -> None:
    import index

    assert all(hasattr(index, name) for name in index.__all__)
    assert len(set(index.__all__)) == len(index.__all__)


def test_a_language_that_is_chosen_later_counts_the_words_anew_and_embeds_nothing(tmp_path: Path) -> None:
    documents, library = build(
        tmp_path, {"a.txt": "Die Häuser der Mieter werden gebaut, sagte er gestern.", "b.txt": "No."}
    )
    assert {entry.source: entry.language for entry in library.open().contents()} == {"a.txt": "de", "b.txt": "en"}
    assert library.open().search("Haus", 3).keyword
    english = library_in(library.layout.folder, language="en")
    report = sync([documents], english)
    assert (report.generation, report.changed, report.embedded) == (2, 0, 0)
    assert {entry.language for entry in english.open().contents()} == {"en"}
    assert not english.open().search("Haus", 3).keyword
    assert sync([documents], english).generation == 2
