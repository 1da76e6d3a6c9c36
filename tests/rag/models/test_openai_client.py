from __future__ import annotations

import gc
import logging
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from index.secret import Secret
from rag.errors import LanguageModelError
from rag.models.openai_client import OpenAILanguageModel
from rag.protocols import Message
from tests.harness.model_server import FAILURES, KEY, Script, model_server

if TYPE_CHECKING:
    from collections.abc import Iterator

ASKED = (Message("system", "Be brief."), Message("user", "Why?"))


@contextmanager
def model(script: Script, *, timeout: float = 20.0, key: str = KEY) -> Iterator[OpenAILanguageModel]:
    with model_server(script) as url:
        made = OpenAILanguageModel("small", url, Secret(key), context=2048, timeout=timeout)
        with closing(made):
            yield made


def test_the_pieces_are_the_reply_and_the_request_is_what_was_asked() -> None:
    script = Script(["Because ", "it ", "is."])
    with model(script) as asked:
        assert "".join(asked.write(ASKED, 50)) == "Because it is."
    request = script.requests[0]
    assert request["model"] == "small"
    assert request["stream"] is True
    assert request["max_tokens"] == 50
    assert request["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Why?"},
    ]
    assert script.keys == [f"Bearer {KEY}"]


def test_without_a_key_none_is_sent() -> None:
    script = Script(["Yes."])
    with model(script, key="") as asked:
        assert "".join(asked.write(ASKED, 50)) == "Yes."
    assert script.keys == [None]


def test_while_the_server_thinks_empty_pieces_say_so() -> None:
    with model(Script(["It", 0.8, " is."])) as asked:
        pieces = list(asked.write(ASKED, 50))
    assert "" in pieces
    assert "".join(pieces) == "It is."


def test_leaving_ends_the_request_even_while_the_server_is_silent() -> None:
    script = Script(["It", 30.0, " is."])
    with model(script) as asked:
        pieces = asked.write(ASKED, 50)
        assert next(piece for piece in pieces if piece) == "It"
        assert script.writing.wait(10)
        pieces.close()
        assert script.hung_up.wait(10)


def test_closing_the_model_ends_what_runs() -> None:
    script = Script(["It", 30.0])
    with model(script) as asked:
        pieces = asked.write(ASKED, 50)
        next(pieces)
        assert script.writing.wait(10)
    assert script.hung_up.wait(10)
    pieces.close()


def test_closing_in_the_middle_or_right_behind_an_answer_leaves_nothing_pending(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with model_server(Script(["Yes."] * 5)) as url:
        for number in range(20):
            with closing(OpenAILanguageModel("small", url, Secret(), context=2048, timeout=20)) as asked:
                pieces = asked.write(ASKED, 50)
                "".join(pieces) if number % 2 else next(pieces)
                pieces.close()
        gc.collect()
    assert caplog.records == []


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_that_is_busy_or_unwell_is_asked_again_when_it_says(status: int) -> None:
    script = Script(["Yes."], status=status, failures=2, headers={"retry-after": "0.3"})
    with model(script) as asked:
        assert "".join(asked.write(ASKED, 50)) == "Yes."
    first, second, third = script.times
    assert min(second - first, third - second) >= 0.3


def test_a_server_that_does_not_say_when_is_asked_again_after_a_while() -> None:
    script = Script(["Yes."], status=503, failures=1)
    with model(script) as asked:
        assert "".join(asked.write(ASKED, 50)) == "Yes."
    first, second = script.times
    assert second - first > 0.3


@pytest.mark.parametrize("status", [401, 404, 422])
def test_what_another_try_would_not_change_is_asked_once(status: int) -> None:
    script = Script(status=status)
    with model(script) as asked, pytest.raises(LanguageModelError):
        list(asked.write(ASKED, 50))
    assert len(script.requests) == 1


def test_a_server_that_knows_only_the_new_name_of_the_limit_is_asked_with_it() -> None:
    script = Script(["Yes."], status=400, failures=1)
    with model(script) as asked:
        assert "".join(asked.write(ASKED, 50)) == "Yes."
    assert "max_tokens" not in script.requests[1]
    assert script.requests[1]["max_completion_tokens"] == 50


def test_one_connection_serves_one_question_after_another() -> None:
    script = Script(["Yes."], tokens=1)
    with model(script) as asked:
        for _ in range(3):
            assert asked.count("one two three") == 3
            assert "".join(asked.write(ASKED, 50)) == "Yes."
    assert len(script.requests) == 3
    assert len(script.connections) == 1


@pytest.mark.parametrize(("does", "complaint"), FAILURES.values(), ids=FAILURES)
def test_what_goes_wrong_is_one_clause_without_the_key(
    does: dict[str, Any], complaint: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with model(Script(**does)) as asked, pytest.raises(LanguageModelError) as raised:
        list(asked.write(ASKED, 50))
    told = str(raised.value)
    assert complaint in told
    assert len(told) < 200
    assert "\n" not in told
    for text in (told, caplog.text, repr(raised.value), repr(vars(asked))):
        assert KEY not in text
    chain: BaseException | None = raised.value
    while chain is not None:
        assert KEY not in str(chain)
        chain = chain.__cause__ or chain.__context__


def test_a_server_that_hangs_is_left_after_the_time_that_was_set() -> None:
    script = Script([30.0])
    with model(script, timeout=1.0) as asked, pytest.raises(LanguageModelError, match="within 1 s"):
        list(asked.write(ASKED, 50))
    assert script.hung_up.wait(10)


def test_a_server_that_drips_is_left_too() -> None:
    script = Script(["a", 0.2] * 100)
    with model(script, timeout=1.5) as asked, pytest.raises(LanguageModelError, match=r"within 1\.5 s"):
        list(asked.write(ASKED, 50))


def test_nobody_at_home_is_said_with_the_address() -> None:
    with model_server(Script()) as url:
        pass
    with closing(OpenAILanguageModel("small", url, Secret(), context=2048, timeout=20)) as asked:
        with pytest.raises(LanguageModelError, match=f"nothing answers at {url}"):
            list(asked.write(ASKED, 50))
        assert asked.count("four by te") == 5


def test_a_redirect_is_not_followed() -> None:
    elsewhere = Script(["Stolen."])
    with model_server(elsewhere) as url:
        script = Script(status=308, headers={"location": f"{url}/chat/completions"})
        with model(script) as asked, pytest.raises(LanguageModelError, match="sends elsewhere"):
            list(asked.write(ASKED, 50))
    assert elsewhere.requests == []
    assert elsewhere.keys == []


def test_tokens_are_counted_by_the_server_or_bounded_from_above() -> None:
    with model(Script(tokens=3)) as asked:
        assert asked.count("two words") == 6
    script = Script()
    with model(script) as asked:
        assert asked.count("äbc") == 2
        assert asked.count("abcdef") == 3
    assert script.paths == ["/tokenize", "/extras/tokenize/count"]
