"""The documents equal their folders: additions are found, removals are gone, failures are undone."""

from __future__ import annotations

import os
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, cast

import pytest

from index import EmbedderError, LibraryGone, Progress, StorageError, SyncReport, UnknownSource, sync
from tests.fakes import FakeEmbedder
from tests.libraries import build, flip, held, library_in, litter, write
from tests.ui.fake_assistant import FakeLibrary, FakeSnapshot
from ui.documents.additions import Addition, Changed
from ui.documents.arrivals import Upload
from ui.documents.service import DocumentsService
from ui.documents.upload_store import REMOVED
from ui.errors import EndedError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from ui.documents.service import Step


@pytest.fixture
def service(tmp_path: Path) -> DocumentsService:
    _, library = build(tmp_path, {"article.txt": "Foxes are red.\nThey hunt at night."})
    return DocumentsService(library, tmp_path / "library" / "uploads", sync)


def arriving(folder: Path, name: str, content: str) -> Upload:
    path = folder / f"arriving-{abs(hash((name, content)))}"
    path.write_text(content, encoding="utf-8")
    return Upload(path, name)


def result(steps: Iterator[Step]) -> Changed:
    *_, last = steps
    assert isinstance(last, Changed)
    return last


def sources(service: DocumentsService) -> dict[str, bool]:
    return {item.entry.source: item.removable for item in service.contents().items}


def test_what_is_added_is_found_and_can_be_removed(service: DocumentsService, tmp_path: Path) -> None:
    assert sources(service) == {"article.txt": False}
    assert service.contents().folders == ("documents",)
    steps = list(service.add([arriving(tmp_path, "Owls.md", "# Owls\n\nOwls see in the dark.")]))
    assert any(isinstance(step, Progress) for step in steps)
    done = (Addition("uploads/Owls.md", "added"),)
    assert steps[-1] == Changed(("Added 1 document.",), added=("Owls.md",), additions=done)
    assert sources(service) == {"article.txt": False, "uploads/Owls.md": True}
    assert service.contents().generation == 2
    assert result(service.remove("uploads/Owls.md")) == Changed(("Removed Owls.md.",), removed="uploads/Owls.md")
    assert sources(service) == {"article.txt": False}


def test_a_change_is_shown_with_the_library_that_it_made(tmp_path: Path) -> None:
    """And not with the one before, which is still read while the new one is opened."""
    asked = []

    class Noted(FakeLibrary):
        def open(self, at_least: int = 0) -> FakeSnapshot:
            asked.append(at_least)
            return super().open(at_least)

    service = DocumentsService(Noted({}), tmp_path, lambda *_, **__: SyncReport(0, 1, 0, 0, generation=5))
    service.contents()
    result(service.rebuild())
    service.contents()
    assert asked == [0, 0, 5]


def test_what_was_removed_can_be_put_back_for_a_day(service: DocumentsService, tmp_path: Path) -> None:
    uploads = tmp_path / "library" / "uploads"
    for name, content in (("owls.txt", "Owls see in the dark."), ("bats.txt", "Bats fly.")):
        result(service.add([arriving(tmp_path, name, content)]))
    result(service.remove("uploads/owls.txt"))
    with pytest.raises(UnknownSource):
        list(service.remove("uploads/owls.txt"))
    result(service.add([arriving(tmp_path, "owls.txt", "Other owls.")]))
    assert "uploads/owls (2).txt" in sources(service)  # the place is kept for what was removed
    assert result(service.restore("uploads/owls.txt")).notes == ("Put owls.txt back.",)
    assert "uploads/owls.txt" in sources(service)
    with pytest.raises(UnknownSource):
        list(service.restore("uploads/owls.txt"))

    result(service.remove("uploads/owls.txt"))
    aside = uploads / f"{REMOVED}owls.txt"
    os.utime(aside, (0, 0))
    result(service.remove("uploads/bats.txt"))
    assert not aside.exists()
    for source in ("uploads/owls.txt", "article.txt", "uploads/../CURRENT", "uploads/.removed-bats.txt"):
        with pytest.raises(UnknownSource):
            list(service.restore(source))


