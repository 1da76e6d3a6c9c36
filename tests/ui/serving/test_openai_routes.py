"""The real client of OpenAI's protocol."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import httpx2
import openai
import pytest
from mcp import Client

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


@pytest.fixture
def client(app: Served) -> Iterator[openai.OpenAI]:
    with speaking(f"{app.address}/v1") as client:
        yield client


def speaking(address: str, key: str = "any") -> openai.OpenAI:
    return openai.OpenAI(base_url=address, api_key=key, max_retries=0, timeout=60)


def test_the_models_are_listed(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["citeseed", "citeseed-links"]
    assert client.models.retrieve("citeseed").owned_by == "citeseed"
    with pytest.raises(openai.NotFoundError, match="no model 'gpt-9' here"):
        client.models.retrieve("gpt-9")


def test_an_answer_comes_with_annotations(app: Served, client: openai.OpenAI) -> None:
    completion = client.chat.completions.create(model="citeseed", messages=MESSAGES)
    message = completion.choices[0].message
    assert message.content == f"{WORDS} [1]"
    assert message.annotations is not None
    (annotation,) = message.annotations
    cited = annotation.url_citation
    assert cited.title == "Roses need water."
    assert cited.url.startswith(f"{app.address}/?source=garden.txt&start=18&end=53&version=")
    assert message.content[cited.start_index : cited.end_index] == WORDS
    assert annotation.model_dump()["quote"] == WORDS


def test_a_stream_says_the_same(client: openai.OpenAI) -> None:
    whole = client.chat.completions.create(model="citeseed", messages=MESSAGES).choices[0].message.model_dump()
    content, annotations, reasons = "", list[Any](), list[Any]()
    with client.chat.completions.create(model="citeseed", messages=MESSAGES, stream=True) as stream:
        for chunk in stream:
            delta = chunk.choices[0].delta.model_dump()
            content += delta["content"] or ""
            annotations += delta.get("annotations") or []
            reasons.append(chunk.choices[0].finish_reason)
    assert (content, annotations) == (whole["content"], whole["annotations"])
    assert [reason for reason in reasons if reason] == ["stop"]


def test_usage_is_told_whole_and_at_the_end_of_a_stream(client: openai.OpenAI) -> None:
    whole = client.chat.completions.create(model="citeseed", messages=MESSAGES).usage
    assert whole is not None
    assert whole.total_tokens == whole.prompt_tokens + whole.completion_tokens > 0
    options: Any = {"include_usage": True}
    create = client.chat.completions.create
    with create(model="citeseed", messages=MESSAGES, stream=True, stream_options=options) as stream:
        *_, last = stream
    assert (last.choices, last.usage) == ([], whole)


def test_a_response_comes_with_both_kinds_of_annotations_whole_and_in_events(
    app: Served, client: openai.OpenAI
) -> None:
    whole = client.responses.create(model="citeseed", input="gardener prunes roses")
    assert whole.output_text == f"{WORDS} [1]"
    message: Any = whole.output[0]
    link, file = message.content[0].annotations
    assert (link.type, file.type) == ("url_citation", "file_citation")
    assert link.url.startswith(f"{app.address}/?source=garden.txt&start=18&end=53&version=")
    assert whole.output_text[link.start_index : link.end_index] == WORDS
    assert (file.filename, file.index) == ("garden.txt", link.end_index)
    with client.responses.stream(model="citeseed", input=MESSAGES) as stream:
        for _ in stream:
            pass
        final = stream.get_final_response()
    assert final.output_text == whole.output_text
    assert final.output[0].model_dump()["content"][0]["annotations"] == [link.model_dump(), file.model_dump()]
    assert final.usage == whole.usage


def test_a_response_that_cannot_be_made_is_an_error_of_theirs(client: openai.OpenAI) -> None:
    with pytest.raises(openai.BadRequestError, match="not stored") as refused:
        client.responses.create(model="citeseed", input="why?", previous_response_id="resp_1")
    assert refused.value.param == "previous_response_id"
    with pytest.raises(openai.BadRequestError, match="The question is empty"):
        client.responses.create(model="citeseed", input=" ", stream=True)
    with pytest.raises(openai.NotFoundError):
        client.responses.create(model="gpt-9", input="why?")
    with pytest.raises(openai.NotFoundError, match="no such route"):
        client.responses.retrieve("resp_1")


@pytest.mark.parametrize("body", ["{", "[" * 100_000, '"why?"', "\xff"])
def test_a_body_that_is_no_request_is_an_error_of_theirs(app: Served, body: str) -> None:
    kind = {"Content-Type": "application/json"}
    for path in ("chat/completions", "responses"):
        told = httpx2.post(f"{app.address}/v1/{path}", content=body.encode("latin-1"), headers=kind)
        assert told.status_code == 400
        assert told.json()["error"]["type"] == "invalid_request_error"


def test_a_client_that_shows_no_annotations_finds_the_links_in_the_text(client: openai.OpenAI) -> None:
    message = client.chat.completions.create(model="citeseed-links", messages=MESSAGES).choices[0].message
    assert message.annotations is not None
    assert message.content == f"{WORDS} [[1]]({message.annotations[0].url_citation.url})"
    response = client.responses.create(model="citeseed-links", input=MESSAGES)
    assert (response.output_text, response.model) == (message.content, "citeseed-links")


def test_a_refusal_is_an_answer_too(client: openai.OpenAI) -> None:
    ask: Any = [{"role": "user", "content": "capital of Mongolia"}]
    message = client.chat.completions.create(model="citeseed", messages=ask).choices[0].message
    assert message.content == "Nothing in these documents is about that."
    assert message.annotations == []


@pytest.mark.parametrize("stream", [False, True])
def test_what_cannot_be_asked_is_an_error_of_theirs(client: openai.OpenAI, stream: bool) -> None:
    empty: Any = [{"role": "user", "content": "  "}]
    with pytest.raises(openai.BadRequestError, match="The question is empty"):
        client.chat.completions.create(model="citeseed", messages=empty, stream=stream)
    with pytest.raises(openai.BadRequestError, match="messages: list should have") as refused:
        client.chat.completions.create(model="citeseed", messages=[], stream=stream)
    assert (refused.value.type, refused.value.param) == ("invalid_request_error", "messages")
    with pytest.raises(openai.NotFoundError) as unknown:
        client.chat.completions.create(model="gpt-9", messages=MESSAGES, stream=stream)
    assert unknown.value.code == "model_not_found"
    long: Any = [{"role": "user", "content": "x" * 5_000_000}]
    with pytest.raises(openai.APIStatusError) as large:
        client.chat.completions.create(model="citeseed", messages=long, stream=stream)
    assert (large.value.status_code, large.value.code) == (413, "request_too_large")
    with pytest.raises(openai.NotFoundError, match="no such route"):
        client.embeddings.create(model="citeseed", input="why?")
    with pytest.raises(openai.APIStatusError, match="/v1/chat/completions takes POST only") as listed:
        client.chat.completions.list()
    assert (listed.value.status_code, listed.value.response.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize(
    "question", ["x" * 1_000_000, "\U0001f331" * 10_000, "why? " * 5_000], ids=["1 MB", "emoji", "words"]
)
def test_a_question_that_is_too_long_is_refused_and_the_next_one_answered(app: Served, question: str) -> None:
    async def tool() -> str:
        async with Client(f"{app.address}/mcp") as client:
            refused = await client.call_tool("ask", {"question": question})
            assert refused.is_error
            return str(refused.content[0].model_dump()["text"])

    long: Any = [{"role": "user", "content": question}]
    with speaking(f"{app.address}/v1") as client:
        with pytest.raises(openai.BadRequestError, match="question") as refused:
            client.chat.completions.create(model="citeseed", messages=long)
        assert len(refused.value.message) < 300
        assert client.chat.completions.create(model="citeseed", messages=MESSAGES).choices[0].message.annotations
    assert len(asyncio.run(tool())) < 300


def test_control_characters_are_passed_over(app: Served) -> None:
    strange: Any = [{"role": "user", "content": "\x00gardener\x1b[31m prunes\x07 \u202eroses"}]
    with speaking(f"{app.address}/v1") as client:
        told = client.chat.completions.create(model="citeseed", messages=strange)
    assert told.choices[0].message.content == f"{WORDS} [1]"
    assert "\x1b" not in told.model_dump_json()


HALF = r"gardener prunes \ud800 roses"


@pytest.mark.parametrize("stream", ["false", "true"])
@pytest.mark.parametrize("content", [f'"{HALF}"', f'[{{"type": "text", "text": "{HALF}"}}]'], ids=["text", "blocks"])
def test_half_a_character_in_a_question_breaks_nothing(app: Served, content: str, stream: str) -> None:
    message = f'{{"role": "user", "content": {content}}}'
    body = f'{{"stream": {stream}, "messages": [{message}, {message}]}}'
    told = httpx2.post(f"{app.address}/v1/chat/completions", content=body)
    assert told.status_code == 200
    assert WORDS in told.text
    assert "gardener prunes \ufffd roses" in told.text


@pytest.mark.parametrize(
    ("endpoint", "data", "said"),
    [
        ("ask", f'["{HALF}", [{{"role": "user", "content": "{HALF}"}}], "", "", "", ""]', WORDS),
        ("search", f'["{HALF}", 10, "", "", "", ""]', WORDS),
        ("chat", f'["{HALF}", []]', WORDS),
        ("ask", f'["roses", [], "", "{HALF}", "", ""]', "are not read"),
        ("ask", f'["roses", [], "", "", "{HALF}", ""]', "is no day"),
    ],
)
def test_half_a_character_comes_back_from_no_endpoint(app: Served, endpoint: str, data: str, said: str) -> None:
    address = f"{app.address}/gradio_api/call/{endpoint}"
    kind = {"Content-Type": "application/json"}
    event = httpx2.post(address, content=f'{{"data": {data}}}', headers=kind).json()["event_id"]
    told = httpx2.get(f"{address}/{event}", timeout=60).text
    assert said in told
    assert "ud800" not in told


def test_without_a_token_nobody_is_answered(closed: tuple[Served, str]) -> None:
    chat, token = closed
    with speaking(f"{chat.address}/docs/v1", token) as client:
        message = client.chat.completions.create(model="citeseed", messages=MESSAGES).choices[0].message
        assert message.annotations is not None
        assert message.annotations[0].url_citation.url.startswith("https://chat.example/docs/?source=garden.txt&")
        described = httpx2.get(f"{chat.address}/docs/openapi.json", headers={"Authorization": f"Bearer {token}"})
        assert "/v1/responses" in described.json()["paths"]
    assert httpx2.get(f"{chat.address}/docs/openapi.json").status_code == 401
    with speaking(f"{chat.address}/docs/v1", "wrong") as client, pytest.raises(openai.AuthenticationError) as refused:
        client.models.list()
    assert refused.value.code == "invalid_api_key"
