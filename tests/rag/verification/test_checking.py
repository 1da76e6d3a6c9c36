"""A text against a library: verdicts, quotes that hold, and stretches without support."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.loaders import parse
from rag import Assistant, Check, CheckedSentence, QuestionError, Settings
from rag.citations.quotes import holds
from rag.generation.extractive import ExtractiveReader
from tests.fakes import FakeClaimJudge, FakeReadingModel
from tests.memory_library import MemoryLibrary

TEXTS = {
    "mill": "Orrin Mills was founded by Ada Berg in 1911. Its mill in Lindholm grinds 40 sacks a day. The company did "
    "not sell its bakery. Critics called the sale of the mill in Sandvik a mistake.",
    "bank": "The Northern Bank was founded in 1987 by Ivar Holm. It has 12 branches. Profits rose in 2020.",
}
ASSISTANT = Assistant(MemoryLibrary.of(**TEXTS), FakeReadingModel(), ExtractiveReader(), Settings())


def only(text: str) -> CheckedSentence:
    (sentence,) = ASSISTANT.check(text).sentences
    return sentence


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Ada Berg founded Orrin Mills in 1911.", "supported"),
        ("The mill in Lindholm grinds 50 sacks a day.", "contradicted"),
        ("The company sold its bakery.", "contradicted"),
        ("Critics called the sale of the mill in Sandvik a triumph.", "partly"),
        ("Elephants walk across Botswana.", "not_found"),
        ("Who founded Orrin Mills?", "no_claim"),
    ],
)
def test_a_sentence_gets_another_verdict(text: str, verdict: str) -> None:
    assert only(text).verdict == verdict


def test_a_contradiction_does_not_quote_what_says_otherwise() -> None:
    sentence = only("The mill in Lindholm grinds 50 sacks a day.")
    assert [citation.quote for citation in sentence.citations] == ["Its mill in Lindholm grinds 40 sacks a day."]
    assert [sentence.text[start:end] for start, end in sentence.unsupported] == ["50"]


def test_words_without_support_are_not_told() -> None:
    sentence = only("Critics called the sale of the mill in Sandvik a triumph.")
    assert [sentence.text[start:end] for start, end in sentence.unsupported] == ["triumph"]


def test_a_pronoun_is_read_without_the_text_before_it() -> None:
    first, second = ASSISTANT.check("Ivar Holm founded the Northern Bank. He founded Orrin Mills in 1911.").sentences
    assert first.verdict == "supported"
    assert second.verdict != "supported"
    first, second = ASSISTANT.check("Ada Berg was a miller. She founded Orrin Mills in 1911.").sentences
    assert second.verdict == "supported"


def test_a_judge_that_errs_makes_a_claim_supported_whose_number_name_or_negation_is_not_met() -> None:
    sure = Assistant(
        MemoryLibrary.of(**TEXTS), FakeReadingModel(), ExtractiveReader(), Settings(), judge=FakeClaimJudge()
    )
    for text in (
        "The mill in Lindholm grinds 50 sacks a day.",
        "Orrin Mills was founded by Ivar Berg in 1911.",
        "The company did sell its bakery.",
        "The Northern Bank does not have 12 branches.",
    ):
        (sentence,) = sure.check(text).sentences
        assert sentence.verdict != "supported", text
    assert sure.check("The mill in Lindholm grinds 40 sacks a day.").holds


def test_what_the_next_sentence_denies_is_supported_by_the_one_before() -> None:
    text = "Every new miller gets a mentor for the first six months. The mentor is never your own team lead."
    sure = Assistant(
        MemoryLibrary.of(rules=text), FakeReadingModel(), ExtractiveReader(), Settings(), judge=FakeClaimJudge()
    )
    (first,) = sure.check("A miller gets a mentor for the first six months.").sentences
    (second,) = sure.check("The team lead is the mentor of a miller in the first six months.").sentences
    assert (first.verdict, second.verdict == "supported") == ("supported", False)


def test_headings_of_a_document_are_checked() -> None:
    draft = parse(b"# Orrin Mills sold its bakery\n\nOrrin Mills was founded by Ada Berg in 1911.\n", "draft.md")
    check = ASSISTANT.check(draft)
    assert [sentence.verdict for sentence in check.sentences] == ["no_claim", "supported"]
    assert (check.supported, check.claims, check.holds) == (1, 1, True)


@pytest.mark.parametrize(("text", "said"), [("", "empty"), (" \n.\n", "empty"), ("a b. " * 200_000, "in parts")])
def test_what_cannot_be_checked_is_checked(text: str, said: str) -> None:
    with pytest.raises(QuestionError, match=said):
        ASSISTANT.check(text)


def test_a_text_of_another_language_is_checked_without_a_warning() -> None:
    check = ASSISTANT.check("Die Mühle in Lindholm mahlt nicht mehr. Sie wurde von der Bank und dem Rat verkauft.")
    assert not check.supported
    assert any("English" in warning for warning in check.warnings)


def test_progress_is_not_told_sentence_by_sentence() -> None:
    heard = list[tuple[str, int, int]]()
    ASSISTANT.check(
        "The mill stands. Is it old? It does.",
        progress=lambda each: heard.append((each.stage, each.done, each.total)),
    )
    assert heard == [("checking", 1, 3), ("checking", 2, 3), ("checking", 3, 3)]


WORDS = st.sampled_from(
    """
    Orrin Mills Ada Berg Ivar Holm founded sold did not the mill in Lindholm grinds 40 50 sacks a day. bakery. He She
    """.split()
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=25))
def test_a_citation_does_not_hold_or_a_stretch_lies_outside(words: list[str]) -> None:
    text = " ".join(words)
    check: Check = ASSISTANT.check(text)
    snapshot = ASSISTANT.library.open()
    for each in check.sentences:
        assert text[each.start : each.end] == each.text
        assert all(holds(snapshot, citation) for citation in each.citations)
        assert (each.verdict in {"supported", "contradicted", "partly"}) == bool(each.citations)
        assert (each.verdict in {"supported", "no_claim"}) == (not each.unsupported)
        places = [0, *(place for span in each.unsupported for place in span), len(each.text)]
        assert places == sorted(places)
        assert all(start < end for start, end in each.unsupported)
