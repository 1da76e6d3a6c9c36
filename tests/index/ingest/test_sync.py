from __future__ import annotations

import os
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

from index import status, sync
from index.storage import manifest
from index.storage.layout import Layout
from tests.fakes import FakeEmbedder
from tests.libraries import FILES, NOTHING_READABLE, answers, build, flip, held, library_in, write

if TYPE_CHECKING:
    from pathlib import Path


def test_a_first_sync_adds_everything(tmp_path: Path) -> None:
    documents = write(tmp_path / "documents", FILES)
    library = library_in(tmp_path / "library")
    report = sync([documents], library)
    assert (report.added, report.changed, report.removed, report.unchanged, report.skipped) == (3, 0, 0, 0, ())
    assert (report.documents, report.generation) == (3, 1)
    assert report.chunks == sum(entry.chunks for entry in library.open().contents())
    assert sorted(held(library.open())) == ["a.txt", "b.txt", "deep/c.md"]


def test_a_single_path_is_one_folder_and_not_its_letters(tmp_path: Path) -> None:
    documents = write(tmp_path / "documents", FILES)
    library = library_in(tmp_path / "library")
    assert sync(str(documents), library).added == 3
    assert sync(documents, library).unchanged == 3  # type: ignore[arg-type]


def test_a_text_that_occurs_twice_is_embedded_once(tmp_path: Path) -> None:
    embedder = FakeEmbedder()
    library = library_in(tmp_path / "library", embedder)
    report = sync([write(tmp_path / "documents", {"a.txt": "Alpha.", "b.txt": "Alpha.", "c.txt": "Beta."})], library)
    assert (report.chunks, report.embedded, sorted(embedder.embedded)) == (3, 2, ["Alpha.", "Beta."])


def test_copies_are_told_apart_by_what_was_read_and_not_by_bytes(tmp_path: Path) -> None:
    page = "<html><head><title>A plan</title></head><body><main><p>{}</p></main>{}</body></html>"
    said = "The plan is risky, said zeta, and nobody contradicted. " * 5
    documents = write(
        tmp_path / "documents",
        {
            "b/saved.html": page.format(said, "<!-- saved on Monday -->"),
            "a/saved.html": page.format(said, "<!-- saved on Friday -->"),
            "other.html": page.format("Another plan. " * 20, ""),
        },
    )
    library = library_in(tmp_path / "library")
    report = sync([documents], library)
    assert (report.documents, report.copies) == (3, {"b/saved.html": "a/saved.html"})
    assert sync(None, library).copies == status(tmp_path / "library").copies == report.copies
    (documents / "a/saved.html").unlink()
    after = sync(None, library)
    assert (after.documents, after.removed, after.copies) == (2, 1, {})
    assert library.open().search("a risky plan", 1).keyword[0].chunk.source == "b/saved.html"


def test_a_second_sync_does_nothing(tmp_path: Path) -> None:
    documents, library = build(tmp_path, FILES)
    embedder = FakeEmbedder()
    report = sync([documents], library_in(tmp_path / "library", embedder))
    assert (report.unchanged, report.embedded, report.generation, embedder.embedded) == (3, 0, 1, [])
    assert (report.documents, report.chunks) == (3, sum(entry.chunks for entry in library.open().contents()))


def test_what_another_version_of_the_program_read_is_read_again_once(tmp_path: Path) -> None:
    documents, library = build(tmp_path, FILES)
    path = library.layout.generation(1) / manifest.FILE
    path.write_bytes(replace(manifest.from_bytes(path.read_bytes()), made_by="citeseed 0.0.1").to_bytes())
    report = sync([documents], library)
    assert (report.changed, report.unchanged, report.embedded, report.generation) == (0, 3, 0, 2)
    assert sync([documents], library).generation == 2


def test_one_changed_file_is_embedded_alone(tmp_path: Path) -> None:
    documents, _ = build(tmp_path, FILES)
    write(documents, {"b.txt": "Eta theta."})
    embedder = FakeEmbedder()
    report = sync([documents], library_in(tmp_path / "library", embedder))
    assert (report.changed, report.unchanged, report.embedded) == (1, 2, 1)
    assert embedder.embedded == ["Eta theta."]


