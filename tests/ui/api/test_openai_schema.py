"""Completions: whole or in pieces, the same text and the same citations."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rag.errors import QuestionError
from rag.types import NOT_SUPPORTED, Answer, Done, Event, Found, Reason, Said, Sentence, Withdrawn, Writing
from tests.ui.outcomes import TEXT, answer, computed, refusal
from ui.api import openai_schema
from ui.api.openai_schema import TAKEN_BACK, Completion, RequestError
from ui.formats.json import outcome_record
from ui.text.messages import REFUSALS


def pieces(outcome: Any, *before: Event) -> list[dict[str, Any]]:
    said = [Said(sentence) for sentence in outcome.sentences] if isinstance(outcome, Answer) else []
    heard = Completion("why?").pieces(iter([Found(()), *before, *said, Done(outcome)]))
    return [piece for piece in heard if piece is not None]


def test_an_answer_is_a_completion_with_its_citations_as_annotations() -> None:
    whole = Completion("why?").whole(answer())
    message = whole["choices"][0]["message"]
    assert message["content"] == answer().text
    assert len(message["annotations"]) == 4
    for annotation in message["annotations"]:
        cited = annotation["url_citation"]
        assert annotation["type"] == "url_citation"
        assert message["content"][cited["start_index"] : cited["end_index"]] in TEXT
        assert TEXT[annotation["start"] : annotation["end"]] == annotation["quote"]
        assert cited["url"] == f"reports/2024.txt#char={annotation['start']},{annotation['end']}"
        assert cited["title"] == "Annual report"
    assert whole["citeseed"] == outcome_record("why?", answer())


def test_the_pieces_make_the_whole() -> None:
    whole = Completion("why?").whole(answer())["choices"][0]["message"]
    first, *middle, last = pieces(answer())
    deltas = [piece["choices"][0]["delta"] for piece in middle]
    assert first["choices"][0]["delta"]["role"] == "assistant"
    assert "".join(delta["content"] for delta in deltas) == whole["content"]
    assert [each for delta in deltas for each in delta["annotations"]] == whole["annotations"]
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
    heard = list(Completion("why?").pieces(iter([Found(()), Writing(), Writing(), Done(answer())])))
    assert heard.count(None) == 3


@pytest.mark.parametrize("reason", list(Reason))
def test_a_refusal_says_why_and_cites_nothing(reason: Reason) -> None:
    message = Completion("why?").whole(refusal(reason))["choices"][0]["message"]
    assert (message["content"], message["annotations"]) == (REFUSALS[reason], [])
    assert [piece["choices"][0]["delta"].get("content") for piece in pieces(refusal(reason))[1:-1]] == [
        REFUSALS[reason]
    ]


def test_a_request_is_a_question_with_its_history() -> None:
    asked = openai_schema.asked(
        {
            "model": "citeseed",
            "temperature": 0.2,
            "stream": True,
            "messages": [
                {"role": "system", "content": "Be brief."},
                {"role": "user", "content": "Who prunes?"},
                {"role": "assistant", "content": "The gardener."},
                {"role": "user", "content": [{"type": "text", "text": "When?"}]},
            ],
        }
    )
    assert (asked.question, asked.stream) == ("When?", True)
    assert [(turn.role, turn.text) for turn in asked.history] == [
        ("user", "Who prunes?"),
        ("assistant", "The gardener."),
    ]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ([], "JSON object"),
        ({}, "messages must be"),
        ({"messages": []}, "messages must be"),
        ({"messages": "why?"}, "messages must be"),
        ({"messages": ["why?"]}, "last message"),
        ({"messages": [{"role": "assistant", "content": "yes"}]}, "last message"),
        ({"messages": [{"role": "user"}]}, "role"),
        ({"messages": [3, {"role": "user", "content": "why?"}]}, "role"),
        ({"messages": [{"role": "user", "content": "why?"}], "n": 2}, "n must be 1"),
        ({"messages": [{"role": "user", "content": "why?"}], "model": "gpt-9"}, "'gpt-9'"),
    ],
)
def test_what_is_no_request_is_told_in_a_sentence(body: object, said: str) -> None:
    with pytest.raises((RequestError, QuestionError), match=said):
        openai_schema.asked(body)


@pytest.mark.parametrize(
    "text",
    [
        "![x](http://evil.example/x.png)",
        "[a](javascript:alert(1))",
        "[a][b]",
        "[a]: http://evil.example",
        "<img src=x>",
        r'\<img src="http://evil.example/x.png">',
        r'\\\<img src="http://evil.example/x.png">',
        r"[x\](http://evil.example/)",
        r"!\[x\](http://evil.example/x.png)",
    ],
)
def test_a_document_s_words_do_not_act_where_markdown_is_shown(text: str) -> None:
    assert rendered(f"Look: {text} here.") == f"Look: {text} here."


@given(st.lists(st.sampled_from(["\\", "[", "]", "(http://a/)", "<a b>", "<!--", "-->", "!", ":", "`", "x", " "])))
def test_nothing_acts_however_brackets_and_backslashes_follow_each_other(pieces: list[str]) -> None:
    rendered(f"Look: {''.join(pieces)} here.")


def test_backslashes_that_markdown_passes_over_stay_alone() -> None:
    assert openai_schema.shown(r"C:\temp\new costs \alpha") == r"C:\temp\new costs \alpha"


def rendered(text: str) -> str:
    """Return what Markdown shows of a document's words; it is text and code, nothing that acts."""
    (block,) = (token for token in MarkdownIt("commonmark").parse(openai_schema.shown(text)) if token.type == "inline")
    assert {token.type for token in block.children or []} <= {"text", "text_special", "code_inline"}
    return "".join(token.content for token in block.children or [])


def test_a_computed_value_is_marked_behind_the_sentences_whole_and_in_pieces() -> None:
    content = Completion("how much?").whole(computed())["choices"][0]["message"]["content"]
    assert content.endswith("\n\nComputed: 144.5 EUR (sum of Amount <b> over 5 rows; 3 of 5 rows shown)")
    sent = [piece["choices"][0]["delta"].get("content", "") for piece in pieces(computed())]
    assert "".join(sent) == content
