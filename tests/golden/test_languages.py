"""Questions in languages that the reading model does not know, with the real models."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rag import NoAnswer, Reason, open_assistant
from rag.citations.quotes import holds
from tests.harness.processes import citeseed
from tests.libraries import write
from tests.samples.languages import DOCUMENTS, QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rag import Assistant


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("languages")
    write(folder / "documents", DOCUMENTS)
    assert citeseed("index", "documents", "--index", "library", cwd=folder).returncode == 0
    with open_assistant(folder / "library") as opened:
        yield opened


@pytest.mark.parametrize(("question", "said"), [each for asked in QUESTIONS.values() for each in asked])
def test_a_language_that_the_model_does_not_know_is_answered_surely_or_not_at_all(
    assistant: Assistant, question: str, said: str
) -> None:
    outcome = assistant.ask(question)
    assert isinstance(outcome, NoAnswer)
    assert outcome.reason is Reason.UNSURE
    assert any(said in sentence.text for sentence in outcome.closest)
    cited = [citation for sentence in outcome.closest for citation in sentence.citations]
    assert cited
    assert all(holds(assistant.library.open(), citation) for citation in cited)
    assert any("do not look English" in warning for warning in outcome.trace.warnings)
