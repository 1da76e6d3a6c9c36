"""Passages as the product cuts them: runs of sentences around an answer, or without the answer's sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.pool.data import normalised

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence

    from training.pool.data import Paragraph, Question, Span

WIDEST_EVIDENCE = 1200
"""Characters from first to last supporting sentence above which only a part of them is shown."""
SHORTEST = 25
"""Characters that a sentence must keep to say something."""
MOST_ALIKE = 0.7
"""Share of the sentences beside an answer that are chosen by the question's words."""
LEADING = re.compile(
    r",?\s+(?:because of|because|due to|in order to|so that|as|in|on|at|by|for|from|since|to|with|until|during|after"
    r"|before|about|around|of|through|via|per|under|over|called|named)"
    r"(?:\s+(?:the|a|an|about|early|late|around|his|her|its|their))?\s+$",
    re.IGNORECASE,
)
"""What leads up to a phrase that a sentence can do without."""
TRAILING = re.compile(r"\s*(?:[.,;:)!?]|$|(?=\s(?:and|but|when|where|while|in|on|at|by|for|from|with|after|before)\b))")
"""What may stand behind such a phrase."""


@dataclass(slots=True)
class Passage:
    """A passage with what in it answers: spans of answers and of the sentences that hold them."""

    text: str
    answers: list[Span]
    evidence: list[Span]


@dataclass(slots=True)
class Context:
    """A paragraph, joined with the neighbouring paragraphs of its article where there are any."""

    text: str
    sentences: list[Span]
    answers: list[Span]

    def holding(self) -> list[int]:
        """Find the sentences that hold a part of an answer."""
        return [
            at
            for at, (begin, end) in enumerate(self.sentences)
            if any(begin < stop and start < end for start, stop in self.answers)
        ]


def context_of(pool: Sequence[Paragraph], at: int, question: Question, own: int) -> Context:
    """Join a paragraph with its neighbours in the article.

    Parameters
    ----------
    pool
        All paragraphs.
    at
        Which one.
    question
        Its answers are carried over from its own paragraph. Around another one, neighbours that answer are left off.
    own
        The paragraph the question was asked of.
    """
    gold = at == own
    paragraph = pool[at]
    members = [at]
    if paragraph.article is not None:
        near = [n for n in (at - 1, at + 1) if 0 <= n < len(pool) and pool[n].article == paragraph.article]
        if not gold:
            strings = [normalised(pool[own].text[start:end]) for start, end in question.answers]
            near = [n for n in near if n != own and not any(s in normalised(pool[n].text) for s in strings)]
        members = sorted([*near, at])
    text, sentences, answers = "", [], []
    for member in members:
        if text:
            text += "\n\n"
        shift = len(text)
        text += pool[member].text
        sentences += [(start + shift, end + shift) for start, end in pool[member].sentences]
        if member == at and gold:
            answers = [(start + shift, end + shift) for start, end in question.answers]
    return Context(text, sentences, answers)


def crop(context: Context, must: Sequence[int], rng: random.Random, lengths: tuple[float, float]) -> list[int]:
    """Choose a run of sentences of about a drawn length that holds all of ``must``, grown left and right by chance."""
    sentences = context.sentences
    first, last = (min(must), max(must)) if must else (rng.randrange(len(sentences)),) * 2
    wanted = rng.uniform(*lengths)
    while sentences[last][1] - sentences[first][0] < wanted and (first > 0 or last < len(sentences) - 1):
        leftward = last == len(sentences) - 1 or (first > 0 and rng.random() < 0.5)
        start, end = (first - 1, last) if leftward else (first, last + 1)
        if sentences[end][1] - sentences[start][0] > lengths[1] + 150:
            break
        first, last = start, end
    return list(range(first, last + 1))


