"""Libraries on engines for tests: with the fake embedder."""

from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING

from index.chunking.chunker import Splitting, split
from index.engines.library import EngineLibrary
from index.engines.originals import OriginalStore
from tests.engines.harness.tables_model import ModelTables, Store
from tests.fakes import DirectParser, FakeEmbedder, document_of

if TYPE_CHECKING:
    from pathlib import Path

    from index.engines.milvus.tables import MilvusTables
    from index.engines.tables import Tables

# Of Milvus.
TOKEN = "CITESEED_LIBRARY_TOKEN"


def library_on(
    tables: Tables, home: Path, embedder: FakeEmbedder | None = None, characters: int = 300
) -> EngineLibrary:
    """Return a library on an engine that embeds with a fake and cuts small chunks."""
    return EngineLibrary(
        tables,
        home,
        embedder or FakeEmbedder(),
        Splitting(characters, characters // 5),
        DirectParser(),
        originals=OriginalStore(str(home / "originals")),
    )


def model_library(home: Path, store: Store | None = None) -> EngineLibrary:
    """Return a library on the model of an engine."""
    return library_on(ModelTables(store or Store()), home)


def milvus_library(address: str, home: Path, embedder: FakeEmbedder | None = None) -> EngineLibrary:
    """Return a library on Milvus."""
    return library_on(tables_at(address), home, embedder)


def tables_at(address: str) -> MilvusTables:
    """Return the tables of a library on Milvus, with the token of the environment."""
    from index.engines.milvus.tables import MilvusTables
    from index.library_address import Address

    return MilvusTables(Address.parse(address), os.environ.get(TOKEN, ""))


def put(library: EngineLibrary, **texts: str) -> None:
    """Publish a generation with these texts, by name, and those that were there."""
    with library.update() as draft:
        for name, text in texts.items():
            document = document_of(text, name)
            draft.add(document, split(document, Splitting(300, 60)))
        draft.publish()


def remove(address: str) -> None:
    """Remove the collections of a library on Milvus."""
    with closing(tables_at(address)) as tables:
        for table in tables.names():
            tables.drop(table)
