from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rag import Answer, Done, NoAnswer, Said, Turn
from rag.citations.quotes import holds
from rag.errors import LanguageModelError, SettingsError
from rag.events import Found, Withdrawn, Writing
from rag.generation import llm_rewrite
from rag.generation.llm import LEFT_OUT, MAX_TOKENS
from rag.generation.prompts import NOT_THERE
from rag.generation.token_budget import TEMPLATE
from rag.types import NOT_SUPPORTED, Reason, Sentence
from tests.harness.fake_language_model import FakeLanguageModel
from tests.memory_library import MemoryLibrary
from tests.rag.generation.written_answers import HISTORY, assistant
from tests.samples.active_content import ACTING

if TYPE_CHECKING:
    from collections.abc import Sequence


TRUE = "Analysts call the plan risky because payback is unclear."
QUESTION = "Why do analysts call the plan risky?"


def answered(*replies: str | Sequence[str | LanguageModelError], **chosen: object) -> Answer:
    asked = assistant(FakeLanguageModel(*replies), **chosen)
    outcome = asked.ask(QUESTION)
    assert isinstance(outcome, Answer)
    snapshot = asked.library.open()
    assert all(holds(snapshot, citation) for citation in outcome.citations)
    numbers = {passage.number for passage in outcome.passages}
    assert {citation.passage for citation in outcome.citations} <= numbers
    return outcome


def test_a_sentence_in_the_models_words_carries_the_documents_words() -> None:
    outcome = answered("The plan is called risky by analysts because payback is unclear. [1]")
    assert outcome.trace.reader == "generative"
    assert outcome.trace.warnings == ()
    assert outcome.sentences[0].text == "The plan is called risky by analysts because payback is unclear."
    assert outcome.citations[0].quote == "Analysts call the plan risky because payback is unclear."
    assert outcome.text.endswith("[1]")


@pytest.mark.parametrize(
    "false",
    [
        "Alibaba announced a plan to invest 35 billion dollars.",
        "Meta announced a plan to invest 53 billion dollars.",
        "Alibaba announced a plan to invest 65 billion dollars.",
        "Analysts do not call the plan risky because payback is unclear.",
        "Lunch was served.",
        "Jasmine Lyu called the plan a gamble in May 2025.",
        "Robert Lea called the plan a gamble in March 2025.",
        "Robert Lyu called the plan a gamble in March 2025.",
        "The moon is made of green cheese and honey.",
    ],
)
def test_what_no_passage_says_is_marked_and_counted(false: str) -> None:
    outcome = answered(f"{TRUE} [1] {false} [1][2]")
    assert [bool(sentence.citations) for sentence in outcome.sentences] == [True, False]
    assert outcome.confidence == answered(f"{TRUE} [1]").confidence  # of the evidence, whatever the model adds
    assert outcome.sentences[1].text == false
    assert outcome.text.endswith(f"{false} {NOT_SUPPORTED}")
    assert outcome.trace.warnings == ("1 sentence of the language model that the documents do not support is marked.",)


def test_an_invented_passage_supports_nothing() -> None:
    true = "Analysts call the plan risky because payback is unclear."
    outcome = answered(f"{true} [1] Alibaba announced a plan to invest 53 billion dollars. [7]")
    assert [bool(sentence.citations) for sentence in outcome.sentences] == [True, False]


def test_a_sentence_without_a_marker_is_looked_for_in_all_passages() -> None:
    outcome = answered("Analysts call the plan risky because payback is unclear.")
    assert outcome.citations


def test_a_passage_that_is_not_named_is_no_evidence() -> None:
    outcome = answered(
        "Analysts call the plan risky because payback is unclear. [1] Meta has a plan of 65 billion dollars. [1]"
    )
    rival = next(passage for passage in outcome.passages if passage.chunk.source == "rival.txt")
    assert rival.number != 1
    assert [bool(sentence.citations) for sentence in outcome.sentences] == [True, False]


