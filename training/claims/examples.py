"""A paragraph becomes claims that a passage supports, contradicts or says nothing about.

1. A source is drawn: a sentence of the paragraph, a question with its answer as a statement, or an invented fact.
2. An edit is drawn that makes the source say something else.
3. Of the four pairs (claim or edited claim, passage or edited passage) one that agrees and one that disagrees are kept.
   Each of the four comes equally often, so neither the claim nor the passage alone tells the label.
4. Claims are said in other words, by the same chances whatever the label.
5. Claims whose evidence is taken away, that stand before another passage, or that tell more than it, say nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from training.claims.edits import word_edits
from training.claims.rewrites import merged
from training.claims.sources import Source, fact_source, paragraph_source, split_at
from training.claims.terms import exchange_all
from training.claims.words import DETAILS
from training.pool.counterfactuals import STOP, WORD
from training.pool.data import normalised

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence

    from training.pool.data import Paragraph

NOTHING, SUPPORTED, CONTRADICTED = 0, 1, 2
LENGTHS = (60, 900)
"""Characters of a passage, drawn by chance between the two; a passage is never shorter than its evidence."""
DETAIL = re.compile(
    r" (?P<detail>(?:in|at|near|during|after|because of|due to|for|by|with|since|until|despite|to avoid|"
    r"to help|against) (?!(?:it|him|her|them|me|us|this|that|which|whom|all|example|instance)\b)"
    r"(?!.*\b(?:I|my|you|your|it|he|she|they|we|is|are|was|were|be|has|have|had|and|which|that)\b)"
    r"[^,.;:()\"!?]{5,40})\.$"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim with the passage it is held against."""

    text: str
    passage: str
    label: int
    """``NOTHING``, ``SUPPORTED`` or ``CONTRADICTED``."""


@dataclass(frozen=True, slots=True)
class ClaimRecipe:
    """How often each kind of source and change is used."""

    sources: int = 2
    """Sources drawn per paragraph; each gives a claim of each label."""
    facts: float = 0.35
    """Share of sources that are invented facts."""
    foreign: float = 0.4
    """Share of invented facts that are German or French."""
    asked: float = 0.6
    """Share of the other sources that are a question with its answer, where the paragraph has one."""
    alone: float = 0.2
    """Share of passages that are the source sentence alone."""
    detailed: float = 0.2
    """Share of sources whose evidence gets a detail that the claim repeats: the control of claims that tell more."""
    joined: float = 0.2
    """Share of claims that are joined with another claim that the passage supports."""
    exchanges: Mapping[str, Sequence[tuple[str, int]]] = field(default_factory=dict)
    """Word exchanges that people made, see :func:`training.claims.exchanges.load_edits`."""


def make_claims(pool: Sequence[Paragraph], at: int, rng: random.Random, *, recipe: ClaimRecipe) -> list[Claim]:
    """Make the claims of one paragraph, about a third of each label.

    Parameters
    ----------
    pool
        All paragraphs; where ``negatives`` were mined, they give the look-alike passages.
    at
        Which paragraph.
    rng
        The only source of chance, so that the claims depend on its seed alone.
    recipe
        Shares of each kind.
    """
    return [claim for _, claim in draft_claims(pool, at, rng, recipe=recipe)]


def draft_claims(
    pool: Sequence[Paragraph], at: int, rng: random.Random, *, recipe: ClaimRecipe
) -> list[tuple[str, Claim]]:
    """Make claims as :func:`make_claims` does, each with the kind of its edit, for counting and reading."""
    drafts: list[tuple[str, Claim]] = []
    for _ in range(recipe.sources):
        if rng.random() < recipe.facts:
            found: Source | None = fact_source(pool[at], rng, foreign=recipe.foreign)
        else:
            found = paragraph_source(pool[at], rng, asked=recipe.asked)
        if found is None:
            continue
        source = _detailed(found, pool, recipe, rng)
        drafts += _pair(source, recipe, rng) + _nothing(source, pool, at, recipe, rng)
    return drafts


