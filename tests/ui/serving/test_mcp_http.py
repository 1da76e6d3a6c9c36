"""The Model Context Protocol over HTTP, as its real client speaks it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from tests.harness.chat_process import Served, python, served
from ui.http.auth.users import put, with_token

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = "The gardener prunes roses in March."
MESSAGES: Any = [{"role": "user", "content": "gardener prunes roses"}]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("library")
    with served(str(folder), "--mcp", cwd=folder, command=python("tests.ui.fake_chat")) as chat:
        yield chat
        assert "Traceback" not in chat.errors.read_text()


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, str]]:
    """Return a chat with users, behind a proxy, and a token for it."""
    folder = tmp_path_factory.mktemp("closed")
    bot, token = with_token("bot")
    put(folder / "people", bot)
    people = (f"auth_file={folder / 'people'}", "root_path=https://chat.example/docs")
    with served(str(folder), "--mcp", *people, cwd=folder, command=python("tests.ui.fake_chat")) as chat:
        yield chat, token
        assert "Traceback" not in chat.errors.read_text()


@pytest.mark.parametrize("path", ["/mcp", "/gradio_api/mcp/"])
def test_assistants_find_the_tools(app: Served, path: str) -> None:
    async def story() -> None:
        async with Client(f"{app.address}{path}") as client:
            tools = {tool.name: tool for tool in (await client.list_tools()).tools}
            assert {*tools} == {"ask", "search", "check", "table", "read", "list_documents", "refresh"}
            assert all(tool.description for tool in tools.values())
            assert {*tools["ask"].input_schema["properties"]} == {"question", "folder"}
            assert {*tools["search"].input_schema["properties"]} == {"question", "k", "folder"}
            assert tools["search"].input_schema["properties"]["k"]["maximum"] == 100
            asked = await client.call_tool("ask", {"question": "gardener prunes roses"})
            assert asked.structured_content is not None
            assert asked.structured_content["text"] == f"{WORDS} [1]"
            assert asked.structured_content["citations"][0]["quote"] == WORDS
            found = await client.call_tool("search", {"question": "roses", "k": 1})
            assert found.structured_content is not None
            assert found.structured_content["passages"][0]["source"] == "garden.txt"
            read = await client.call_tool("read", {"source": "garden.txt"})
            assert read.structured_content is not None
            assert WORDS in read.structured_content["text"]
            assert [each.name for each in (await client.list_resources()).resources] == ["garden.txt"]
            refused = await client.call_tool("ask", {"question": " "})
            assert refused.is_error
            assert "The question is empty" in refused.content[0].model_dump()["text"]
            assert (await client.call_tool("search", {"question": "roses", "k": 0})).is_error

    asyncio.run(story())


def test_assistants_bring_a_token_too(closed: tuple[Served, str]) -> None:
    chat, token = closed

    async def tools(key: str) -> list[str]:
        async with (
            httpx2.AsyncClient(headers={"Authorization": f"Bearer {key}"}) as web,
            Client(streamable_http_client(f"{chat.address}/docs/mcp", http_client=web)) as client,
        ):
            return [tool.name for tool in (await client.list_tools()).tools]

    assert asyncio.run(tools(token))[:2] == ["ask", "search"]
    told = httpx2.post(f"{chat.address}/docs/mcp", headers={"Authorization": "Bearer wrong"}, json={})
    assert told.status_code == 401


@pytest.mark.parametrize(("origin", "allowed"), [("https://chat.example", True), ("https://evil.example", False)])
def test_behind_a_proxy_that_passes_on_no_host_the_public_address_may_post(
    closed: tuple[Served, str], origin: str, allowed: bool
) -> None:
    chat, token = closed
    with httpx2.Client(base_url=f"{chat.address}/docs", headers={"Origin": origin}) as browser:
        signing_in = browser.post("/login", data={"username": "ada", "password": "wrong"})
        assert signing_in.status_code == (401 if allowed else 403)
        key = {"Authorization": f"Bearer {token}"}
        about = {"data": ["gardener prunes roses", [], "", "", "", ""]}
        asked = browser.post("/gradio_api/call/ask", json=about, headers=key)
        assert asked.status_code == (200 if allowed else 403)
