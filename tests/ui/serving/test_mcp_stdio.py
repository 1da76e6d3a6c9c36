"""``citeseed mcp`` as assistants use it: the real client starts it and speaks over its standard input and output."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import pytest
from mcp import StdioServerParameters
from mcp.client import Client
from mcp.client.stdio import stdio_client
from mcp.shared.exceptions import MCPError

from tests.harness.processes import ARTICLE, COMMAND, GOLDEN, citeseed, environment

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from mcp.types import CallToolResult


def spoken(library: Path, talk: Callable[[Client], Awaitable[Any]]) -> Any:
    """Return what comes of a talk of the real client with a server that it starts."""

    async def run() -> Any:
        command, *rest = COMMAND
        server = StdioServerParameters(
            command=command, args=[*rest, "mcp", "--index", str(library)], env=environment(), cwd=library.parent
        )
        async with Client(stdio_client(server)) as client:
            return await talk(client)

    return asyncio.run(run())


def called(library: Path, *calls: tuple[str, dict[str, Any]]) -> list[CallToolResult]:
    async def talk(client: Client) -> list[CallToolResult]:
        return [await client.call_tool(name, arguments) for name, arguments in calls]

    done: list[CallToolResult] = spoken(library, talk)
    return done


def test_an_assistant_gets_other_answers_than_the_command_line(seeds_library: Path) -> None:
    at = ("--index", str(seeds_library))
    asked, found = called(seeds_library, ("ask", {"question": GOLDEN}), ("search", {"question": GOLDEN, "k": 3}))
    for result, command in ((asked, ("ask", GOLDEN)), (found, ("search", GOLDEN, "-k", "3"))):
        printed = json.loads(citeseed(*command, "--json", *at, cwd=seeds_library.parent).stdout)
        got = result.structured_content
        assert got is not None
        assert got | {"timings_ms": {}} == printed | {"timings_ms": {}}
        assert not result.is_error


def test_a_quote_cannot_be_read_in_its_surroundings(seeds_library: Path) -> None:
    text = citeseed("show", ARTICLE, "--index", str(seeds_library), cwd=seeds_library.parent).stdout
    (asked,) = called(seeds_library, ("ask", {"question": GOLDEN}))
    assert asked.structured_content is not None
    quote = asked.structured_content["citations"][0]
    place = {name: quote[name] for name in ("source", "start", "end")}
    exact, around, whole = called(
        seeds_library,
        ("read", place),
        ("read", place | {"around": 200}),
        ("read", {"source": ARTICLE}),
    )
    assert exact.structured_content is not None
    assert exact.structured_content["text"] == quote["quote"]
    wider = around.structured_content
    assert wider is not None
    assert wider["text"] == text[wider["start"] : wider["end"]]
    assert wider["start"] <= quote["start"] - 200
    assert wider["end"] >= quote["end"] + 200
    assert whole.structured_content is not None
    assert (whole.structured_content["text"], whole.structured_content["next"]) == (text, None)


def test_documents_are_no_resources(seeds_library: Path) -> None:
    async def talk(client: Client) -> Any:
        listed = await client.call_tool("list_documents", {})
        resources = (await client.list_resources()).resources
        read = await client.read_resource(resources[0].uri)
        with pytest.raises(MCPError, match=r"There is no document 'nothing\.txt'"):
            await client.read_resource("citeseed://documents/nothing.txt")
        return listed.structured_content, resources, read.contents[0]

    listed, resources, read = spoken(seeds_library, talk)
    assert [each["source"] for each in listed["documents"]] == [each.name for each in resources] == [ARTICLE]
    text = citeseed("show", ARTICLE, "--index", str(seeds_library), cwd=seeds_library.parent).stdout
    assert read.text == text


def test_each_tool_says_what_it_returns(seeds_library: Path) -> None:
    async def talk(client: Client) -> Any:
        assert client.server_info is not None
        assert client.server_info.version == version("citeseed")
        return (await client.list_tools()).tools

    tools = {each.name: each for each in spoken(seeds_library, talk)}
    assert list(tools) == ["ask", "search", "check", "table", "read", "list_documents", "refresh"]
    for tool in tools.values():
        assert tool.output_schema["type"] == "object"
        assert tool.output_schema["required"]
        assert tool.description
        assert all(each.get("description") for each in tool.input_schema["properties"].values())
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint is (tool.name != "refresh")


def test_what_cannot_be_done_is_said_in_a_sentence(seeds_library: Path, tmp_path: Path) -> None:
    wrong = called(
        seeds_library,
        ("ask", {"question": "  "}),
        ("read", {"source": "nothing.txt"}),
        ("read", {"source": ARTICLE, "start": 10**9}),
        ("search", {"question": "x", "folder": "/etc"}),
        ("ask", {}),
        ("search", {"question": "x", "k": "many"}),
        ("table", {"columns": []}),
        ("table", {"columns": "date", "each": "page"}),
    )
    (missing,) = called(tmp_path / "none", ("ask", {"question": "why?"}))
    said = [each.content[0].text for each in (*wrong, missing) if each.is_error]  # type: ignore[union-attr]
    assert len(said) == 9
    for sentence, part in zip(
        said,
        (
            "empty",
            "nothing.txt",
            "There are no characters",
            "/etc",
            "question: field required.",
            "k: input should be a valid integer",
            "columns: list should have at least 1 item",
            "columns: input should be a valid list.",
            "citeseed index",
        ),
        strict=True,
    ):
        assert part in sentence
        assert "\n" not in sentence


def test_something_else_than_the_protocol_stands_on_standard_output(seeds_library: Path) -> None:
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    asking = {"name": "ask", "arguments": {"question": GOLDEN}}
    messages = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": asking},
    ]
    with server(seeds_library) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("".join(f"{json.dumps(each)}\n" for each in messages))
        process.stdin.flush()
        lines = [json.loads(process.stdout.readline()) for _ in range(2)]
        process.stdin.close()  # so does an assistant that ends
        rest = process.stdout.read()
        assert process.wait(60) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""
    assert [line["id"] for line in lines] == [1, 2]
    assert rest == ""
    assert lines[1]["result"]["structuredContent"]["answered"]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_does_not_end_it(number: signal.Signals, code: int, seeds_library: Path) -> None:
    with server(seeds_library) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({"jsonrpc": "2.0", "id": 1, "method": "ping"}) + "\n")
        process.stdin.flush()
        process.stdout.readline()
        os.kill(process.pid, number)
        assert process.wait(60) == code
        assert process.stderr is not None
        assert process.stderr.read() == "citeseed: interrupted\n"


def server(library: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, "mcp", "--index", str(library)],
        cwd=library.parent, env=environment(), encoding="utf-8",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
