"""Requests: a question with its history, or one sentence in the shape of OpenAI's errors."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from ui.api.openai.requests import ChatRequest, ResponseRequest, check_model, invalid

CONVERSATION: list[dict[str, Any]] = [
    {"role": "system", "content": "Be brief."},
    {"role": "user", "content": "Who prunes?"},
    {"role": "assistant", "content": "The gardener."},
    {"role": "user", "content": [{"type": "text", "text": "When?"}, {"type": "image_url", "image_url": {}}]},
]
ASK: list[dict[str, Any]] = [{"role": "user", "content": "why?"}]


def test_a_request_is_a_question_with_its_history() -> None:
    read = ChatRequest.model_validate({"temperature": 0.2, "stream": True, "messages": CONVERSATION})
    called = {"type": "function_call_output", "call_id": "1", "output": "x"}
    other = ResponseRequest.model_validate({"input": [called, *CONVERSATION], "tools": []})
    for asked in (read.asked, other.asked):
        assert asked.question == "When?"
        assert [(turn.role, turn.text) for turn in asked.history] == [
            ("user", "Who prunes?"),
            ("assistant", "The gardener."),
        ]
    assert ResponseRequest(input="When?").asked.question == "When?"


@pytest.mark.parametrize(
    ("kind", "body", "said", "param"),
    [
        (ChatRequest, {}, "messages: field required.", "messages"),
        (ChatRequest, {"messages": []}, "messages: list should have at least 1 item", "messages"),
        (ChatRequest, {"messages": "why?"}, "messages: input should be a valid list.", "messages"),
        (ChatRequest, {"messages": ["why?"]}, "messages.0: ", "messages"),
        (ChatRequest, {"messages": [{"role": "assistant", "content": "yes"}]}, "the user's question", "messages"),
        (ChatRequest, {"messages": [{"role": "user"}]}, "messages.0.content: field required.", "messages"),
        (ChatRequest, {"messages": [3, *ASK]}, "messages.0: ", "messages"),
        (ChatRequest, {"messages": [{"role": "user", "content": 3}]}, "messages.0.content: ", "messages"),
        (ChatRequest, {"messages": ASK, "n": 2}, "n: it must be 1", "n"),
        (ChatRequest, {"messages": ASK, "stream_options": {}}, "only for a stream", "stream_options"),
        (ResponseRequest, {}, "input: field required.", "input"),
        (ResponseRequest, {"input": []}, "the user's question", "input"),
        (ResponseRequest, {"input": [{"role": "user", "content": 4}]}, "input.0.content: ", "input"),
        (ResponseRequest, {"input": "why?", "previous_response_id": "resp_1"}, "not stored", "previous_response_id"),
    ],
)  # fmt: skip
def test_what_is_no_request_is_told_in_a_sentence_that_names_the_field(
    kind: type[ChatRequest | ResponseRequest], body: object, said: str, param: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        kind.model_validate(body)
    errors = [{**error, "loc": ("body", *error["loc"])} for error in refused.value.errors()]
    told = invalid(errors)
    assert said in str(told)
    assert (told.param, told.status) == (param, 400)


def test_another_model_is_not_found() -> None:
    check_model("citeseed")
    with pytest.raises(Exception, match="'gpt-9'"):
        check_model("gpt-9")
