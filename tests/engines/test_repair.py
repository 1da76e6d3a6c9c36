"""Damage on an engine: it is found, said, and repaired from the files when that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index import DamagedLibrary, sync
from index.engines.tables import BLOCKS, CHUNKS, DOCUMENTS, STATE, WORDS
from tests.engines.harness.libraries import model_library
from tests.engines.harness.tables_model import Store
from tests.libraries import write
from ui.cli.output.console import Screen
from ui.cli.output.terminal import examined_text

if TYPE_CHECKING:
    from pathlib import Path

    from index.engines.library import EngineLibrary

FILES = {"ships.txt": "Storms sink ships.", "bread.txt": "Bread needs salt.", "again.txt": "Bread needs salt."}
PLAIN = Screen(width=100, color=False)


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "documents", FILES)


@pytest.fixture
def library(store: Store, folder: Path, tmp_path: Path) -> EngineLibrary:
    made = model_library(tmp_path / "home", store)
    sync([folder], made)
    return made


def check(library: EngineLibrary, folder: Path) -> None:
    """See that a library holds the files, whole."""
    assert sync([folder], library, repair=True).unchanged == len(FILES)
    found = library.examine()
    assert found.sound, found.problems
    snapshot = library.open()
    assert snapshot.folders == ("documents",)
    assert {source: snapshot.document(source).text for source in FILES} == FILES
    assert snapshot.search("storms", 3).keyword[0].chunk.text == FILES["ships.txt"]
    assert snapshot.search("storrms", 3).keyword[0].chunk.text == FILES["ships.txt"]


def test_a_changed_text_is_found_and_its_file_alone_is_read_again(
    library: EngineLibrary, store: Store, folder: Path
) -> None:
    (block,) = [row for row in store.tables[BLOCKS].values() if "Storms" in row["piece"]]
    block["piece"] = block["piece"].replace("sink", "save")
    found = library.examine()
    assert [problem.file for problem in found.problems] == ["ships.txt"]
    assert "citeseed index --repair" in examined_text(found, PLAIN)
    assert "which is whole" not in examined_text(found, PLAIN)
    with pytest.raises(DamagedLibrary, match=r"ships\.txt.*citeseed index --repair"):
        library.open().document("ships.txt")
    sync([folder], library)
    assert not library.examine().sound
    check(library, folder)
    assert {row["source"]: row["born"] for row in store.tables[DOCUMENTS].values() if row["died"] > 2} == {
        "again.txt": 1,
        "bread.txt": 1,
        "ships.txt": 2,
    }


@pytest.mark.parametrize("table", [BLOCKS, DOCUMENTS, WORDS, f"{CHUNKS}_1"])
def test_a_table_that_somebody_removed_is_named_and_made_anew(
    library: EngineLibrary, store: Store, folder: Path, tmp_path: Path, table: str
) -> None:
    del store.tables[table]
    library = model_library(tmp_path / "other", store)
    assert [(each.file, each.reason) for each in library.examine().problems] == [(table, "it is not there any more")]
    sync([folder], library, repair=True)
    check(library, folder)


@pytest.mark.parametrize("table", [DOCUMENTS, f"{CHUNKS}_1"])
def test_rows_that_are_lost_are_written_again(library: EngineLibrary, store: Store, folder: Path, table: str) -> None:
    lost = next(key for key, row in store.tables[table].items() if row["source"] == "ships.txt")
    del store.tables[table][lost]
    assert table in {problem.file for problem in library.examine().problems}
    sync([folder], library, repair=True)
    check(library, folder)


def test_tables_without_the_one_that_says_what_counts_are_left_alone(
    library: EngineLibrary, store: Store, folder: Path, tmp_path: Path
) -> None:
    del store.tables[STATE]
    with pytest.raises(DamagedLibrary, match="choose another name"):
        sync([folder], model_library(tmp_path / "other", store))
    assert STATE not in store.tables