def _pair(source: Source, recipe: ClaimRecipe, rng: random.Random) -> list[tuple[str, Claim]]:
    """Make one supported and one contradicted claim: which of the two passages each stands before is drawn."""
    agreeing = ((source.claim, source.evidence), (source.edited_claim, source.edited_evidence))
    refused = [(source.edited_claim, source.evidence)] if source.forward else []
    refused += [(source.claim, source.edited_evidence)] if source.backward else []
    wrong = rng.choice(refused)
    right = rng.choice(agreeing) if len(refused) > 1 else next(pair for pair in agreeing if pair[0] == wrong[0])
    made = []
    for (claim, evidence), label in ((right, SUPPORTED), (wrong, CONTRADICTED)):
        said = source.said(claim, rng)
        joined = _joined(source, said, evidence, rng) if rng.random() < recipe.joined else None
        if joined is not None:
            made.append((f"joined {source.kind}", Claim(*joined, label)))
            continue
        made.append((source.kind, Claim(said, _passage(source.before, evidence, source.after, recipe, rng), label)))
    return made


def _joined(source: Source, said: str, evidence: str, rng: random.Random) -> tuple[str, str] | None:
    """Join a claim with another one that the passage bears out, and show a passage that holds the evidence of both."""
    if source.companion is None or not source.english:
        return None
    text, off = source.companion
    sentences, here = (*source.before, evidence, *source.after), len(source.before)
    passage = " ".join(sentences[min(here, here + off) : max(here, here + off) + 1])
    if len(passage) > LENGTHS[1]:
        return None
    pair = [said, source.said(text, rng)]
    rng.shuffle(pair)
    return merged(pair[0], pair[1], rng), passage


def _passage(
    before: Sequence[str], evidence: str, after: Sequence[str], recipe: ClaimRecipe, rng: random.Random
) -> str:
    """Join the evidence with some of the sentences before and after it; ``evidence`` may be empty."""
    if evidence and rng.random() < recipe.alone:
        return evidence
    wanted = rng.uniform(*LENGTHS)
    left, right = list(before), list(after)
    kept = [evidence] if evidence else []
    size = len(evidence)
    while (left or right) and size < wanted:
        from_left = bool(left) and (not right or rng.random() < 0.5)
        sentence = left[-1] if from_left else right[0]
        if size + len(sentence) > LENGTHS[1] and kept:
            break
        kept = [left.pop(), *kept] if from_left else [*kept, right.pop(0)]
        size += len(sentence) + 1
    return " ".join(kept)


def _details(pool: Sequence[Paragraph], rng: random.Random) -> str | None:
    """Draw a place, a time, a reason or the like: half of the time one that ends a sentence of the pool."""
    if rng.random() < 0.5:
        return rng.choice(DETAILS)
    for _ in range(8):
        paragraph = pool[rng.randrange(len(pool))]
        start, end = rng.choice(paragraph.sentences)
        match = DETAIL.search(paragraph.text[start:end])
        if match is not None:
            return match["detail"]
    return None


def _with_detail(sentence: str, detail: str) -> str:
    return f"{sentence.rstrip('.!')} {detail}."


def _detailed(source: Source, pool: Sequence[Paragraph], recipe: ClaimRecipe, rng: random.Random) -> Source:
    """Give evidence and claims the same further detail, by chance."""
    detail = _details(pool, rng) if source.english and rng.random() < recipe.detailed else None
    if detail is None:
        return source
    return replace(
        source,
        claim=_with_detail(source.claim, detail),
        edited_claim=_with_detail(source.edited_claim, detail),
        evidence=_with_detail(source.evidence, detail),
        edited_evidence=_with_detail(source.edited_evidence, detail),
    )


def _nothing(
    source: Source, pool: Sequence[Paragraph], at: int, recipe: ClaimRecipe, rng: random.Random
) -> list[tuple[str, Claim]]:
    """Make a claim that its passage neither supports nor contradicts; none where no way suits."""
    ways = [_without_evidence, _before_another, _with_more, _with_another]
    if rng.random() < 0.5:
        ways.append(_of_another_word)
    if source.others:
        ways += [_of_another_fact] * 2
    rng.shuffle(ways)
    for way in ways:
        made = way(source, pool, at, recipe, rng)
        if made is not None:
            return [(way.__name__[1:], Claim(*made, NOTHING))]
    return []


