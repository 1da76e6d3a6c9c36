"""Decide between statements that were judged: the one that supports a claim, or else the one that contradicts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.verification import groundedness
from rag.verification.rules import unsupported_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rag.steps import Judgement
    from rag.verification.candidates import Candidate

Judged = tuple["Candidate", "Judgement"]
# Probability from which on a judgement counts.
SURE = 0.5
# Penalty for each further sentence: one that lacks a word is a better quote than two.
ONE_MORE = 0.1


def supporting(claim: str, judged: Sequence[Judged]) -> Iterator[Judged]:
    """Yield what supports a claim, the best first.

    None is one that lacks a number, name or denial of the claim, or beside which something is said that it lacks and
    that turns the claim: "The mentor helps you for a year. It is never your boss."
    """
    for candidate, judgement in sorted(judged, key=lambda pair: longer(pair[0]) - pair[1].supported):
        if judgement.supported < SURE or unsupported_words(groundedness.words_of(claim, candidate.places), candidate):
            continue
        if not any(
            _turns(claim, candidate, other) or _outweighs(claim, candidate, other, said) for other, said in judged
        ):
            yield candidate, judgement


def contradicting(judged: Sequence[Judged]) -> Iterator[Judged]:
    """Yield what contradicts a claim, the surest first."""
    surest = sorted(judged, key=lambda pair: -pair[1].contradicted)
    return ((candidate, judgement) for candidate, judgement in surest if judgement.contradicted >= SURE)


def longer(candidate: Candidate) -> float:
    """Return what a statement loses for its further sentences."""
    return ONE_MORE * (len(candidate.places) - 1)


def _outweighs(claim: str, candidate: Candidate, other: Candidate, judgement: Judgement) -> bool:
    """Tell whether another statement that has more words of a claim contradicts it."""
    if judgement.contradicted < SURE:
        return False
    mine, theirs = (
        groundedness.covered(groundedness.words_of(claim, each.places), each.words) for each in (candidate, other)
    )
    return theirs > mine


def _turns(claim: str, candidate: Candidate, other: Candidate) -> bool:
    """Tell whether a longer statement has more words of a claim, and denies it."""
    if not set(candidate.places) < set(other.places):
        return False
    words = groundedness.words_of(claim, other.places)
    if groundedness.covered(words, other.words) <= groundedness.covered(words, candidate.words):
        return False
    return bool({"denial", "opposite"} & set(unsupported_words(words, other).values()))
