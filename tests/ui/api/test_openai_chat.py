"""Completions: whole or in pieces, the same text and the same citations."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from markdown_it import MarkdownIt

from rag.events import Done, Event, Found, Said, Withdrawn, Writing
from rag.types import NOT_SUPPORTED, Answer, Reason, Sentence, Turn
from tests.ui.outcomes import TEXT, answer, computed, refusal
from ui.api.openai.chat import Completion
from ui.api.openai.content import TAKEN_BACK
from ui.api.openai.requests import Asked
from ui.formats.json import outcome_record
from ui.formats.quote_link import QuoteLink
from ui.text.messages import REFUSALS

ASKED = Asked("why is that?", (Turn("user", "Who prunes?"),))
BASE = "https://chat.example/docs"


def completion(**more: Any) -> Completion:
    return Completion(ASKED, BASE, **more)


def pieces(outcome: Any, *before: Event, **more: Any) -> list[dict[str, Any]]:
    said = [Said(sentence) for sentence in outcome.sentences] if isinstance(outcome, Answer) else []
    heard = completion(**more).pieces(iter([Found(()), *before, *said, Done(outcome)]))
    *lines, end = [line for line in heard if line is not None]
    assert end == "data: [DONE]\n\n"
    return [json.loads(line.removeprefix("data: ")) for line in lines]


def test_an_answer_is_a_completion_with_its_citations_as_annotations() -> None:
    whole = completion().whole(answer())
    message = whole["choices"][0]["message"]
    assert message["content"] == answer().text
    assert len(message["annotations"]) == 4
    for annotation in message["annotations"]:
        cited = annotation["url_citation"]
        assert annotation["type"] == "url_citation"
        assert message["content"][cited["start_index"] : cited["end_index"]] in TEXT
        assert TEXT[annotation["start"] : annotation["end"]] == annotation["quote"]
        base, _, query = cited["url"].partition("/?")
        link = QuoteLink.from_query(query)
        assert (base, link and link.source) == (BASE, "reports/2024.txt")
        assert link is not None
        assert TEXT[link.start : link.end] == annotation["quote"]
        assert cited["title"] == "Annual report"
    assert whole["citeseed"] == outcome_record(ASKED.question, answer())


def test_the_pieces_make_the_whole() -> None:
    whole = completion().whole(answer())["choices"][0]["message"]
    first, *middle, last = pieces(answer())
    deltas = [piece["choices"][0]["delta"] for piece in middle]
    assert first["choices"][0]["delta"]["role"] == "assistant"
    assert "".join(delta["content"] for delta in deltas) == whole["content"]
    assert [each for delta in deltas for each in delta.get("annotations", ())] == whole["annotations"]
    assert [piece["choices"][0]["finish_reason"] for piece in (first, *middle, last)] == [None] * 4 + ["stop"]
    assert last["citeseed"]["answered"] is True
    assert len({piece["id"] for piece in (first, *middle, last)}) == 1


def test_what_is_taken_back_is_said_to_be_and_citations_point_behind_it() -> None:
    outcome = answer()
    written: list[Event] = [Writing(), Said(Sentence("The moon is made of cheese.", ())), Writing(), Withdrawn()]
    deltas = [piece["choices"][0]["delta"] for piece in pieces(outcome, *written)[1:-1]]
    content = "".join(delta["content"] for delta in deltas)
    assert content == f"The moon is made of cheese. {NOT_SUPPORTED}{TAKEN_BACK} {outcome.text}"
    first, *_ = (each for delta in deltas for each in delta.get("annotations", ()))
    cited = first["url_citation"]
    assert content[cited["start_index"] : cited["end_index"]] == outcome.sentences[0].text


def test_while_a_model_writes_nothing_is_sent_but_who_has_left_can_be_noticed() -> None:
    heard = list(completion().pieces(iter([Found(()), Writing(), Writing(), Done(answer())])))
    assert heard.count(None) == 3


@pytest.mark.parametrize("reason", list(Reason))
def test_a_refusal_says_why_and_cites_nothing(reason: Reason) -> None:
    message = completion().whole(refusal(reason))["choices"][0]["message"]
    assert (message["content"], message["annotations"]) == (REFUSALS[reason], [])
    assert [piece["choices"][0]["delta"].get("content") for piece in pieces(refusal(reason))[1:-1]] == [
        REFUSALS[reason]
    ]


def test_a_computed_value_is_marked_behind_the_sentences_whole_and_in_pieces() -> None:
    content = completion().whole(computed())["choices"][0]["message"]["content"]
    assert content.endswith("\n\nComputed: 144.5 EUR (sum of Amount <b> over 5 rows; 3 of 5 rows shown)")
    sent = [piece["choices"][0]["delta"].get("content", "") for piece in pieces(computed())]
    assert "".join(sent) == content


def test_with_links_each_number_of_a_text_leads_to_a_quote_whole_and_in_pieces() -> None:
    linked = Completion(replace(ASKED, model="citeseed-links"), BASE)
    message = linked.whole(answer())["choices"][0]["message"]
    tokens = [token for block in MarkdownIt("commonmark").parse(message["content"]) for token in block.children or ()]
    shown = "".join(token.content for token in tokens)
    assert shown == answer().text
    leads = [token.attrs["href"] for token in tokens if token.type == "link_open"]
    assert leads == [each["url_citation"]["url"] for each in message["annotations"]]
    events: list[Event] = [Found(()), *map(Said, answer().sentences), Done(answer())]
    sent = [
        json.loads(line.removeprefix("data: ")) for line in linked.pieces(iter(events)) if line and "[DONE]" not in line
    ]
    assert "".join(piece["choices"][0]["delta"].get("content", "") for piece in sent) == message["content"]


def test_usage_counts_words_and_signs_of_the_conversation_and_the_reply() -> None:
    usage = completion().whole(replace(answer(), sentences=answer().sentences[1:2]))["usage"]
    # "why is that?" and "Who prunes?", then "Costs rose by 5 percent. [1] [2]".
    assert usage == {"prompt_tokens": 7, "completion_tokens": 12, "total_tokens": 19}


def test_a_stream_tells_its_usage_at_its_end_to_who_asks_for_it() -> None:
    *said, last = pieces(answer(), tells_usage=True)
    assert (last["choices"], last["usage"]) == ([], completion().whole(answer())["usage"])
    assert all(piece["usage"] is None for piece in said)
    assert not any("usage" in piece for piece in pieces(answer()))


def test_a_stream_that_fails_says_so_and_ends() -> None:
    failed, end = completion().trouble("It broke.", 500).split("\n\n", 1)
    assert json.loads(failed.removeprefix("data: "))["error"]["type"] == "server_error"
    assert end == "data: [DONE]\n\n"
