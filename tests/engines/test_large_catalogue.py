"""What people do with a library on an engine never takes its whole table of contents into memory."""

from __future__ import annotations

import asyncio
import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from index import Filter, LibraryError, SyncReport
from index.engines.rows.conversion import body_of, document_key
from index.engines.tables import BLOCKS, DOCUMENTS, STATE
from rag.assistant import Assistant
from rag.generation.extractive import ExtractiveReader
from rag.settings import Settings
from tests.engines.harness.libraries import library_on, model_library, put
from tests.engines.harness.tables_model import ModelTables, Store
from tests.fakes import FakeReadingModel
from ui.chat.cancellation import Running
from ui.chat.choice import counted
from ui.documents.guides import guide_to_library
from ui.documents.service import DocumentsService
from ui.operations.index_time import IndexTime
from ui.suggestions.suggestions import Suggestions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from index.engines.conditions import Where
    from index.engines.tables import Row

MANY = 12_000
# The page lists 5,000 documents, and looks through 10,000 for some things.
BOUND = 11_000
TEXTS = {"ships": "Storms sink ships. Harbours shelter them.", "bread": "Bread needs flour, water and salt."}


class Read(ModelTables):
    """Counts the rows of documents that are read."""

    rows_read = 0

    def rows(self, table: str, where: Where, fields: Sequence[str], most: int = 16_384) -> list[Row]:
        found = super().rows(table, where, fields, most)
        self.rows_read += len(found) * (table == DOCUMENTS)
        return found

    def scan(self, table: str, where: Where, fields: Sequence[str], batch: int = 1000) -> Iterator[Row]:
        for row in super().scan(table, where, fields, batch):
            self.rows_read += table == DOCUMENTS
            yield row


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Two documents, and 12,000 that are only listed."""
    made = Store()
    put(model_library(tmp_path_factory.mktemp("writer"), made), **TEXTS)
    held = made.tables[DOCUMENTS]
    (row,) = [row for row in held.values() if row["source"] == "bread.txt"]
    texts = [block for block in made.tables[BLOCKS].values() if block["body"] == body_of("bread.txt", 1)]
    for number in range(MANY):
        source = f"bread/{number:06}.txt"
        key, content = document_key(source, 1), hashlib.sha256(source.encode()).hexdigest()
        held[key] = {**row, "key": key, "source": source, "content": content, "characters": 10}
        for block in texts:
            key = f"{block['part']}-{number:06}"
            made.tables[BLOCKS][key] = {**block, "key": key, "body": body_of(source, 1)}
    (live,) = [row for row in made.tables[STATE].values() if row["kind"] == "generation"]
    live["body"] = json.dumps({**json.loads(live["body"]), "documents": len(held)})
    return made


def suggested(assistant: Assistant, within: Filter = Filter()) -> object:  # noqa: B008 (frozen)
    return asyncio.run(Suggestions(assistant, Running()).offered(within))


DONE: dict[str, Callable[[Assistant, Path], object]] = {
    "a question": lambda assistant, _: assistant.ask("What sinks ships?"),
    "a question about a folder": lambda assistant, _: assistant.ask("What needs flour?", within=Filter(folder="bread")),
    "an overview": lambda assistant, _: assistant.ask("What are these documents about?"),
    "a summary of what many are named": lambda assistant, _: assistant.ask("Summarise bread."),
    "a comparison": lambda assistant, _: assistant.ask("Compare ships and bread."),
    "a search": lambda assistant, _: assistant.search("ships", (), 5),
    "a check": lambda assistant, _: assistant.check("Storms sink ships."),
    "suggestions": lambda assistant, _: suggested(assistant),
    "suggestions for a folder": lambda assistant, _: suggested(assistant, Filter(without=frozenset({"ships.txt"}))),
    "the page's list": lambda assistant, home: DocumentsService(assistant.library, home, _nothing).contents(),
    "the guide": lambda assistant, _: guide_to_library(assistant.library.open()),
    "the guide to a folder": lambda assistant, _: guide_to_library(assistant.library.open(), Filter(folder="bread")),
    "the number that a filter leaves": lambda assistant, _: counted(Filter(folder="bread"), assistant.library.open()),
    "the metrics": lambda assistant, _: IndexTime(assistant.library)(),
}


def _nothing(*_: object, **__: object) -> SyncReport:
    raise LibraryError("Nothing is indexed here.")


@pytest.mark.parametrize("name", DONE)
def test_work_takes_the_whole_table_of_contents(name: str, store: Store, tmp_path: Path) -> None:
    tables = Read(store)
    library = library_on(tables, tmp_path / "home")
    with Assistant(library, FakeReadingModel(), ExtractiveReader(), Settings()) as assistant:
        assert DONE[name](assistant, tmp_path / "home") is not None
        assert tables.rows_read < BOUND
        assert len(library.open().contents()) == MANY + 2
        assert tables.rows_read > MANY
