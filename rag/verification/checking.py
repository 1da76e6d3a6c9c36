"""Check each sentence of a text against a library."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from index.types.blocks import NO_BLOCKS
from rag.citations.numbering import Numbering
from rag.citations.quotes import cite
from rag.errors import QuestionError
from rag.query.language_check import is_english
from rag.text.claim_tokens import parsed, spans
from rag.types import Passage, Sentence
from rag.verification import decision, groundedness
from rag.verification.candidates import CandidateFinder, without_context
from rag.verification.claims import claims
from rag.verification.rules import unsupported_words
from rag.verification.types import Check, CheckedSentence, CheckStep, ClaimVerdict

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from index import Document, Snapshot
    from rag.protocols import ClaimJudge
    from rag.types import Citation
    from rag.verification.candidates import Candidate
    from rag.verification.claims import Claim

# Share of a claim's words from which on it is partly supported.
PARTLY = 0.5
# A book of 200 pages. A second goes by for about twenty sentences.
MAX_CHARACTERS = 500_000
FOREIGN = (
    "The text does not look English. Names, numbers and negations of German, French, Spanish and Italian are compared; "
    "the rest of the rules know English alone and will miss much of it."
)


def check(text: str | Document, snapshot: Snapshot, judge: ClaimJudge) -> Generator[CheckStep, None, Check]:
    """Yield each sentence with its verdict; return all of them. Closing the generator ends all work.

    1. Cut the text into sentences, and leave aside what claims nothing.
    2. Search each claim, and take the statements that fit it best.
    3. Judge them. A statement supports a claim only if it has all its numbers, names and denials.
    4. Where no statement does, say why: one contradicts it, or some words have no support, or nothing was found.

    Parameters
    ----------
    text
        Every newline ends a paragraph; of a document, headings and code claim nothing.
    snapshot
        The generation to check it against.
    judge
        Of claims and statements.
    progress
        Hears how many of how many sentences are done.

    Raises
    ------
    QuestionError
        When there is nothing to check, or more than ``MAX_CHARACTERS``.
    """
    whole, blocks = (text, NO_BLOCKS) if isinstance(text, str) else (text.text, text.blocks)
    said = claims(validated(whole), blocks)
    finder, numbering = CandidateFinder(snapshot), Numbering()
    passages: dict[int, Passage] = {}
    found: list[CheckedSentence] = []
    for done, claim in enumerate(said, 1):
        checked = CheckedSentence(claim.text, claim.start, claim.end, ClaimVerdict.NO_CLAIM)
        if claim.is_claim:
            checked = _Checker(snapshot, judge, finder, passages).checked(claim)
            numbered = numbering.sentence(Sentence(checked.text, checked.citations))
            checked = replace(checked, citations=numbered.citations)
        found.append(checked)
        yield CheckStep(checked, done, len(said))
    return Check(tuple(found), (*snapshot.warnings, *_foreign(found)))


def validated(text: str) -> str:
    """Return a text that can be checked.

    Raises
    ------
    QuestionError
        When it holds no word, or more than ``MAX_CHARACTERS`` characters.
    """
    if not isinstance(text, str):
        raise QuestionError(f"What is to be checked is of type {type(text).__name__}; it must be text.")
    if len(text) > MAX_CHARACTERS:
        raise QuestionError(
            f"The text is {len(text):,} characters long; at most {MAX_CHARACTERS:,} can be checked. Check it in parts."
        )
    if not any(character.isalnum() for character in text):
        raise QuestionError("The text is empty; there is nothing to check.")
    return text


def _foreign(found: Sequence[CheckedSentence]) -> tuple[str, ...]:
    """Return a warning where the claims are not in English."""
    said = " ".join(each.text for each in found if each.verdict is not ClaimVerdict.NO_CLAIM)
    return () if is_english(said) else (FOREIGN,)


class _Checker:
    """Checks one claim after the other; ``passages`` numbers the chunks that were cited."""

    def __init__(
        self, snapshot: Snapshot, judge: ClaimJudge, finder: CandidateFinder, passages: dict[int, Passage]
    ) -> None:
        self._snapshot = snapshot
        self._judge = judge
        self._finder = finder
        self._passages = passages

    def checked(self, claim: Claim) -> CheckedSentence:
        candidates = self._finder.find(claim)
        judgements = self._judge.judge([candidate.pair(claim.resolved) for candidate in candidates])
        judged = list(zip(candidates, judgements, strict=True))
        for candidate, judgement in decision.supporting(claim.resolved, judged):
            if citations := self._cited(candidate, judgement.supported):
                return self._said(claim, ClaimVerdict.SUPPORTED, citations)
        for candidate, judgement in decision.contradicting(judged):
            if citations := self._cited(candidate, judgement.contradicted):
                return self._said(claim, ClaimVerdict.CONTRADICTED, citations, _missing(claim, candidate))
        return self._in_part(claim, candidates)

    def _in_part(self, claim: Claim, candidates: list[Candidate]) -> CheckedSentence:
        shares = [(_share(claim, each) - decision.longer(each), each) for each in candidates]
        share, best = max(shares, key=lambda pair: pair[0], default=(0.0, None))
        citations = self._cited(best, share) if best is not None and share >= PARTLY else ()
        if best is None or not citations:
            return self._said(claim, ClaimVerdict.NOT_FOUND, (), ((0, len(claim.text)),))
        return self._said(claim, ClaimVerdict.PARTLY, citations, _missing(claim, best))

    def _said(
        self,
        claim: Claim,
        verdict: ClaimVerdict,
        citations: tuple[Citation, ...],
        unsupported: tuple[tuple[int, int], ...] = (),
    ) -> CheckedSentence:
        return CheckedSentence(claim.text, claim.start, claim.end, verdict, citations, unsupported)

    def _cited(self, candidate: Candidate, score: float) -> tuple[Citation, ...]:
        """Return a citation of each sentence; none where one of them does not hold."""
        found = []
        for place in candidate.places:
            passage = self._passages.setdefault(place.chunk.id, Passage(len(self._passages) + 1, place.chunk, score))
            citation = cite(self._snapshot, passage, place.start, place.end, score)
            if citation is None:
                return ()
            found.append(citation)
        return tuple(found)


def _share(claim: Claim, candidate: Candidate) -> float:
    words = groundedness.words_of(claim.resolved, candidate.places)
    return groundedness.covered(without_context(words, candidate), candidate.words)


def _missing(claim: Claim, candidate: Candidate) -> tuple[tuple[int, int], ...]:
    """Return the stretches of a claim that a statement does not support; all of it where no word is to blame."""
    words = groundedness.words_of(claim.resolved, candidate.places)
    said = {word.stem for word in (*candidate.words, *parsed(candidate.context))}
    wrong = set(unsupported_words(words, candidate))
    wrong |= {position for position, word in enumerate(words) if word.is_content and word.stem not in said}
    places = spans(claim.resolved)
    found = [claim.span(*places[position]) for position in sorted(wrong)]
    if not found:
        return ((0, len(claim.text)),)
    joined = [found[0]]
    for (_, end), (start, last) in pairwise(found):
        if claim.text[end:start].strip():
            joined.append((start, last))
        else:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
    return tuple(joined)
