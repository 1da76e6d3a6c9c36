from __future__ import annotations

import os
import shutil
import threading
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import Busy, EmbedderError, FolderError, MismatchedLibrary, Progress, StorageError, manifest, status, sync
from index.embedding import BATCH
from index.layout import Layout
from tests.fakes import FakeEmbedder
from tests.libraries import answers, build, flip, held, library_in, litter, write

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    "a.txt": "Alpha met the gamma fox. " * 30,
    "b.txt": "Beta delta epsilon.\n\nA risky plan, said zeta.",
    "deep/c.md": "# Heading\n\nMore alpha here.",
}
NOTHING_READABLE = b"\x00\x01\x02\xff" * 50


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


@pytest.mark.row("A16")
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


@pytest.mark.row("A17")
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


@pytest.mark.row("A12")
def test_a_folder_that_cannot_be_listed_keeps_what_it_held(tmp_path: Path) -> None:
    # Root may list everything, so the folder is made unlistable by a path that is too long.
    documents, library = build(tmp_path, {"a.txt": "Alpha.", "deep/b.txt": "Beta."})
    long = documents / "deep"
    while len(str(long)) < 3800:
        long = long / ("n" * 200)
        long.mkdir()
    inner = os.open(long, os.O_RDONLY)
    for _ in range(2):
        os.mkdir("x" * 200, dir_fd=inner)
        outer, inner = inner, os.open("x" * 200, os.O_RDONLY, dir_fd=inner)
        os.close(outer)
    os.close(inner)
    report = sync(None, library)
    assert (report.unchanged, len(report.skipped)) == (2, 1)
    assert "cannot be read" in report.skipped[0].reason


@pytest.mark.row("A12")
@pytest.mark.parametrize("harm", ["missing", "a file", "empty", "only unreadable"])
def test_a_folder_that_lost_everything_is_refused_and_the_library_kept(tmp_path: Path, harm: str) -> None:
    documents, library = build(tmp_path, FILES)
    before = held(library.open())
    shutil.rmtree(documents)
    if harm == "a file":
        documents.write_text("text")
    elif harm != "missing":
        documents.mkdir()
    if harm == "only unreadable":
        write(documents, {"x.png": "picture"})
    with pytest.raises(FolderError, match="documents"):
        sync(None, library)
    with pytest.raises(FolderError, match="documents"):
        sync([documents], library)
    assert held(library_in(tmp_path / "library").open()) == before
    assert litter(tmp_path / "library") == []


@pytest.mark.row("A12")
def test_an_empty_folder_is_accepted_on_demand(tmp_path: Path) -> None:
    documents, library = build(tmp_path, FILES)
    shutil.rmtree(documents)
    documents.mkdir()
    report = sync([documents], library, allow_empty=True)
    assert (report.removed, report.documents, report.chunks) == (3, 0, 0)
    assert library.open().search("alpha", 3).dense == ()
    assert sync(None, library).generation == report.generation
    write(documents, {"new.txt": "Alpha again."})
    assert sync(None, library).added == 1
    assert library.open().search("alpha", 3).dense


@pytest.mark.parametrize("files", [{}, {"a.png": "picture"}, {"a.txt": b""}])
def test_a_first_folder_without_any_document_is_refused(tmp_path: Path, files: dict[str, bytes]) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    write(documents, files)
    with pytest.raises(FolderError, match=r"no readable document.*--allow-empty"):
        sync([documents], library_in(tmp_path / "library"))


def test_a_missing_first_folder_makes_nothing_on_the_disk(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="does not exist"):
        sync([tmp_path / "missing"], library_in(tmp_path / "library"))
    assert list(tmp_path.iterdir()) == []


def test_one_of_two_folders_that_lost_everything_is_enough_to_refuse(tmp_path: Path) -> None:
    first, second = write(tmp_path / "one", {"a.txt": "Alpha."}), write(tmp_path / "two", {"b.txt": "Beta."})
    library = library_in(tmp_path / "library")
    sync([first, second], library)
    assert sorted(held(library.open())) == ["a.txt", "two/b.txt"]
    (first / "a.txt").unlink()
    with pytest.raises(FolderError, match="one"):
        sync(None, library)
    write(first, {"a.txt": "Alpha."})
    (tmp_path / "empty").mkdir()
    with pytest.raises(FolderError, match="empty"):
        sync([tmp_path / "empty"], library, add=True)
    assert sorted(held(library.open())) == ["a.txt", "two/b.txt"]


