"""Progress that assistants are told while the folders are read again and long works go on, over both transports."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import asynccontextmanager
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
from mcp import StdioServerParameters
from mcp.client import Client
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

from tests.harness.chat_process import served
from tests.harness.processes import COMMAND, citeseed, environment
from tests.libraries import write
from ui.http.auth.rights import READERS_ONLY_READ, Rights
from ui.http.auth.users import put, with_token

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

OLD = {"roses.txt": "Roses need water.", "owls.txt": "Owls see in the dark.", "bees.txt": "Bees make honey."}
NEW = "The ferry to Brimsea leaves at nine."
CLAIMS = "Roses need water. Owls see in the dark. Bees make honey."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "documents", OLD)
    assert citeseed("index", "documents", cwd=tmp_path).returncode == 0
    return tmp_path


@asynccontextmanager
async def over_pipes(folder: Path) -> AsyncIterator[Client]:
    command, *rest = COMMAND
    server = StdioServerParameters(command=command, args=[*rest, "mcp"], env=environment(), cwd=folder)
    async with Client(stdio_client(server)) as client:
        yield client


@asynccontextmanager
async def over_http(folder: Path) -> AsyncIterator[Client]:
    with served("chat", "--mcp", "--port", "0", cwd=folder) as chat:
        async with Client(f"{chat.address}/mcp") as client:
            yield client
        assert "Traceback" not in chat.said()


@pytest.mark.parametrize("connected", [over_pipes, over_http])
def test_a_long_work_says_nothing_until_it_is_done(connected: Any, folder: Path) -> None:
    told: list[tuple[float, float | None, str | None]] = []

    async def hear(done: float, total: float | None, message: str | None) -> None:
        told.append((done, total, message))

    async def talk() -> None:
        async with connected(folder) as client:
            checked = await client.call_tool("check", {"text": CLAIMS}, progress_callback=hear)
            assert checked.structured_content["claims"] == 3
            assert told == [(number, 3, "checking") for number in (1, 2, 3)]
            table = await client.call_tool("table", {"columns": ["animal"]}, progress_callback=hear)
            assert table.structured_content["documents"] == 3
            assert told[3:] == [(number, 3, "reading") for number in (1, 2, 3)]
            told.clear()
            write(folder / "documents", {"ferry.txt": NEW})
            report = (await client.call_tool("refresh", {}, progress_callback=hear)).structured_content
            assert (report["added"], report["documents"], report["skipped"]) == (1, 4, [])
            listed = await client.call_tool("list_documents", {})
            assert "ferry.txt" in [each["source"] for each in listed.structured_content["documents"]]
            found = await client.call_tool("search", {"question": "When does the ferry leave?", "k": 1})
            assert found.structured_content["passages"][0]["source"] == "ferry.txt"

    asyncio.run(talk())
    assert all(before < after for (before, *_), (after, *_) in pairwise(told))
    stages = [message.split()[0] for *_, message in told if message]
    assert list(dict.fromkeys(stages)) == ["reading", "embedding", "writing"]
    assert "reading 4 of 4" in [message for *_, message in told]


@pytest.mark.parametrize("connected", [over_pipes, over_http])
def test_refreshing_a_library_that_is_gone_begins_another(connected: Any, folder: Path) -> None:
    shutil.rmtree(folder / ".citeseed")
    write(folder / "seeds", {"else.txt": "Something else."})

    async def talk() -> Any:
        async with connected(folder) as client:
            return await client.call_tool("refresh", {})

    said = asyncio.run(talk())
    assert said.is_error
    assert said.content[0].text
    assert not (folder / ".citeseed" / "CURRENT").exists()


def test_a_reader_refreshes_the_library(folder: Path) -> None:
    tokens = {}
    for role in ("reader", "editor"):
        line, tokens[role] = with_token(role, Rights(role))
        put(folder / "people", line)

    async def refreshed(address: str, key: str) -> Any:
        async with (
            httpx2.AsyncClient(headers={"Authorization": f"Bearer {key}"}, timeout=60) as web,
            Client(streamable_http_client(f"{address}/mcp", http_client=web)) as client,
        ):
            return await client.call_tool("refresh", {})

    with served("chat", "--mcp", "--auth-file", "people", "--port", "0", cwd=folder) as chat:
        refused = asyncio.run(refreshed(chat.address, tokens["reader"]))
        assert refused.is_error
        assert refused.content[0].text.endswith(READERS_ONLY_READ)
        assert asyncio.run(refreshed(chat.address, tokens["editor"])).structured_content["unchanged"] == 3