def test_the_same_content_is_passed_over_under_any_name(service: DocumentsService, tmp_path: Path) -> None:
    again = arriving(tmp_path, "copy.txt", "Foxes are red.\nThey hunt at night.")
    twice = [arriving(tmp_path, "a.txt", "Bats fly."), arriving(tmp_path, "b.txt", "Bats fly.")]
    changed = result(service.add([again, *twice]))
    assert changed.notes == ("Added 1 document.",)
    assert [(each.source, each.reason) for each in changed.skipped] == [
        ("copy.txt", "already in the library as article.txt"),
        ("b.txt", "already in the library as a.txt"),
    ]


def test_another_file_of_the_same_name_gets_a_number(service: DocumentsService, tmp_path: Path) -> None:
    for content in ("Bats fly.", "Bats sleep.", "Bats eat."):
        result(service.add([arriving(tmp_path, "bats.txt", content)]))
    assert [name for name in sources(service) if name != "article.txt"] == [
        "uploads/bats (2).txt", "uploads/bats (3).txt", "uploads/bats.txt",
    ]  # fmt: skip


def test_a_thousand_files_at_once_are_one_change(service: DocumentsService, tmp_path: Path) -> None:
    files = [arriving(tmp_path, f"{number}.txt", f"Note {number}. Bats fly at {number}.") for number in range(1000)]
    before = service.contents().generation
    changed = result(service.add(files))
    assert changed.notes == ("Added 1,000 documents.",)
    assert (len(service.contents().items), service.contents().generation) == (1001, before + 1)


def test_progress_counts_the_files_of_a_batch_and_not_those_before(service: DocumentsService, tmp_path: Path) -> None:
    for batch in (("bats.txt", "hares.txt", "owls.txt"), ("voles.txt",)):
        steps = list(service.add([arriving(tmp_path, name, f"{name} are animals.") for name in batch]))
        read = [(each.done, each.total) for each in steps if isinstance(each, Progress) and each.stage == "reading"]
        assert read[-1] == (len(batch), len(batch))
        assert {total for _, total in read} == {len(batch)}


def test_what_cannot_be_read_is_told_and_leaves_no_file(service: DocumentsService, tmp_path: Path) -> None:
    changed = result(service.add([arriving(tmp_path, "run.exe", "MZ"), arriving(tmp_path, "empty.txt", "")]))
    assert changed.notes == ("Nothing was added.",)
    assert [each.source for each in changed.skipped] == ["run.exe", "empty.txt"]
    assert "unknown file type .exe" in changed.skipped[0].reason
    assert list((tmp_path / "library" / "uploads").iterdir()) == []
    assert result(service.rebuild()).skipped == ()


def test_a_rebuild_without_the_library_says_so_and_reads_nothing(
    service: DocumentsService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "seeds", {"other.txt": "Of the working folder."})
    monkeypatch.chdir(tmp_path)
    assert sources(service) == {"article.txt": False}
    shutil.rmtree(tmp_path / "library")
    for read in (lambda: list(service.rebuild()), service.contents):
        with pytest.raises(LibraryGone, match=r"gone.*Put it back"):
            read()
    assert not (tmp_path / "library").exists()
    assert result(service.add([arriving(tmp_path, "bats.txt", "Bats fly.")])).notes == ("Added 1 document.",)
    assert sources(service) == {"uploads/bats.txt": True}


def test_a_rebuild_repairs_a_damaged_library(service: DocumentsService, tmp_path: Path) -> None:
    flip(tmp_path / "library" / "generations" / "000001" / "catalog.sqlite", 5000)
    result(service.rebuild())
    assert sources(service) == {"article.txt": False}