def test_other_folders_need_a_flag(tmp_path: Path) -> None:
    _, library = build(tmp_path, {"a.txt": "Alpha."})
    other = write(tmp_path / "other", {"b.txt": "Beta."})
    with pytest.raises(MismatchedLibrary, match=r"--add.*--replace"):
        sync([other], library)
    assert sync([other], library, add=True).added == 1
    assert sorted(held(library.open())) == ["a.txt", "other/b.txt"]
    assert sync(None, library).unchanged == 2
    report = sync([other], library, replace=True)
    assert (report.added, report.removed, report.embedded) == (1, 2, 0)
    assert sorted(held(library.open())) == ["b.txt"]
    with pytest.raises(ValueError, match="either"):
        sync([other], library, add=True, replace=True)


def test_the_default_is_the_folder_seeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FolderError, match="seeds"):
        sync(None, library_in(tmp_path / ".citeseed"))
    write(tmp_path / "seeds", {"a.txt": "Alpha."})
    assert sync(None, library_in(tmp_path / ".citeseed")).added == 1
    assert sync(["."], library_in(tmp_path / "whole")).added == 1


def test_a_project_may_move(tmp_path: Path) -> None:
    build(tmp_path / "here", FILES)
    (tmp_path / "here").rename(tmp_path / "there")
    report = sync(None, library_in(tmp_path / "there" / "library"))
    assert (report.unchanged, report.generation) == (3, 1)


def test_uploads_are_always_included(tmp_path: Path) -> None:
    documents, library = build(tmp_path, {"a.txt": "Alpha."})
    write(library.layout.uploads, {"b.txt": "Beta."})
    assert sync(None, library).added == 1
    assert sync([documents], library).unchanged == 2
    assert sorted(held(library.open())) == ["a.txt", "uploads/b.txt"]
    (library.layout.uploads / "b.txt").unlink()
    assert sync((), library, add=True).removed == 1


def test_a_library_may_be_made_of_uploads_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    library = library_in(tmp_path / "library")
    write(library.layout.uploads, {"b.txt": "Beta."})
    assert sync((), library, add=True).added == 1
    assert sync(None, library).unchanged == 1
    assert held(library.open()) == {"uploads/b.txt": "Beta."}


def test_two_files_of_one_name_are_not_mixed_up(tmp_path: Path) -> None:
    _, library = build(tmp_path, {"uploads/b.txt": "In the folder."})
    write(library.layout.uploads, {"b.txt": "Uploaded."})
    report = sync(None, library)
    assert "same name" in report.skipped[0].reason
    assert held(library.open()) == {"uploads/b.txt": "In the folder."}


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


