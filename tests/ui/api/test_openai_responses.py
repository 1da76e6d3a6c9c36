"""Responses: whole or in events, the same text and the same citations."""

from __future__ import annotations

import json
from typing import Any

import pytest

from rag.events import Done, Found, Said, Withdrawn, Writing
from rag.types import Answer, Reason
from tests.ui.outcomes import answer, refusal
from ui.api.openai.content import TAKEN_BACK
from ui.api.openai.requests import Asked
from ui.api.openai.responses import Reply
from ui.formats.json import outcome_record
from ui.text.messages import REFUSALS

ASKED = Asked("why?", ())


def reply() -> Reply:
    return Reply(ASKED, "https://chat.example")


def told(outcome: Any, *before: Any) -> list[dict[str, Any]]:
    said = [Said(sentence) for sentence in outcome.sentences] if isinstance(outcome, Answer) else []
    heard = reply().pieces(iter([Found(()), *before, *said, Done(outcome)]))
    lines = [line.split("\n", 1) for line in heard if line is not None]
    events = [json.loads(data.removeprefix("data: ")) for _, data in lines]
    assert [name for name, _ in lines] == [f"event: {event['type']}" for event in events]
    assert [event["sequence_number"] for event in events] == list(range(len(events)))
    return events


def test_each_citation_is_a_link_and_a_file() -> None:
    whole = reply().whole(answer())
    (item,) = whole["output"]
    (part,) = item["content"]
    assert part["text"] == answer().text
    cited = [citation for sentence in answer().sentences for citation in sentence.citations]
    links, files = part["annotations"][::2], part["annotations"][1::2]
    assert len(links) == len(files) == len(cited)
    for link, file, citation in zip(links, files, cited, strict=True):
        assert (link["type"], file["type"]) == ("url_citation", "file_citation")
        assert link["url"].startswith("https://chat.example/?source=reports%2F2024.txt&start=")
        assert link["quote"] == file["quote"] == citation.quote
        assert (file["filename"], file["file_id"]) == (citation.source, citation.fingerprint)
        assert file["index"] == link["end_index"]
        assert part["text"][link["start_index"] : link["end_index"]] in {each.text for each in answer().sentences}
    assert whole["citeseed"] == outcome_record("why?", answer())
    assert whole["usage"]["total_tokens"] == whole["usage"]["input_tokens"] + whole["usage"]["output_tokens"]


def test_the_events_make_the_whole() -> None:
    events = told(answer(), Writing())
    (whole,) = reply().whole(answer())["output"]
    (last,) = events[-1]["response"]["output"]
    assert last["content"] == whole["content"]
    assert (
        "".join(event["delta"] for event in events if event["type"].endswith(".delta")) == whole["content"][0]["text"]
    )
    added = [event["annotation"] for event in events if event["type"].endswith("annotation.added")]
    assert added == whole["content"][0]["annotations"]
    assert events[-1]["response"]["citeseed"]["answered"] is True
    assert [event["response"]["status"] for event in events if "response" in event] == [
        "in_progress", "in_progress", "completed",
    ]  # fmt: skip


def test_what_is_taken_back_is_said_to_be() -> None:
    events = told(answer(), Said(answer().sentences[0]), Withdrawn())
    text = events[-1]["response"]["output"][0]["content"][0]["text"]
    assert text == f"{answer().sentences[0].marked}{TAKEN_BACK} {answer().text}"


@pytest.mark.parametrize("reason", list(Reason))
def test_a_refusal_says_why_and_cites_nothing(reason: Reason) -> None:
    (part,) = reply().whole(refusal(reason))["output"][0]["content"]
    assert (part["text"], part["annotations"]) == (REFUSALS[reason], [])
    assert told(refusal(reason))[-1]["response"]["output"][0]["content"] == [part]


def test_what_went_wrong_is_the_last_event() -> None:
    name, data = reply().trouble("It broke.", 500).split("\n", 1)
    assert name == "event: error"
    assert json.loads(data.removeprefix("data: "))["message"] == "It broke."
