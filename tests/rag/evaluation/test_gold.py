from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from index.chunking.chunker import Splitting
from rag import Citation, Passage
from rag.evaluation.data import Evidence
from rag.evaluation.gold import Relevance, holds_answer, is_cited, is_right, normalised

if TYPE_CHECKING:
    from rag.evaluation import DataSet

TEXT = "One two three four. Five six seven eight. Nine ten."


def citation(start: int, end: int, source: str = "d", quote: str | None = None) -> Citation:
    return Citation(1, source, "f", "t", (), None, start, end, TEXT[start:end] if quote is None else quote, 1.0)


def evidence(start: int, end: int) -> Evidence:
    return Evidence("d", TEXT[start:end], ((start, end),))


@pytest.mark.parametrize(
    ("cited", "right"),
    [((20, 41), True), ((20, 31), True), ((0, 51), False), ((42, 51), False), ((0, 41), True), ((10, 30), False)],
)
def test_a_citation_is_right_when_most_of_its_characters_are_evidence(cited: tuple[int, int], *, right: bool) -> None:
    assert is_right(citation(*cited), [evidence(20, 41)]) is right


def test_two_evidence_sentences_together_make_a_citation_right() -> None:
    assert not is_right(citation(0, 51), [evidence(0, 19)])
    assert is_right(citation(0, 51), [evidence(0, 19), evidence(20, 41)])


def test_evidence_is_cited_when_most_of_the_shorter_one_is_shared() -> None:
    assert is_cited(evidence(0, 51), [citation(20, 41)])
    assert is_cited(evidence(20, 41), [citation(0, 51)])
    assert not is_cited(evidence(0, 19), [citation(20, 41)])
    assert not is_cited(evidence(0, 19), [])


def test_the_same_words_in_another_document_are_as_good() -> None:
    assert is_right(citation(100, 121, "other", TEXT[20:41]), [evidence(20, 41)])
    assert is_cited(evidence(20, 41), [citation(100, 121, "other", TEXT[20:41])])
    assert not is_right(citation(100, 110, "other", "Nothing"), [evidence(20, 41)])


@pytest.mark.parametrize(
    ("quote", "answer", "held"),
    [
        ("It cost $53 billion.", "53 Billion", True),
        ("A ten-year plan.", "ten", True),
        ("It happened often.", "ten", False),
        ("In 1978–79 it rose.", "1978", True),
        ("He met the Queen of England.", "Queen of the England", True),
        ("The U.S. won.", "U.S.", True),
        ("Nothing.", ".", False),
        ("Nothing.", "", False),
    ],
)
def test_answers_are_looked_for_word_by_word(quote: str, answer: str, *, held: bool) -> None:
    assert holds_answer([quote], [answer]) is held
    assert holds_answer(["No.", quote], ["never said", answer]) is held


def test_an_answer_must_stand_in_one_quote() -> None:
    assert not holds_answer(["He met the Queen", "of England."], ["Queen of England"])


def test_normalising_twice_changes_nothing() -> None:
    once = normalised("The  Quick, “brown” fox – an émigré’s!")
    assert once == "quick brown fox émigré s"
    assert normalised(once) == once


def test_the_passages_that_hold_evidence_are_relevant(data: DataSet) -> None:
    relevance = Relevance(data.documents, Splitting(200, 60))
    for question in data.questions:
        texts = relevance.texts(question)
        assert bool(texts) is question.answerable
        assert texts <= relevance.of_documents(question)
        assert all(any(evidence.quote in text for evidence in question.evidence) for text in texts)


def test_a_citation_that_does_not_hold_is_counted(data: DataSet) -> None:
    relevance = Relevance(data.documents, Splitting())
    document = data.documents[0]
    quote = document.text[:27]
    (chunk,) = (chunk for chunk in relevance._chunks_of("cats"))
    passages = [Passage(1, chunk, 1.0)]
    good = Citation(1, "cats", document.fingerprint, "Cats", (), None, 0, 27, quote, 1.0)
    assert relevance.invalid([good], passages) == 0
    bad = [
        replace(good, quote="Cats sleep."),
        replace(good, start=1),
        replace(good, end=0, quote=""),
        replace(good, passage=2),
        replace(good, fingerprint="0"),
        replace(good, source="rome"),
        replace(good, source="nowhere"),
    ]
    assert relevance.invalid([*bad, good], passages) == len(bad)
    assert relevance.invalid([good], [Passage(1, replace(chunk, end=20), 1.0)]) == 1