@pytest.mark.parametrize("folders", [None, ()])
def test_a_library_that_forgot_its_folders_asks_for_them(
    tmp_path: Path, folders: tuple[str, ...] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents, library = build(tmp_path, FILES)
    write(tmp_path / "seeds", {"x.txt": "Something else."})
    monkeypatch.chdir(tmp_path)
    flip(library.layout.generation(1) / "manifest.json", 200)
    with pytest.raises(FolderError, match="name them"):
        sync(folders, library)
    assert sync([documents], library).documents == 3


@pytest.mark.row("A15")
def test_an_embedder_that_fails_half_way_loses_nothing(tmp_path: Path) -> None:
    files = {f"{number:03}.txt": f"Alpha text number {number}." for number in range(300)}
    documents, library = build(tmp_path, {"000.txt": files["000.txt"]})
    write(documents, files)
    failing = FakeEmbedder(fail_after=270)
    with pytest.raises(EmbedderError, match=r"fake.*failed.*told to fail"):
        sync(None, library_in(tmp_path / "library", failing))
    assert list(held(library.open())) == ["000.txt"]
    assert litter(tmp_path / "library") == []
    retried = FakeEmbedder()
    assert sync(None, library_in(tmp_path / "library", retried)).added == 299
    assert not set(failing.embedded[:256]) & set(retried.embedded)
    assert len(held(library.open())) == 300


@pytest.mark.row("A2")
def test_what_was_embedded_before_an_interruption_is_not_embedded_again(tmp_path: Path) -> None:
    files = {f"{number:03}.txt": f"Alpha text number {number}." for number in range(600)}
    documents = write(tmp_path / "documents", files)
    embedders: list[FakeEmbedder] = []
    for _ in range(2):
        heard: list[int] = []

        def stop(progress: Progress, heard: list[int] = heard) -> None:
            if progress.stage == "embedding":
                heard.append(progress.done)
                if heard.count(BATCH) == 2:  # when the batch is through, and again when the next one begins
                    raise KeyboardInterrupt

        embedders.append(FakeEmbedder())
        with pytest.raises(KeyboardInterrupt):
            sync([documents], library_in(tmp_path / "library", embedders[-1]), progress=stop)
        assert litter(tmp_path / "library") == []
    embedders.append(FakeEmbedder())
    assert sync([documents], library_in(tmp_path / "library", embedders[-1])).embedded == 600 - 2 * BATCH
    embedded = [text for each in embedders for text in each.embedded]
    assert len(embedded) == len(set(embedded)) == 600


@pytest.mark.row("A2")
@pytest.mark.parametrize("stage", ["reading", "embedding", "writing"])
@pytest.mark.parametrize("interruption", [KeyboardInterrupt, SystemExit, ZeroDivisionError])
def test_an_interruption_at_any_stage_leaves_the_library_as_it_was(
    tmp_path: Path, stage: str, interruption: type[BaseException]
) -> None:
    documents, library = build(tmp_path, FILES)
    before = answers(library.open())
    write(documents, {"b.txt": "Changed.", "d.txt": "Added."})

    def interrupt(progress: Progress) -> None:
        if progress.stage == stage and progress.done == progress.total:
            raise interruption

    with pytest.raises(interruption):
        sync(None, library, progress=interrupt)
    assert answers(library_in(tmp_path / "library").open()) == before
    assert litter(tmp_path / "library") == []
    assert sync(None, library).changed == 1


def test_progress_tells_of_every_stage(tmp_path: Path) -> None:
    documents = write(tmp_path / "documents", FILES)
    heard: list[Progress] = []
    sync([documents], library_in(tmp_path / "library"), progress=heard.append)
    assert list(dict.fromkeys(progress.stage for progress in heard)) == ["reading", "embedding", "writing"]
    for stage in ("reading", "embedding", "writing"):
        steps = [progress for progress in heard if progress.stage == stage]
        assert [step.done for step in steps] == sorted(step.done for step in steps)
        assert steps[-1].done == steps[-1].total


@pytest.mark.row("A13")
def test_a_second_writer_is_told_at_once(tmp_path: Path) -> None:
    _, library = build(tmp_path, FILES)
    with library.update(), pytest.raises(Busy, match=str(os.getpid())):
        sync(None, library)
    assert sync(None, library).unchanged == 3


def test_whoever_is_patient_waits_for_the_other_writer(tmp_path: Path) -> None:
    _, library = build(tmp_path, FILES)
    draft = library.update()
    other = threading.Timer(0.5, draft.__exit__, (None, None, None))
    other.start()
    heard: list[Progress] = []
    assert sync(None, library, patience=60, progress=heard.append).unchanged == 3
    assert heard[0] == Progress("waiting", 0, 0)
    other.join()


def test_whoever_waits_for_the_other_writer_can_be_stopped(tmp_path: Path) -> None:
    _, library = build(tmp_path, FILES)

    def stop(_: Progress) -> None:
        raise KeyboardInterrupt

    with library.update(), pytest.raises(KeyboardInterrupt):
        sync(None, library, patience=3600, progress=stop)


def test_a_library_in_the_place_of_a_file_cannot_be_made(tmp_path: Path) -> None:
    documents = write(tmp_path / "documents", FILES)
    write(tmp_path, {"library": "a file"})
    with pytest.raises(StorageError, match="library"):
        sync([documents], library_in(tmp_path / "library"))


def test_the_library_inside_its_own_folder_of_documents_is_not_read(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": "Alpha."})
    library = library_in(tmp_path / "library")
    sync([tmp_path], library)
    write(library.layout.uploads, {"b.txt": "Beta."})
    assert sync([tmp_path], library).added == 1
    assert sorted(held(library.open())) == ["a.txt", "uploads/b.txt"]


@pytest.mark.row("A18")
def test_what_is_indexed_matches_its_fingerprint_while_files_change(tmp_path: Path) -> None:
    documents, library = build(tmp_path, {"a.txt": "Alpha 0. " * 500})
    ended = threading.Event()

    def scribble() -> None:
        number = 0
        while not ended.is_set():
            number += 1
            fresh = write(tmp_path, {"fresh.txt": f"Alpha {number}. " * 500}) / "fresh.txt"
            fresh.replace(documents / "a.txt")

    thread = threading.Thread(target=scribble)
    thread.start()
    try:
        for _ in range(5):
            sync(None, library)
            (text,) = held(library.open()).values()
            assert len(set(text.rstrip(".").split(". "))) == 1
    finally:
        ended.set()
        thread.join()
    sync(None, library)
    fresh = library_in(tmp_path / "fresh")
    sync([documents], fresh)
    assert held(library.open()) == held(fresh.open())


NAMES = st.sampled_from(["a.txt", "b.txt", "c.md", "deep/a.txt", "deep/er/d.txt"])
TEXTS = st.sampled_from(
    [
        b"Alpha met the gamma fox. " * 20,
        b"Beta delta epsilon.\n\nA risky plan, said zeta.",
        b"# Heading\n\nMore alpha here, and a plan.",
        "Ünïcode álpha — 日本語.".encode(),
        NOTHING_READABLE,
        b"",
    ]
)
STEPS = st.one_of(
    st.tuples(st.just("write"), NAMES, TEXTS),
    st.tuples(st.just("delete"), NAMES),
    st.tuples(st.just("rename"), NAMES, NAMES),
    st.tuples(st.just("copy"), NAMES, NAMES),
    st.tuples(st.just("sync")),
    st.tuples(st.just("crash"), st.sampled_from(["reading", "embedding", "writing"])),
    st.tuples(
        st.just("damage"), st.sampled_from(["vectors/cells.bin", "catalog.sqlite", "manifest.json", "keywords/ids.npy"])
    ),
    st.tuples(st.just("forget")),
)


@pytest.mark.row("A17")
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(STEPS, min_size=4, max_size=14))
def test_whatever_happened_on_the_way_the_library_equals_one_made_anew(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[object, ...]]
) -> None:
    base = tmp_path_factory.mktemp("sequence")
    documents = write(base / "documents", {"always.txt": "Alpha is always here."})
    library = library_in(base / "library")
    sync([documents], library)
    for step in steps:
        _apply(step, documents, base / "library")
    # What cannot be read any more keeps its last good version on purpose; a library made anew has none of it.
    for path in [
        path for path in documents.rglob("*") if path.is_file() and path.read_bytes() in (NOTHING_READABLE, b"")
    ]:
        path.unlink()
    sync([documents], library)
    fresh = library_in(base / "fresh")
    sync([documents], fresh)
    assert library.open().contents() == fresh.open().contents()
    assert held(library.open()) == held(fresh.open())
    assert answers(library.open()) == answers(fresh.open())
    assert library.open().warnings == ()
    assert sync(None, library).generation == library.open().generation
    assert litter(base / "library") == []


def _apply(step: tuple[object, ...], documents: Path, folder: Path) -> None:
    match step:
        case ("write", str(name), bytes(text)):
            write(documents, {name: text})
        case ("delete", str(name)):
            (documents / name).unlink(missing_ok=True)
        case ("rename" | "copy" as how, str(name), str(target)) if (documents / name).exists() and name != target:
            (documents / target).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(documents / name, documents / target)
            if how == "rename":
                (documents / name).unlink()
        case ("sync",):
            sync([documents], library_in(folder))
        case ("crash", str(stage)):
            _crash(stage, documents, folder)
        case ("damage", str(name)):
            live = Layout(folder).live()
            assert live is not None
            path = Layout(folder).generation(live) / name
            if path.exists():
                flip(path, path.stat().st_size // 2)
        case ("forget",):
            Layout(folder).cache.unlink(missing_ok=True)


def _crash(stage: str, documents: Path, folder: Path) -> None:
    def interrupt(progress: Progress) -> None:
        if progress.stage == stage:
            raise KeyboardInterrupt

    with suppress(KeyboardInterrupt):
        sync([documents], library_in(folder), progress=interrupt)
