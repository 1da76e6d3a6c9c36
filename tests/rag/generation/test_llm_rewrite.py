"""Follow-ups that a language model puts into words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index import EVERYTHING
from rag import Turn
from rag.errors import LanguageModelError
from tests.fakes import FakeEmbedder
from tests.harness.fake_language_model import FakeLanguageModel
from tests.memory_library import MemoryLibrary, MemorySnapshot
from tests.rag.generation.written_answers import HISTORY, TEXTS, assistant

if TYPE_CHECKING:
    from index import Filter, Hits


class OverheardSnapshot(MemorySnapshot):
    searched: list[str]

    def search(self, question: str, k: int, within: Filter = EVERYTHING) -> Hits:
        self.searched.append(question)
        return super().search(question, k, within)


class OverheardLibrary(MemoryLibrary):
    """Notes what is searched for."""

    def __init__(self) -> None:
        super().__init__()
        self.searched: list[str] = []

    def open(self, at_least: int = 0) -> MemorySnapshot:
        snapshot = OverheardSnapshot(self.generation, self.held, FakeEmbedder())
        snapshot.searched = self.searched
        return snapshot


def test_a_follow_up_is_searched_as_typed_and_as_the_model_puts_it() -> None:
    typed, rewritten = "Why do they call it safe?", "Why do they call the plan of Meta safe?"
    model = FakeLanguageModel(rewritten, "Analysts call the plan of Meta safe. [1]")
    asked, library = assistant(model), OverheardLibrary.of(**TEXTS)
    assert isinstance(library, OverheardLibrary)
    asked.library = library
    outcome = asked.ask(typed, HISTORY)
    assert {typed, rewritten} <= set(library.searched)
    assert outcome.trace.standalone_question == rewritten
    assert not any("rewrite" in warning for warning in outcome.trace.warnings)
    assert "Conversation" in model.asked[0][1].text
    assert "65 billion" in model.asked[0][1].text


@pytest.mark.parametrize(
    "rewritten",
    ["Who is the king of Mongolia?", "", "x" * 500, [LanguageModelError("it is asleep")]],
)
def test_a_rewriting_that_fails_or_invents_leaves_the_rules_form(
    rewritten: str | list[str | LanguageModelError],
) -> None:
    history = (Turn("user", "What do analysts call the plan?"), Turn("assistant", "Risky."))
    model = FakeLanguageModel(rewritten, "Analysts call the plan risky because payback is unclear.")
    outcome = assistant(model).ask("why?", history)
    assert "plan" in outcome.trace.standalone_question
    assert "Mongolia" not in outcome.trace.standalone_question
    assert any("did not rewrite the question" in warning for warning in outcome.trace.warnings)
