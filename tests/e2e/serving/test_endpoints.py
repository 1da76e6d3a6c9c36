"""The endpoints for programs, through Gradio's client. It runs in its own process because it leaves sockets open."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from rag.types import Reason
from tests.harness.chat_process import Served, served
from tests.harness.processes import SEEDS, citeseed, environment
from ui.text.messages import REFUSALS

if TYPE_CHECKING:
    from pathlib import Path

QUESTION = "why is Alibaba's plan considered risky?"
CLIENT = """
import json, os, sys
from gradio_client import Client

headers = {"Authorization": f"Bearer {sys.argv[2]}"} if sys.argv[2] else {}
client = Client(sys.argv[1], headers=headers, verbose=False)
replies = []
for endpoint, arguments in json.load(sys.stdin):
    try:
        job = client.submit(*arguments, api_name=endpoint)
        streamed, result = list(job), job.result()
        replies.append(streamed or [result])
    except Exception as error:
        replies.append(f"{type(error).__name__}: {error}")
print(json.dumps(replies), flush=True)
os._exit(0)  # the client leaves threads behind, which may crash an interpreter that is being torn down
"""


def called(chat: Served, *calls: tuple[str, list[Any]], token: str = "") -> list[Any]:
    """Return what came of each call: everything that was streamed, or the error as text."""
    run = subprocess.run(
        [sys.executable, "-c", CLIENT, chat.address, token],
        input=json.dumps(calls),
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=240,
    )
    replies: list[Any] = json.loads(run.stdout.splitlines()[-1])
    return replies


def timeless(record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key != "timings_ms"}


def test_ask_and_search_return_what_the_command_line_prints(chat: Served, seeds_library: Path, tmp_path: Path) -> None:
    (asked,), (found,) = called(chat, ("/ask", [QUESTION]), ("/search", [QUESTION, 3]))
    at = ("--index", str(seeds_library))
    printed = json.loads(citeseed("ask", QUESTION, "--json", *at, cwd=tmp_path).stdout)
    assert {*asked} == {*printed}
    assert asked["answered"] is True
    assert asked["text"] == printed["text"]
    assert asked["citations"] == printed["citations"]
    article = (SEEDS / "000_8ab994d9b131bbc8.txt").read_text(encoding="utf-8")
    assert all(citation["quote"] in article for citation in asked["citations"])
    listed = json.loads(citeseed("search", QUESTION, "-k", "3", "--json", *at, cwd=tmp_path).stdout)
    assert timeless(found).keys() == timeless(listed).keys()
    assert found["passages"] == listed["passages"]
    assert len(found["passages"]) == 3


def test_chat_streams_the_text_of_the_answer(chat: Served) -> None:
    (asked,), heard, refused = called(
        chat, ("/ask", [QUESTION]), ("/chat", [QUESTION]), ("/chat", ["What is the capital of Mongolia?"])
    )
    assert heard[-1] == asked["text"]
    assert all(heard[-1].startswith(piece) for piece in heard)
    assert refused == ["Nothing in these documents is about that."]


def test_a_history_is_taken_as_a_client_or_a_chatbot_gives_it(chat: Served) -> None:
    plain = [{"role": "user", "content": "How much will Alibaba invest?"}, {"role": "assistant", "content": "$53bn."}]
    blocks = [{**turn, "content": [{"type": "text", "text": turn["content"]}]} for turn in plain]
    (one,), (other,) = called(chat, ("/ask", ["Why is it risky?", plain]), ("/ask", ["Why is it risky?", blocks]))
    assert timeless(one) == timeless(other)


def test_what_is_no_question_gets_a_sentence_and_the_server_goes_on(chat: Served) -> None:
    bad: list[tuple[str, list[Any]]] = [
        ("/ask", [""]),
        ("/ask", ["x" * 1_000_000]),
        ("/ask", ["\U0001f331" * 10_000]),
        ("/ask", [["why?"]]),
        ("/ask", ["why?", ["because"]]),
        ("/search", ["why?", 0]),
        ("/search", ["why?", 1_000_000]),
        ("/search", ["why?", "many"]),
        ("/search", ["why?", 3, "", "exe"]),
        ("/ask", ["why?", [], "", "", "tomorrow"]),
        ("/ask", ["why?", [], 7]),
        ("/chat", ["   "]),
    ]
    refused = called(chat, *bad)
    assert all(reply.startswith("AppError: ") for reply in refused)
    assert all(len(reply) < 200 and reply.endswith((".", 'content".')) for reply in refused)
    assert "1,000,000" in refused[1]
    ((after,),) = called(chat, ("/ask", ["\x00why is\x1b Alibaba's plan considered risky?\x07"]))
    assert after["answered"] is True
    assert "Traceback" not in chat.errors.read_text()


def test_what_the_documents_do_not_say_is_said_and_nothing_is_cited(chat: Served) -> None:
    (asked,), (found,) = called(chat, ("/ask", ["What is the capital of Mongolia?"]), ("/search", [QUESTION, 100]))
    assert (asked["answered"], asked["sentences"], asked["citations"]) == (False, [], [])
    assert asked["reason"]
    # Fewer than a hundred: all there are, each once.
    places = [(passage["source"], passage["start"]) for passage in found["passages"]]
    assert 0 < len(places) == len(set(places)) < 100


def test_an_empty_library_says_so(tmp_path: Path) -> None:
    with served("chat", "--index", str(tmp_path / "library"), "--port", "0", cwd=tmp_path) as chat:
        asked, heard = called(chat, ("/ask", [QUESTION]), ("/chat", [QUESTION]))
        assert "AppError: " in asked
        assert asked.removeprefix("AppError: ") == REFUSALS[Reason.EMPTY_LIBRARY]
        assert heard == asked
        assert "Traceback" not in chat.errors.read_text()


def test_a_filter_leaves_some_of_the_documents(chat: Served) -> None:
    (some,), (none,) = called(chat, ("/search", [QUESTION, 3, "", "txt,html"]), ("/ask", [QUESTION, [], "elsewhere"]))
    assert len(some["passages"]) == 3
    assert none["answered"] is False
    assert "folder 'elsewhere'" in none["warnings"][0]


def test_nothing_else_can_be_called(chat: Served) -> None:
    others = called(chat, ("/add", [["/etc/passwd"]]), ("/remove", []), ("/rebuild", []), ("/answer", ["why?", None]))
    assert all(reply.startswith("ValueError: Cannot find a function") for reply in others)