def test_changes_are_found_by_content_whatever_the_clock_says(tmp_path: Path) -> None:
    documents, library = build(tmp_path, {"a.txt": "Alpha one."})
    before = (documents / "a.txt").stat()
    write(documents, {"a.txt": "Alpha two."})
    os.utime(documents / "a.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert sync(None, library).changed == 1
    os.utime(documents / "a.txt", (0, 0))
    assert sync(None, library).unchanged == 1
    assert held(library.open()) == {"a.txt": "Alpha two."}


def test_renaming_and_copying_embeds_nothing(tmp_path: Path) -> None:
    documents, _ = build(tmp_path, FILES)
    (documents / "b.txt").rename(documents / "z.txt")
    shutil.copy(documents / "z.txt", documents / "copy.txt")
    embedder = FakeEmbedder()
    library = library_in(tmp_path / "library", embedder)
    report = sync(None, library)
    assert (report.added, report.removed, report.unchanged, report.embedded) == (2, 1, 2, 0)
    assert embedder.embedded == []
    assert held(library.open())["z.txt"] == held(library.open())["copy.txt"]


def test_what_is_deleted_is_not_found(tmp_path: Path) -> None:
    documents, library = build(tmp_path, FILES)
    (documents / "b.txt").unlink()
    shutil.rmtree(documents / "deep")
    assert sync(None, library).removed == 2
    hits = library.open().search("a risky plan, said zeta", 100)
    assert {hit.chunk.source for hit in (*hits.dense, *hits.keyword)} <= {"a.txt"}


def test_a_deleted_cache_costs_time_and_nothing_else(tmp_path: Path) -> None:
    documents, library = build(tmp_path, FILES)
    before = answers(library.open())
    (library.layout.cache).unlink()
    write(documents, {"d.txt": "A fourth."})
    embedder = FakeEmbedder()
    assert sync(None, library_in(tmp_path / "library", embedder)).embedded == 1
    (documents / "d.txt").unlink()
    sync(None, library)
    assert answers(library.open()) == before


def test_files_that_cannot_be_documents_are_named_with_their_reasons(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "a.txt": "Alpha.",
        "b.png": "picture",
        "c.txt": b"",
        "d.txt": NOTHING_READABLE,
        ".hidden": "x",
        "e.txt": " \n",
    }
    _, library = build(tmp_path, files)
    report = sync(None, library)
    assert [skipped.source for skipped in report.skipped] == ["b.png", "c.txt", "d.txt", "e.txt"]
    assert all(skipped.reason for skipped in report.skipped)
    assert list(held(library.open())) == ["a.txt"]


def test_a_file_that_breaks_keeps_its_last_good_version_until_it_is_mended_or_gone(tmp_path: Path) -> None:
    documents, library = build(tmp_path, {"a.txt": "Alpha.", "b.txt": "Beta."})
    write(documents, {"b.txt": NOTHING_READABLE})
    report = sync(None, library)
    assert [skipped.source for skipped in report.skipped] == ["b.txt"]
    assert "kept" in report.skipped[0].reason
    assert held(library.open())["b.txt"] == "Beta."
    assert status(tmp_path / "library").stale == ("b.txt",)
    again = sync(None, library)
    assert (again.generation, len(again.skipped)) == (report.generation, 1)
    write(documents, {"b.txt": "Beta."})
    assert sync(None, library).embedded == 0
    assert status(tmp_path / "library").stale == ()
    write(documents, {"b.txt": NOTHING_READABLE})
    sync(None, library)
    (documents / "b.txt").unlink()
    assert sync(None, library).removed == 1
    assert list(held(library.open())) == ["a.txt"]


def test_other_settings_split_and_embed_everything_anew(tmp_path: Path) -> None:
    documents, _ = build(tmp_path, FILES)
    other = library_in(tmp_path / "library", characters=500)
    report = sync(None, other)
    assert (report.unchanged, report.generation) == (3, 2)
    fresh = library_in(tmp_path / "fresh", characters=500)
    sync([documents], fresh)
    assert answers(other.open()) == answers(fresh.open())
    assert sync(None, other).generation == 2


def test_an_unchanged_folder_repairs_a_damaged_library(tmp_path: Path) -> None:
    documents, library = build(tmp_path, FILES)
    before = answers(library.open())
    library.close()
    embedder = FakeEmbedder()
    flip(library.layout.generation(1) / "vectors" / "cells.bin", 200)
    report = sync([documents], library_in(tmp_path / "library", embedder))
    assert (report.documents, report.generation, embedder.embedded) == (3, 2, [])
    mended = library_in(tmp_path / "library").open()
    assert (answers(mended), mended.warnings) == (before, ())
    assert Layout(tmp_path / "library").numbers() == [2]