def _agreeing(source: Source, rng: random.Random) -> tuple[str, str]:
    return rng.choice(((source.claim, source.evidence), (source.edited_claim, source.edited_evidence)))


def _without_evidence(
    source: Source, _: Sequence[Paragraph], __: int, recipe: ClaimRecipe, rng: random.Random
) -> tuple[str, str] | None:
    """Show the passage without the sentence that bears the claim out, unless the rest has most of its words."""
    rest = _passage(source.before, "", source.after, recipe, rng)
    if not source.elsewhere or len(rest) < LENGTHS[0]:
        return None
    claim = rng.choice((source.claim, source.edited_claim))
    content = {word.lower() for word in WORD.findall(claim)} - STOP
    if len(content & {word.lower() for word in WORD.findall(rest)}) >= 0.6 * len(content):
        return None
    return source.said(claim, rng), rest


def _before_another(
    source: Source, pool: Sequence[Paragraph], at: int, recipe: ClaimRecipe, rng: random.Random
) -> tuple[str, str] | None:
    """Show a passage of another paragraph: a look-alike where one was mined."""
    other = _other(pool, at, rng)
    before, sentence, after = split_at(pool[other], rng.randrange(len(pool[other].sentences)))
    claim = source.said(rng.choice((source.claim, source.edited_claim)), rng)
    return claim, _passage(before, sentence, after, recipe, rng)


def _with_more(
    source: Source, pool: Sequence[Paragraph], at: int, recipe: ClaimRecipe, rng: random.Random
) -> tuple[str, str] | None:
    """Let the claim tell a place, a time or a reason that the passage does not."""
    detail = _details(pool, rng) if source.english else None
    if detail is None or normalised(detail) in normalised(pool[at].text):
        return None
    claim, evidence = _agreeing(source, rng)
    return source.said(_with_detail(claim, detail), rng), _passage(source.before, evidence, source.after, recipe, rng)


def _with_another(
    source: Source, pool: Sequence[Paragraph], at: int, recipe: ClaimRecipe, rng: random.Random
) -> tuple[str, str] | None:
    """Join a claim that the passage bears out with one of another paragraph."""
    found = fact_source(pool[at], rng, foreign=0.0) if rng.random() < 0.3 else None
    found = found or paragraph_source(pool[_other(pool, at, rng)], rng, asked=recipe.asked)
    if found is None or not source.english or len(found.claim) > 160:
        return None
    claim, evidence = _agreeing(source, rng)
    pair = [source.said(claim, rng), found.said(found.claim, rng)]
    rng.shuffle(pair)
    return merged(pair[0], pair[1], rng), _passage(source.before, evidence, source.after, recipe, rng)


def _other(pool: Sequence[Paragraph], at: int, rng: random.Random) -> int:
    """Draw another paragraph: a look-alike where one was mined."""
    negatives = [n for question in pool[at].questions for n in question.negatives]
    return rng.choice(negatives) if negatives else (at + rng.randrange(1, len(pool))) % len(pool)


def _of_another_word(
    source: Source, pool: Sequence[Paragraph], at: int, recipe: ClaimRecipe, rng: random.Random
) -> tuple[str, str] | None:
    """Exchange a word, in the claim or in the passage, for one that people put to make a question unanswerable."""
    claim, evidence = _agreeing(source, rng)
    words = word_edits(claim, pool[at].text, recipe.exchanges, rng) if source.english else []
    if not words:
        return None
    exchanges = rng.choice(words).exchanges
    other_claim, other_evidence = exchange_all(claim, exchanges), exchange_all(evidence, exchanges)
    if other_claim == claim or other_evidence == evidence:
        return None
    claim, evidence = rng.choice(((other_claim, evidence), (claim, other_evidence)))
    return source.said(claim, rng), _passage(source.before, evidence, source.after, recipe, rng)


def _of_another_fact(
    source: Source, _: Sequence[Paragraph], __: int, recipe: ClaimRecipe, rng: random.Random
) -> tuple[str, str] | None:
    """Claim the like of something else."""
    evidence = rng.choice((source.evidence, source.edited_evidence))
    return source.said(rng.choice(source.others), rng), _passage(source.before, evidence, source.after, recipe, rng)