def test_a_quote_stitched_of_two_is_no_quote() -> None:
    true = "Analysts call the plan risky because payback is unclear. [1]"
    outcome = answered(f'{true} Jasmine Lyu said: "Analysts call the plan a gamble because lunch was not served." [1]')
    assert [bool(sentence.citations) for sentence in outcome.sentences] == [True, False]


@pytest.mark.parametrize(("chosen", "shown"), [("drop", 1), ("mark", 2)])
def test_unsupported_sentences_are_marked_or_dropped(chosen: str, shown: int) -> None:
    outcome = answered("Analysts call the plan risky because payback is unclear. Lunch was great.", unsupported=chosen)
    assert len(outcome.sentences) == shown
    assert len(outcome.trace.warnings) == 1


def test_an_unsupported_sentence_may_bring_the_extractive_answer_instead() -> None:
    outcome = answered(
        "Analysts call the plan risky because payback is unclear. Lunch was great.", unsupported="extractive"
    )
    assert outcome.trace.reader == "extractive"
    assert outcome.sentences[0].text == "Analysts call the plan risky because payback is unclear."
    (warning,) = outcome.trace.warnings
    assert warning == (
        "Language model not followed: it wrote a sentence that the documents do not support. "
        "These are the documents' own words."
    )


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        ("The moon is made of cheese. [1]", "it wrote nothing that the documents support"),
        (f"{NOT_THERE}.", "it found no answer in the passages"),
        ([LanguageModelError("the server is on fire")], "the server is on fire"),
        (
            ["Analysts call the plan risky because payback is unclear. And", LanguageModelError("it was cut off")],
            "cut off",
        ),
        ("", "it wrote nothing"),
    ],
)
def test_where_the_model_fails_the_documents_own_words_are_shown(
    reply: str | list[str | LanguageModelError], why: str
) -> None:
    asked = assistant(FakeLanguageModel(reply))
    said: list[Sentence] = []
    events = list(asked.stream(QUESTION))
    for event in events:
        match event:
            case Said(sentence):
                said.append(sentence)
            case Withdrawn():
                said.clear()
    assert isinstance(events[-1], Done)
    outcome = events[-1].outcome
    assert isinstance(outcome, Answer)
    assert tuple(said) == outcome.sentences
    assert outcome.trace.reader == "extractive"
    assert outcome.sentences[0].text == "Analysts call the plan risky because payback is unclear."
    (warning,) = outcome.trace.warnings
    assert why in warning


def test_without_an_answer_the_model_is_not_asked() -> None:
    model = FakeLanguageModel()
    outcome = assistant(model).ask("What is the capital of Mongolia?")
    assert isinstance(outcome, NoAnswer)
    assert model.asked == []


def test_without_documents_the_model_is_not_asked_even_to_rewrite() -> None:
    model = FakeLanguageModel()
    asked = assistant(model)
    asked.library = MemoryLibrary.of()
    outcome = asked.ask("Why do they call it safe?", HISTORY)
    assert isinstance(outcome, NoAnswer)
    assert outcome.reason is Reason.EMPTY_LIBRARY
    assert model.asked == []


def test_a_conversation_that_is_too_long_for_the_model_is_told_to_it_from_its_end() -> None:
    history = (Turn("user", f"What of the king? {'Well, ' * 100}"), *HISTORY)
    typed, rewritten = "Why do they call it safe?", "Why do they call the plan of Meta safe?"
    wide = FakeLanguageModel(rewritten, "Analysts call the plan of Meta safe. [1]")
    assistant(wide).ask(typed, history)
    whole = sum(wide.count(message.text) for message in wide.asked[0])
    narrow = FakeLanguageModel(rewritten, context=whole - 1 + llm_rewrite.MAX_TOKENS + TEMPLATE)
    outcome = assistant(narrow).ask(typed, history)
    assert "king" in wide.asked[0][1].text
    assert "king" not in narrow.asked[0][1].text
    assert "65 billion" in narrow.asked[0][1].text
    assert outcome.trace.standalone_question == rewritten
    tiny = FakeLanguageModel(context=llm_rewrite.MAX_TOKENS + TEMPLATE + 20)
    outcome = assistant(tiny).ask(typed, history)
    assert tiny.asked == []
    assert any("did not rewrite the question" in warning for warning in outcome.trace.warnings)


