"""Each kind of library that the contract is tried on."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import pytest

from index.engines.library import EngineLibrary
from tests.engines.harness.libraries import milvus_library, model_library, remove
from tests.libraries import library_in
from tests.memory_library import MemoryLibrary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index import Library
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
    made = _made(request, tmp_path)
    yield made
    made.close()
    if isinstance(made, EngineLibrary) and request.param != "model":
        remove(made.name)


def _made(request: pytest.FixtureRequest, folder: Path) -> Library:
    name = f"t{secrets.token_hex(8)}"
    match request.param:
        case "memory":
            return MemoryLibrary()
        case "local":
            return library_in(folder / "library")
        case "model":
            return model_library(folder / "home")
        case "milvus-lite":
            server: MilvusLite = request.getfixturevalue("milvus_lite")
            return milvus_library(server.address(name), folder / "home")
    given = str(request.config.getoption("--milvus"))
    return milvus_library(f"{given.rpartition('/')[0]}/{name}", folder / "home")
