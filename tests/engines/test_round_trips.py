"""How many round trips to an engine a question takes: two, whatever is asked, once a program has begun."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index import Filter
from index.chunking.chunker import Splitting, split
from index.engines.reading.snapshot import LOOKED_THROUGH
from index.engines.rows.conversion import document_key
from index.engines.tables import DOCUMENTS
from rag.assistant import Assistant
from rag.generation.extractive import ExtractiveReader
from rag.settings import Settings
from rag.types import Turn
from tests.engines.harness.libraries import library_on, model_library
from tests.engines.harness.round_trips import CountedTables
from tests.engines.harness.tables_model import Store
from tests.fakes import FakeReadingModel, document_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.engines.library import EngineLibrary

TEXTS = {
    "foxes": "The quick fox met a lazy dog.\n\nFoxes live in forests and eat berries.",
    "ships": "A ship sails across the sea. The captain reads maps.\n\nStorms sink ships.",
    "bread": "Bread needs flour, water and salt.\n\nBake it in a hot oven for forty minutes.",
    "letters/ann": "Storms and bread, wrote Ann to the captain.",
    **{f"notes/{number}": f"The captain of ship {number} saw a storm near harbour {number}." for number in range(12)},
}


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def tables(store: Store, tmp_path: Path) -> CountedTables:
    put(model_library(tmp_path / "writer", store), TEXTS)
    return CountedTables(store)


@pytest.fixture
def assistant(tables: CountedTables, tmp_path: Path) -> Iterator[Assistant]:
    with Assistant(library_on(tables, tmp_path / "home"), FakeReadingModel(), ExtractiveReader(), Settings()) as made:
        made.ask("hello")  # opens the library
        made.library.open()
        yield made


def put(library: EngineLibrary, texts: dict[str, str]) -> None:
    with library.update() as draft:
        for name, text in texts.items():
            document = document_of(text, name)
            draft.add(document, split(document, Splitting(300, 60)))
        draft.publish()


@pytest.mark.parametrize("question", ["Where do foxes live?", "What sinks ships?", "Who flew to the moon?"])
@pytest.mark.parametrize("within", [Filter(), Filter(without=frozenset({"bread.txt"}))])
def test_a_question_is_two_round_trips(
    assistant: Assistant, tables: CountedTables, question: str, within: Filter
) -> None:
    assert tables.counted(lambda: assistant.ask(question, within=within)) == 2
    # Its documents are at hand then; which generation is live is asked anew.
    assert tables.counted(lambda: assistant.ask(question, within=within)) == 1


def test_a_follow_up_in_several_forms_and_a_search_are_two_round_trips(
    assistant: Assistant, tables: CountedTables
) -> None:
    turns = (Turn("user", "What sinks ships?"), Turn("assistant", "Storms sink ships."))
    assert tables.counted(lambda: assistant.ask("And who reads maps on them?", turns)) == 2
    assert tables.counted(lambda: assistant.search("hot oven", k=10)) == 2


def test_a_misspelt_word_is_one_round_trip_more(assistant: Assistant, tables: CountedTables) -> None:
    assert tables.counted(lambda: assistant.search("forrests")) == 3
    assert assistant.search("forrests")[0].chunk.source == "foxes.txt"


def test_a_question_after_a_publication_sees_it_and_costs_what_opening_it_costs(
    assistant: Assistant, tables: CountedTables, store: Store, tmp_path: Path
) -> None:
    assert "forests" in str(assistant.ask("Where do foxes live?"))
    put(model_library(tmp_path / "writer", store), {"foxes": "Foxes live in towns."})
    found = []
    # The search that was made in vain, a pin and the look after it, the search, and the documents.
    assert tables.counted(lambda: found.append(assistant.ask("Where do foxes live?"))) == 5
    assert "Foxes live in towns." in str(found)
    assert found[0].trace.generation == 2
    assert tables.counted(lambda: assistant.ask("What sinks ships?")) == 2


def test_the_first_question_of_a_program_also_pins_the_generation(tables: CountedTables, tmp_path: Path) -> None:
    library = library_on(tables, tmp_path / "home")
    with Assistant(library, FakeReadingModel(), ExtractiveReader(), Settings()) as made:
        made.ask("Where do foxes live?")
    assert tables.calls[:4] == ["exists", "rows", "put", "rows"]


def test_the_longest_documents_within_a_filter_are_found_without_looking_through_all(
    tables: CountedTables, store: Store, tmp_path: Path
) -> None:
    long = {f"long/{number}": f"Ship {number}. " * (100 + number) for number in range(3)}
    put(model_library(tmp_path / "other", store), long | {"copies/again": long["long/2"]})
    with closing(library_on(tables, tmp_path / "home")) as library:
        snapshot = library.open()
        for folder, expected in (("long", ["long/1.txt", "long/0.txt"]), ("copies", ["copies/again.txt"])):
            within = Filter(without=frozenset({"long/2.txt"}), folder=folder)
            began = len(tables.calls)
            assert [entry.source for entry in snapshot.largest(len(expected), within)] == expected
            assert tables.calls[began:].count("scan") == 0
        assert [entry.source for entry in snapshot.largest(9, Filter(folder="letters"))] == ["letters/ann.txt"]


def test_a_word_that_very_many_documents_are_named_by_brings_some_of_them(
    tables: CountedTables, store: Store, tmp_path: Path
) -> None:
    held = store.tables[DOCUMENTS]
    (row,) = [row for row in held.values() if row["source"] == "letters/ann.txt"]
    for number in range(LOOKED_THROUGH + 5):
        source = f"letters/{number:06}.txt"
        held[document_key(source, 1)] = {**row, "key": document_key(source, 1), "source": source}
    with closing(library_on(tables, tmp_path / "home")) as library:
        snapshot = library.open()
        assert len(snapshot.named({"letters/ann"})) == LOOKED_THROUGH
        assert len(snapshot.largest(9, Filter(folder="letters"))) == 1  # all the others are copies
        assert snapshot.count(Filter(folder="letters")) == LOOKED_THROUGH + 6