def test_overviews_and_greetings_are_said_as_designed() -> None:
    model = FakeLanguageModel()
    assert isinstance(assistant(model).ask("what is in here?"), Answer)
    assert isinstance(assistant(model).ask("hello"), NoAnswer)
    assert model.asked == []


def test_the_extractive_answer_is_there_for_who_asks_for_it() -> None:
    model = FakeLanguageModel("Analysts call the plan risky.")
    asked = assistant(model)
    assert asked.readers == ("generative", "extractive")
    outcome = asked.ask(QUESTION, reader="extractive")
    assert outcome.trace.reader == "extractive"
    assert model.asked == []
    with pytest.raises(SettingsError, match="There is no reader 'psychic' here"):
        asked.ask(QUESTION, reader="psychic")


def test_passages_go_to_the_model_numbered_and_fenced() -> None:
    model = FakeLanguageModel("Analysts call the plan risky.")
    outcome = assistant(model).ask(QUESTION)
    assert isinstance(outcome, Answer)
    rules, asked = model.asked[0]
    assert rules.role == "system"
    assert asked.role == "user"
    for passage in outcome.passages:
        assert f"[{passage.number}]" in asked.text
        assert passage.chunk.text in asked.text
    assert asked.text.count("<<<") == asked.text.count(">>>") == len(outcome.passages)
    assert QUESTION in asked.text


def test_passages_beyond_the_context_are_left_out_and_none_is_a_failure() -> None:
    model = FakeLanguageModel("Analysts call the plan risky.")
    assistant(model).ask(QUESTION)
    whole = sum(model.count(message.text) for message in model.asked[0])
    narrow = FakeLanguageModel("Analysts call the plan risky.", context=whole - 1 + MAX_TOKENS + TEMPLATE)
    assistant(narrow).ask(QUESTION)
    assert "[1]" in narrow.asked[0][1].text
    assert narrow.asked[0][1].text.count("<<<") == 1
    tiny = FakeLanguageModel(context=MAX_TOKENS + TEMPLATE + 20)
    outcome = assistant(tiny).ask(QUESTION)
    assert outcome.trace.reader == "extractive"
    assert "has room for" in outcome.trace.warnings[0]
    assert tiny.asked == []


def test_leaving_in_the_middle_leaves_the_model() -> None:
    model = FakeLanguageModel("Analysts call the plan risky because payback is unclear. And so on. And on.")
    events = assistant(model).stream(QUESTION)
    assert isinstance(next(events), Found)
    assert isinstance(next(events), Writing)
    events.close()
    assert model.left == 1


def test_closing_the_assistant_closes_the_model() -> None:
    model = FakeLanguageModel()
    with assistant(model):
        pass
    assert model.closed


@pytest.mark.parametrize("acting", ACTING)
def test_links_images_and_markup_of_the_model_are_not_shown(acting: str) -> None:
    true = "Analysts call the plan risky because payback is unclear."
    outcome = answered(f"{true} [1] Analysts call the plan risky {acting} because payback is unclear. [1]")
    assert outcome.sentences[0].text == true
    assert outcome.sentences[1] == Sentence(LEFT_OUT, ())
    assert "evil" not in outcome.text
    assert "alert" not in outcome.text


def test_an_address_that_stands_in_the_evidence_is_text_like_any_other() -> None:
    outcome = answered("Analysts call the plan risky because payback is unclear. [1] See http://meta.example/plan. [2]")
    assert outcome.sentences[1].text == "See http://meta.example/plan."
    assert outcome.sentences[1].citations
