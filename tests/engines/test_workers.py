"""Workers in other processes that store documents for a draft: what they write, and when they no longer may."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index import LibraryError, LibraryUnavailable, sync
from index.distributed.cluster import Capacity, capacity_of
from index.distributed.file_actor import FAILED, GONE, KNOWN, REFUSED, STORED, FileActor
from index.distributed.ray_ingestion import RayIngestion
from index.engines.generations.claims import CLAIMED, Heartbeat, claim
from index.engines.tables import CHUNKS, DOCUMENTS
from index.engines.writing.file_worker import FileWorker, StoredDocument
from tests.engines.harness.libraries import library_on
from tests.engines.harness.tables_model import ModelTables, Store
from tests.fakes import FakeEmbedder
from tests.harness.processes import SEEDS, citeseed, environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.engines.library import EngineLibrary
    from index.engines.writing.draft import EngineDraft


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def library(store: Store, tmp_path: Path) -> EngineLibrary:
    return opened(store, tmp_path)


@pytest.fixture
def files(tmp_path: Path) -> list[tuple[str, Path, str | None]]:
    folder = tmp_path / "reports"
    folder.mkdir()
    for name in ("a.txt", "b.txt", "c.txt"):
        (folder / name).write_text(f"{name} tells of mills. " * 40, encoding="utf-8")
    return [(path.name, path, None) for path in sorted(folder.iterdir())]


def opened(store: Store, home: Path, embedder: FakeEmbedder | None = None) -> EngineLibrary:
    """Open a library whose clock goes on by 20 seconds with each look, so that nobody waits."""
    ticks = itertools.count(1_000_000, 20)
    made = library_on(ModelTables(store), home, embedder)
    made._clock = lambda: float(next(ticks))
    return made


def stored(draft: EngineDraft, worker: FileWorker, files: list[tuple[str, Path, str | None]]) -> None:
    for _, outcome in worker.ingest(files):
        assert isinstance(outcome, StoredDocument)
        draft.adopt(outcome.row, outcome.embedded)


def test_what_workers_store_is_what_the_draft_itself_would_store(
    library: EngineLibrary, files: list[tuple[str, Path, str | None]], store: Store, tmp_path: Path
) -> None:
    with library.update() as draft:
        with draft.lent() as loan:
            stored(draft, library.worker(loan), files[:2])
            stored(draft, opened(store, tmp_path / "elsewhere").worker(loan), files[2:])
        assert draft.publish() > 0
    other = Store()
    sync([files[0][1].parent], opened(other, tmp_path / "ordinary"))
    assert library.open().contents() == opened(other, tmp_path / "again").open().contents()
    for table in (DOCUMENTS, f"{CHUNKS}_1"):
        assert store.tables[table] == other.tables[table]


def test_a_worker_that_does_the_same_files_again_replaces_the_same_rows(
    library: EngineLibrary, files: list[tuple[str, Path, str | None]], store: Store, tmp_path: Path
) -> None:
    with library.update() as draft:
        with draft.lent() as loan:
            list(library.worker(loan).ingest(files[:2]))
            before = {table: dict(rows) for table, rows in store.tables.items() if table.startswith(CHUNKS)}
            stored(draft, opened(store, tmp_path / "again").worker(loan), files)
            after = store.tables[f"{CHUNKS}_1"]
        assert {key: row for key, row in after.items() if key in before[f"{CHUNKS}_1"]} == before[f"{CHUNKS}_1"]
        draft.publish()
    assert library.open().count() == 3
    assert library.examine().sound


def test_a_worker_that_was_believed_dead_writes_nothing_once_the_draft_has_all_it_needs(
    library: EngineLibrary, files: list[tuple[str, Path, str | None]], store: Store
) -> None:
    with library.update() as draft:
        with draft.lent() as loan:
            worker = library.worker(loan)
            stored(draft, worker, files[:2])
        before = {table: dict(rows) for table, rows in store.tables.items()}
        with pytest.raises(LibraryUnavailable, match="has ended or stood still"):
            list(worker.ingest(files[2:]))
        assert store.tables == before
        draft.publish()
    assert library.open().count() == 2


def test_a_worker_writes_nothing_for_a_writer_that_stood_still(
    library: EngineLibrary, files: list[tuple[str, Path, str | None]]
) -> None:
    with library.update() as draft, draft.lent() as loan:
        late = time.time() + 2_000_000_000
        library._clock = lambda: late
        with pytest.raises(LibraryUnavailable, match="has ended or stood still"):
            list(library.worker(loan).ingest(files))
        library._clock = lambda: 1_000_000.0


def test_a_claim_is_renewed_while_one_file_is_read_for_longer_than_it_lasts(store: Store) -> None:
    now = 1_000_000.0
    mine, _ = claim(ModelTables(store), lambda: now)
    beating = Heartbeat(mine, seconds=0.001)
    beating.start()
    for _ in range(5):
        now += CLAIMED * 0.6
        while mine.expires < now + CLAIMED / 2:
            time.sleep(0.001)
    beating.stop()
    assert mine.expires > 1_000_000 + 2 * CLAIMED


@pytest.fixture
def actor(library: EngineLibrary) -> Iterator[FileActor]:
    with library.update() as draft, draft.lent() as loan:
        yield FileActor(lambda: library.worker(loan))


def batch(*files: tuple[str, Path, str]) -> dict[str, np.ndarray]:
    sources, paths, known = zip(*files, strict=True)
    return {
        "source": np.array(sources, object),
        "path": np.array([bytes(path) for path in paths], object),
        "known": np.array(known, object),
    }


def test_each_file_of_a_batch_becomes_a_row_and_errors_are_rows_too(
    actor: FileActor, files: list[tuple[str, Path, str | None]], tmp_path: Path
) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7")
    (name, path, _), (other, there, _), *_ = files
    first = actor(batch((name, path, "")))
    row, embedded = json.loads(first["details"][0])
    assert (row["source"], first["outcome"]) == (name, [STORED])
    assert embedded > 0
    rows = actor(
        batch(
            (name, path, row["fingerprint"]),
            ("broken.pdf", broken, ""),
            ("gone.txt", tmp_path / "gone.txt", ""),
            (other, there, ""),
        )
    )
    assert dict(zip(rows["source"], rows["outcome"], strict=True)) == {
        name: KNOWN,
        "broken.pdf": REFUSED,
        "gone.txt": GONE,
        other: STORED,
    }
    assert rows["details"][rows["source"].index("broken.pdf")]


def test_an_embedder_that_fails_is_one_row_that_says_so(
    store: Store, files: list[tuple[str, Path, str | None]], tmp_path: Path
) -> None:
    failing = opened(store, tmp_path, FakeEmbedder(fail_after=0))
    with failing.update() as draft, draft.lent() as loan:
        rows = FileActor(lambda: failing.worker(loan))(batch(*((name, path, "") for name, path, _ in files)))
    assert rows["outcome"] == [FAILED]
    assert "The embedder fake failed" in rows["details"][0]


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ({"CPU": 2.0}, Capacity(2, 0.0)),
        ({"CPU": 64.0, "GPU": 8.0}, Capacity(64, 0.125)),
        ({"CPU": 3.0, "GPU": 1.0}, Capacity(3, 0.333)),
        ({"CPU": 2.0, "GPU": 4.0}, Capacity(2, 1.0)),
        ({}, Capacity(1, 0.0)),
    ],
)
def test_there_is_a_worker_for_each_core_and_they_share_the_gpus(
    resources: dict[str, float], expected: Capacity
) -> None:
    assert capacity_of(resources) == expected


def test_ray_for_a_library_in_a_folder_or_with_a_folder_as_its_address_is_refused_in_one_sentence(
    tmp_path: Path,
) -> None:
    there = "milvus://127.0.0.1:1/x"
    for arguments, said in (
        ((str(SEEDS), "--ray"), "A library in a folder is indexed without --ray."),
        (("--ray", str(SEEDS), "--index", there), "is no address of Ray."),
    ):
        done = citeseed("index", *arguments, cwd=tmp_path)
        assert done.returncode == 1
        assert said in done.stderr
        assert done.stderr.count("\n") == 1
    assert citeseed("index", "--ray", "--watch", cwd=tmp_path).returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_a_cluster_that_cannot_be_reached_is_named_and_nothing_is_stored(
    files: list[tuple[str, Path, str | None]], store: Store, tmp_path: Path
) -> None:
    def nothing(_: object) -> FileWorker:
        raise AssertionError

    library = opened(store, tmp_path / "home")
    for address in ("127.0.0.1:1", "ray://127.0.0.1:1"):
        told = rf"^Ray at {address} cannot be reached \(.*refused\)\. Nothing was changed\.$"
        with pytest.raises(LibraryError, match=told):
            sync([files[0][1].parent], library, ingestion=RayIngestion(address, nothing))
    assert library.live() is None


def test_without_the_extra_one_sentence_says_how_to_install_it(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['ray'] = None; from ui.cli.main import main"
        "; sys.exit(main(['index', sys.argv[1], '--ray', '--index', 'milvus://127.0.0.1:1/x']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(SEEDS)],
        check=False,
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 1
    assert "--ray needs the package ray; install it with: pip install 'citeseed[milvus,ray]'" in done.stderr
