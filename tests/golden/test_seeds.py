"""Golden questions about ``seeds/``, with the real embedder and reading model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rag import Answer, NoAnswer, open_assistant
from rag.citations.quotes import holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rag import Assistant

GOLDEN: dict[str, Any] = json.loads((Path(__file__).parent / "seeds.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def assistant(seeds_library: Path) -> Iterator[Assistant]:
    with open_assistant(seeds_library) as opened:
        yield opened


@pytest.mark.parametrize("golden", GOLDEN["answered"], ids=lambda golden: golden["question"])
def test_an_answerable_question_is_answered_with_the_words_that_say_so(
    golden: dict[str, Any], assistant: Assistant
) -> None:
    outcome = assistant.ask(golden["question"])
    assert isinstance(outcome, Answer)
    quoted = "\n".join(citation.quote for citation in outcome.citations)
    assert all(quote in quoted for quote in golden["quotes"])
    assert all(sentence.citations for sentence in outcome.sentences)
    assert all(holds(assistant.library.open(), citation) for citation in outcome.citations)


@pytest.mark.parametrize("question", GOLDEN["refused"])
def test_what_the_article_does_not_say_is_refused_without_a_citation(question: str, assistant: Assistant) -> None:
    outcome = assistant.ask(question)
    assert isinstance(outcome, NoAnswer)
    assert outcome.nearest
