from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index import LocalLibrary, MismatchedLibrary, Progress
from index.chunking.chunker import Splitting
from rag.evaluation.libraries import _cached_vectors, fill
from tests.fakes import DirectParser, FakeEmbedder

if TYPE_CHECKING:
    from pathlib import Path

    from rag.evaluation import DataSet


def library(folder: Path, embedder: FakeEmbedder, splitting: Splitting | None = None) -> LocalLibrary:
    return LocalLibrary(folder, embedder, splitting or Splitting(), DirectParser())


def test_it_holds_the_documents_as_they_are_and_is_made_once(data: DataSet, tmp_path: Path) -> None:
    embedder = FakeEmbedder()
    heard: list[Progress] = []
    with closing(library(tmp_path, embedder)) as made:
        fill(made, data.documents, heard.append)
        snapshot = made.open()
        assert {entry.source for entry in snapshot.contents()} == {"cats", "news/plan", "rome"}
        assert all(snapshot.document(document.source).text == document.text for document in data.documents)
        assert heard
        generation, embedded = snapshot.generation, len(embedder.embedded)
        fill(made, data.documents)
        assert (made.open().generation, len(embedder.embedded)) == (generation, embedded)


def test_what_changed_in_the_data_or_the_splitting_is_done_again(data: DataSet, tmp_path: Path) -> None:
    embedder = FakeEmbedder()
    with closing(library(tmp_path, embedder)) as made:
        fill(made, data.documents[:2])
        fill(made, data.documents)
        assert len(made.open().contents()) == 3
    with closing(library(tmp_path, embedder, Splitting(200, 40))) as made:
        fill(made, data.documents)
        assert made.open().manifest.characters == 200


def test_a_library_of_other_documents_is_left_alone(data: DataSet, other: DataSet, tmp_path: Path) -> None:
    with closing(library(tmp_path, FakeEmbedder())) as made:
        fill(made, other.documents)
        with pytest.raises(MismatchedLibrary, match="the document 'o', not of this data set"):
            fill(made, data.documents)
        assert [entry.source for entry in made.open().contents()] == ["o"]


def test_vectors_are_remembered_also_of_a_run_that_failed(data: DataSet, tmp_path: Path) -> None:
    memory = tmp_path / "memory" / "vectors.sqlite"
    for run in range(3):
        embedder = FakeEmbedder(name="same", fail_after=None if run else 10)
        with closing(library(tmp_path / str(run), embedder)) as made:
            with _cached_vectors(made.layout.cache, memory):
                fill(made, data.documents)
            assert len(embedder.embedded) == (0 if run else 3)
    assert [path.name for path in memory.parent.iterdir()] == ["vectors.sqlite"]


def test_a_memory_that_cannot_be_kept_is_done_without(data: DataSet, tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("no folder")
    with closing(library(tmp_path / "library", FakeEmbedder())) as made:
        with _cached_vectors(made.layout.cache, in_the_way / "vectors.sqlite"):
            fill(made, data.documents)
        assert len(made.open().contents()) == 3
