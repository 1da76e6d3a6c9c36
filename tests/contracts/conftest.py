"""Each kind of library that the contract is tried on."""

from __future__ import annotations

import secrets
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.engines.harness.libraries import library_on, remove, tables_at
from tests.engines.harness.milvus_server import LentMilvus
from tests.engines.harness.tables_model import ModelTables, Store
from tests.libraries import library_in
from tests.memory_library import MemoryLibrary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index import Library
    from index.engines.tables import Tables
    from tests.engines.harness.milvus_server import MilvusLite

KINDS = [
    "memory",
    "local",
    "model",
    pytest.param("milvus-lite", marks=pytest.mark.slow),
    pytest.param("milvus", marks=pytest.mark.milvus),
]


@pytest.fixture(params=KINDS)
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    match request.param:
        case "memory":
            yield MemoryLibrary()
        case "local":
            with closing(library_in(tmp_path / "library")) as local:
                yield local
        case kind:
            with tables_of(kind, request) as held, closing(library_on(held, tmp_path / "home")) as made:
                yield made


@pytest.fixture(params=KINDS[2:])
def tables(request: pytest.FixtureRequest) -> Iterator[Tables]:
    """Return the tables of a library on an engine, in which there is none yet."""
    # The exact index: an approximate one may leave out hits where few of its rows are alive.
    with tables_of(request.param, request, "FLAT") as made:
        yield made


@contextmanager
def tables_of(kind: str, request: pytest.FixtureRequest, index: str = "") -> Iterator[Tables]:
    """Use the tables of a new library on an engine of this kind."""
    if kind == "model":
        yield ModelTables(Store())
        return
    given = request.config.getoption("--milvus") if kind == "milvus" else None
    server: MilvusLite | LentMilvus = LentMilvus(str(given)) if given else request.getfixturevalue("milvus_lite")
    address = server.address(f"t{secrets.token_hex(8)}", index)
    with closing(tables_at(address)) as made:
        yield made
    remove(address)