def assemble(context: Context, kept: Sequence[int]) -> Passage:
    """Make a passage from some sentences of a context, in their order; gaps close with one space."""
    text = ""
    places: dict[int, int] = {}
    for order, at in enumerate(kept):
        begin, end = context.sentences[at]
        if order:
            before = kept[order - 1]
            text += context.text[context.sentences[before][1] : begin] if before == at - 1 else " "
        places[at] = len(text) - begin
        text += context.text[begin:end]
    answers: list[Span] = []
    evidence: list[Span] = []
    for at in kept:
        begin, end = context.sentences[at]
        if any(begin < stop and start < end for start, stop in context.answers):
            evidence.append((begin + places[at], end + places[at]))
    for start, stop in context.answers:
        held = [at for at, (begin, end) in enumerate(context.sentences) if begin < stop and start < end]
        if held and all(at in places for at in held):
            answers.append((start + places[held[0]], stop + places[held[-1]]))
    return Passage(text, answers, evidence)


def gold_sentences(context: Context, rng: random.Random) -> list[int]:
    """Choose the supporting sentences a window must hold: all, or a part of those that stand too far apart."""
    holding = context.holding()
    while len(holding) > 1 and context.sentences[holding[-1]][1] - context.sentences[holding[0]][0] > WIDEST_EVIDENCE:
        holding = holding[1:] if rng.random() < 0.5 else holding[:-1]
    return holding


def beside(context: Context, question: str, kept: Sequence[int], rng: random.Random) -> Passage | None:
    """Return a sentence of the context that does not answer: mostly the one with most of the question's words."""
    strings = [normalised(context.text[start:end]) for start, end in context.answers]
    left_out = {*kept, *context.holding()}
    spans = enumerate(context.sentences)
    said = {at: normalised(context.text[begin:end]) for at, (begin, end) in spans if end - begin >= SHORTEST}
    free = [at for at, text in said.items() if at not in left_out and not any(string in text for string in strings)]
    if not free:
        return None
    chosen = _most_alike(said, free, question, rng) if rng.random() < MOST_ALIKE else rng.choice(free)
    return assemble(context, [chosen])


def most_alike(context: Context, question: str, rng: random.Random) -> Passage:
    """Return the sentence of a context with most of the question's words."""
    said = {at: normalised(context.text[begin:end]) for at, (begin, end) in enumerate(context.sentences)}
    return assemble(context, [_most_alike(said, list(said), question, rng)])


def _most_alike(said: Mapping[int, str], among: Sequence[int], question: str, rng: random.Random) -> int:
    asked = set(normalised(question).split())
    return max(among, key=lambda at: (len(asked.intersection(said[at].split())), rng.random()))


def without_answer(context: Context, kept: Sequence[int]) -> Passage | None:
    """Take the supporting sentences out of a window; None when an answer string still stands in what is left."""
    rest = [at for at in kept if at not in set(context.holding())]
    if not rest:
        return None
    passage = assemble(context, rest)
    words = normalised(passage.text)
    if any(normalised(context.text[start:stop]) in words for start, stop in context.answers):
        return None
    return Passage(passage.text, [], [])


def without_phrase(passage: Passage) -> str | None:
    """Take the answer itself out of its sentence, so that the rest restates the question and answers nothing.

    "Röntgen received the prize in 1901 for X-rays." loses "in 1901" for a question that begins with "when".

    Returns
    -------
    str or None
        None where the sentence does not read on without the answer, or another place still holds it.
    """
    for start, end in sorted(passage.answers, key=lambda span: span[0] - span[1]):
        lead = LEADING.search(passage.text, max(0, start - 40), start)
        sentence = next(((b, e) for b, e in passage.evidence if b <= start and end <= e), None)
        if lead is None or sentence is None or not TRAILING.match(passage.text, end):
            continue
        rest = passage.text[: lead.start()] + passage.text[end:]
        words = normalised(rest)
        left = lead.start() - sentence[0] + sentence[1] - end
        if left >= SHORTEST and not any(normalised(passage.text[s:e]) in words for s, e in passage.answers):
            return rest
    return None


def without_another(context: Context, kept: Sequence[int], rng: random.Random) -> Passage:
    """Take a sentence that supports nothing out of a window: the control, as answerable as before."""
    holding = set(context.holding())
    spare = [at for at in kept if at not in holding]
    gone = rng.choice(spare) if spare else None
    return assemble(context, [at for at in kept if at != gone])
