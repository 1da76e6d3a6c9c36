"""Where a claim comes from: a sentence, a question with its answer, or an invented fact; each with one edit of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.claims.edits import Edit, term_edits, whole_edits
from training.claims.facts import make_fact, read_language
from training.claims.rewrites import rewritten, shortened
from training.claims.statements import statement
from training.claims.terms import names_in, other_number
from training.pool.data import normalised

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from training.pool.data import Paragraph, Question

ENGLISH, GERMAN, FRENCH = (read_language(code) for code in ("en", "de", "fr"))
SINGLE = re.compile(
    r"^(?:who|when|where|which|how (?:many|much|long|old|tall|far|often)|"
    r"(?:in |on |at )?what (?:year|day|time|month|percentage|city|country|state))\b",
    re.IGNORECASE,
)
"""Questions that have one answer only, so that another answer contradicts it."""
SAME_BOTH_WAYS = re.compile(
    r"\b(?:met|meets|marry|marries|married|joined|between|with|and|same|is the|was the|are the|were the|called|named)\b"
)
"""Words of a claim in which two names may change places without a lie."""
WEIGHTS = {"answer": 4, "roles": 4, "order": 4, "comparator": 4, "direction": 3, "date": 2}
"""How much more often than other kinds an edit of a rarer kind is drawn where it is possible."""


@dataclass(frozen=True, slots=True)
class Source:
    """A claim that a sentence supports, with the sentences around it and what an edit makes of both."""

    kind: str
    claim: str
    edited_claim: str
    before: tuple[str, ...]
    evidence: str
    edited_evidence: str
    after: tuple[str, ...]
    forward: bool = True
    """Whether the evidence refuses the edited claim."""
    backward: bool = True
    """Whether the edited evidence refuses the claim."""
    english: bool = True
    """Whether the claims can be said in other words by rule."""
    elsewhere: bool = True
    """Whether the rest of the paragraph holds nothing of the claim, so that without the evidence nothing is said."""
    companion: tuple[str, int] | None = None
    """Another claim that one of the sentences around bears out, and by how many sentences that one stands off."""
    others: tuple[str, ...] = ()
    """Claims about something else, neither borne out nor refused."""

    def said(self, claim: str, rng: random.Random) -> str:
        """Say a claim in other words, by chance."""
        return rewritten(claim, rng) if self.english else claim


def fact_source(paragraph: Paragraph, rng: random.Random, *, foreign: float) -> Source:
    """Invent a fact and put it between the sentences of a paragraph, or between others of its own language.

    Parameters
    ----------
    paragraph
        Gives the sentences around an English fact.
    rng
        Source of chance.
    foreign
        Share of German and French facts.
    """
    language = rng.choice((GERMAN, FRENCH)) if rng.random() < foreign else ENGLISH
    fact = make_fact(language, rng)
    if language is ENGLISH:
        sentences = [" ".join(paragraph.text[start:end].split()) for start, end in paragraph.sentences]
    else:
        sentences = rng.sample(language.around, 4)
    if rng.random() < 0.5:
        further = make_fact(language, rng, unlike=fact.template)
        sentences.insert(rng.randint(0, len(sentences)), rng.choice((*further.truths, *further.opposites)))
    cut = rng.randint(0, len(sentences))
    evidence, claim = _two(fact.truths, rng)
    edited_evidence, edited_claim = _two(fact.opposites, rng)
    return Source(
        f"fact {language.code} {fact.kind}",
        claim,
        edited_claim,
        tuple(sentences[:cut]),
        evidence,
        edited_evidence,
        tuple(sentences[cut:]),
        english=language is ENGLISH,
        companion=_neighbour(sentences[:cut], sentences[cut:]),
        others=fact.others,
    )


def _two(ways: Sequence[str], rng: random.Random) -> tuple[str, str]:
    """Draw two ways of telling, mostly different ones."""
    if len(ways) == 1 or rng.random() < 0.2:
        way = rng.choice(ways)
        return way, way
    one, other = rng.sample(ways, 2)
    return one, other


def paragraph_source(paragraph: Paragraph, rng: random.Random, *, asked: float) -> Source | None:
    """Draw a source from a paragraph; several are tried, since not every sentence can be edited."""
    for _ in range(6):
        use_question = _answered(paragraph) and rng.random() < asked
        source = _asked_source(paragraph, rng) if use_question else _sentence_source(paragraph, rng)
        if source is not None:
            return source
    return None


def split_at(paragraph: Paragraph, number: int) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """Divide a paragraph into the sentences before one, that one, and those after it."""
    texts = tuple(" ".join(paragraph.text[start:end].split()) for start, end in paragraph.sentences)
    return texts[:number], texts[number], texts[number + 1 :]


def _chosen(edits: Sequence[Edit], rng: random.Random) -> Edit:
    """Draw a kind first and then an edit, so that a frequent kind does not crowd out the others."""
    kinds = sorted({edit.kind for edit in edits})
    kind = rng.choices(kinds, [WEIGHTS.get(kind, 1) for kind in kinds])[0]
    return rng.choice([edit for edit in edits if edit.kind == kind])


def _sentence_source(paragraph: Paragraph, rng: random.Random) -> Source | None:
    number = rng.randrange(len(paragraph.sentences))
    before, sentence, after = split_at(paragraph, number)
    if not 25 <= len(sentence) <= 320 or sentence[-1] in "?:" or not sentence[0].isalnum():
        return None
    whole = whole_edits(sentence, rng)
    edits = term_edits(sentence, paragraph.text, rng) + whole
    if not edits:
        return None
    edit = _chosen(edits, rng)
    claim = sentence if edit.whole is not None and rng.random() < 0.5 else shortened(sentence, rng)
    edited, edited_claim = edit.apply(sentence), edit.apply(claim)
    if edited is None or edited_claim is None:
        claim, edited_claim = sentence, edited
    if edited is None or edited_claim is None:
        return None
    return Source(
        f"sentence {edit.kind}",
        claim,
        edited_claim,
        before,
        sentence,
        edited,
        after,
        forward=edit.forward,
        backward=edit.backward,
        companion=_companion(paragraph, number, rng),
    )


def _asked_source(paragraph: Paragraph, rng: random.Random) -> Source | None:
    """Make a statement of a question and its answer, and edit answer or statement."""
    question = rng.choice(_answered(paragraph))
    start, end = rng.choice(question.answers)
    answer = paragraph.text[start:end]
    number = _sentence_of(paragraph, start, end)
    claim = statement(question.text, answer)
    if claim is None or number is None:
        return None
    before, sentence, after = split_at(paragraph, number)
    edits = [edit for edit in term_edits(sentence, paragraph.text, rng) if edit.apply(claim) is not None]
    wrong = _wrong_answer(question.text, answer, sentence, paragraph, rng)
    if wrong is not None:
        swap = Edit("answer", ((answer.strip(), wrong), (wrong, answer.strip())))
        if swap.apply(claim) is not None:
            edits.append(swap)
    edits = [edit for edit in edits if edit.kind not in {"modal", "scope"}]
    edits += _exchanged_names(claim, answer.strip(), sentence)
    if not edits:
        return None
    edit = _chosen(edits, rng)
    edited, edited_claim = edit.apply(sentence), edit.apply(claim)
    if edited is None or edited_claim is None:
        return None
    elsewhere = normalised(answer) not in normalised(" ".join((*before, *after)))
    return Source(
        f"asked {edit.kind}",
        claim,
        edited_claim,
        before,
        sentence,
        edited,
        after,
        backward=elsewhere or edit.kind != "answer",
        elsewhere=elsewhere,
        companion=_companion(paragraph, number, rng),
    )


def _answered(paragraph: Paragraph) -> list[Question]:
    """List the questions that have short answers."""
    return [question for question in paragraph.questions if question.spans and question.answers]


def _sentence_of(paragraph: Paragraph, start: int, end: int) -> int | None:
    return next((n for n, (s, e) in enumerate(paragraph.sentences) if s <= start and end <= e), None)


def _exchanged_names(claim: str, answer: str, sentence: str) -> list[Edit]:
    """Let the answer and another name of the claim change places: who did it, and to whom."""
    names = names_in(sentence)
    if answer not in names or SAME_BOTH_WAYS.search(claim):
        return []
    low, mine = claim.lower(), set(answer.lower().split())
    others = [name for name in names if name.lower() in low and not mine & set(name.lower().split())]
    return [Edit("roles", ((answer, other), (other, answer))) for other in others]


def _companion(paragraph: Paragraph, number: int, rng: random.Random) -> tuple[str, int] | None:
    """Find another claim that the paragraph bears out: another question with its answer, or the next sentence."""
    if _answered(paragraph) and rng.random() < 0.7:
        question = rng.choice(_answered(paragraph))
        start, end = question.answers[0]
        other = _sentence_of(paragraph, start, end)
        if other is not None and other != number:
            claim = statement(question.text, paragraph.text[start:end])
            if claim is not None:
                return claim, other - number
    before, _, after = split_at(paragraph, number)
    return _neighbour(before, after)


def _neighbour(before: Sequence[str], after: Sequence[str]) -> tuple[str, int] | None:
    sentence, off = (before[-1], -1) if before else (after[0], 1) if after else ("", 0)
    return (sentence, off) if 20 < len(sentence) < 160 and sentence.endswith(".") else None


def _wrong_answer(question: str, answer: str, sentence: str, paragraph: Paragraph, rng: random.Random) -> str | None:
    """Find another answer of the same kind for a question that has one answer only."""
    if not SINGLE.match(question):
        return None
    if re.fullmatch(r"[$€£]?\d[\d,]*(?:\.\d+)?", answer):
        return other_number(answer, paragraph.text, rng)
    listed = re.search(rf"{re.escape(answer)}(?:,| and| or|/)|(?:,| and| or|/) {re.escape(answer)}", sentence)
    if listed or re.search(r"\band\b|,", answer):
        return None
    mine = set(answer.lower().split())
    if answer in names_in(paragraph.text):
        others = [n for n in names_in(paragraph.text) if abs(len(n.split()) - len(mine)) <= 1]
    else:
        opening = question.lower().split()[:2]
        others = [
            paragraph.text[s:e]
            for other in _answered(paragraph)
            for s, e in other.answers[:1]
            if other.text.lower().split()[:2] == opening
        ]
    fits = [
        o.strip()
        for o in others
        if not mine & set(o.lower().split()) and len(o) < 60 and normalised(o) not in normalised(question)
    ]
    return rng.choice(fits) if fits else None