def test_a_rebuild_reads_the_folders_again(service: DocumentsService, tmp_path: Path) -> None:
    assert result(service.rebuild()).notes == ("Nothing has changed.",)
    (tmp_path / "documents" / "new.txt").write_text("Hares run.", encoding="utf-8")
    (tmp_path / "documents" / "bad.txt").write_text("", encoding="utf-8")
    changed = result(service.rebuild())
    assert changed.notes == ("Refreshed: 1 added.",)
    assert [each.source for each in changed.skipped] == ["bad.txt"]


def test_only_what_was_added_here_can_be_removed(service: DocumentsService, tmp_path: Path) -> None:
    for source in ("article.txt", "uploads/none.txt", "uploads/../CURRENT", "uploads/", "../documents/article.txt"):
        with pytest.raises(UnknownSource):
            list(service.remove(source))
    assert (tmp_path / "documents" / "article.txt").exists()
    assert (tmp_path / "library" / "CURRENT").exists()


def test_a_change_that_fails_is_undone(tmp_path: Path) -> None:
    build(tmp_path, {"article.txt": "Foxes are red."})
    uploads = tmp_path / "library" / "uploads"
    broken = DocumentsService(library_in(tmp_path / "library", FakeEmbedder(fail_after=0)), uploads, sync)
    with pytest.raises(EmbedderError):
        list(broken.add([arriving(tmp_path, "owls.txt", "Owls see in the dark.")]))
    assert list(uploads.iterdir()) == []
    assert sources(broken) == {"article.txt": False}

    whole = DocumentsService(library_in(tmp_path / "library"), uploads, sync)
    result(whole.add([arriving(tmp_path, "owls.txt", "Owls see in the dark.")]))

    def failing(*_: object, **__: object) -> SyncReport:
        raise StorageError("The disk is full.")

    with pytest.raises(StorageError):
        list(DocumentsService(library_in(tmp_path / "library"), uploads, failing).remove("uploads/owls.txt"))
    assert sources(whole) == {"article.txt": False, "uploads/owls.txt": True}


def test_a_visitor_who_leaves_does_not_stop_a_change(service: DocumentsService, tmp_path: Path) -> None:
    left = cast("Generator[Step]", service.add([arriving(tmp_path, "owls.txt", "Owls see in the dark.")]))
    next(left)
    left.close()
    assert result(service.rebuild()).notes == ("Nothing has changed.",)
    assert sources(service) == {"article.txt": False, "uploads/owls.txt": True}


def test_a_library_can_begin_in_the_chat(tmp_path: Path) -> None:
    library = library_in(tmp_path / "library")
    service = DocumentsService(library, tmp_path / "library" / "uploads", sync)
    assert service.contents().items == ()
    assert service.contents().generation == 0
    result(service.add([arriving(tmp_path, "owls.txt", "Owls see in the dark.")]))
    assert held(library.open()) == {"uploads/owls.txt": "Owls see in the dark."}


class Endless(FakeEmbedder):
    """Embeds until it is stopped."""

    def embed_documents(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        assert progress
        for _ in range(10_000):
            progress(0)
            time.sleep(0.01)
        raise AssertionError("nobody stopped it")


def test_a_change_under_way_ends_with_the_shelf_and_is_undone(tmp_path: Path) -> None:
    build(tmp_path, {"article.txt": "Foxes are red."})
    library, uploads = tmp_path / "library", tmp_path / "library" / "uploads"
    service = DocumentsService(library_in(library, Endless()), uploads, sync)
    added = service.add([arriving(tmp_path, "owls.txt", "Owls see in the dark.")])
    assert any(step.stage == "embedding" for step in added if isinstance(step, Progress))
    with ThreadPoolExecutor() as visitors:
        waiting = visitors.submit(list, service.rebuild())
        service.close()
        with pytest.raises(EndedError, match=r"^The chat has been ended; the documents are as they were before\.$"):
            waiting.result()
    with pytest.raises(EndedError):
        list(added)
    assert list(uploads.iterdir()) == []
    assert litter(library) == []
    assert sources(DocumentsService(library_in(library), uploads, sync)) == {"article.txt": False}
