"""One training question becomes a group of pairs: its passage, near misses, look-alikes and passages off the topic."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from training.pool.counterfactuals import STOP, WORD, Exchange, exchanged, find_exchange, typo
from training.pool.synonyms import exchanged_words, reworded
from training.pool.windows import (
    Context,
    Passage,
    assemble,
    beside,
    context_of,
    crop,
    gold_sentences,
    most_alike,
    without_another,
    without_answer,
    without_phrase,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from training.pool.data import Paragraph, Question, Span

TITLED = frozenset({"new_wiki", "nq", "fairytale", "written"})
"""Sources whose titles are names of a topic."""
POLICIES = "policyqa"
"""The same questions are asked of many privacy policies, so another policy may well answer."""
ARTICLE = 0.6
"""Share of exchanges that borrow from the whole article, where there is one."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How often each kind of pair is made; ``README.md`` beside this file says what each brought."""

    mined: int = 2
    """Look-alike paragraphs per question."""
    random: int = 1
    """Paragraphs of any subject per question."""
    removed: float = 0.45
    """Share of questions whose passage is also shown without its supporting sentences."""
    dropped: float = 0.5
    """Share of questions whose passage is also shown without the answer's own words, where it reads on without them."""
    exchanged: float = 0.7
    """Share of questions that also get a near miss by exchange, where one is found."""
    beside: float = 0.0
    """Share of questions also asked of another sentence of their own text, most often one with the question's words."""
    cut: float = 0.25
    """Share of answering passages that lose a sentence which supports nothing: the control of ``removed``."""
    titled: float = 0.25
    """Share of groups whose passages begin with their title."""
    everyday: float = 0.15
    """Groups about forms, tables and rules (:mod:`training.everyday.groups`) per question."""
    repeats: Mapping[str, float] = field(
        default_factory=lambda: {"unansq": 4.0, "qamr": 0.3, "policyqa": 0.5, "cast": 1.5, "nq": 2.0}
    )
    """How often a question of a source is asked per pass; 1 where none is given."""
    lengths: tuple[float, float] = (220.0, 1050.0)
    """Wanted characters of a window, drawn evenly, so that a length tells nothing."""
    unmarked: float = 0.3
    """Share of questions without their question mark."""
    keywords: float = 0.06
    """Share of questions reduced to their content words."""
    misspelt: float = 0.08
    """Share of questions with one word misspelt."""
    reworded: float = 0.0
    """Share of groups that ask in other words (:mod:`training.pool.synonyms`)."""


@dataclass(slots=True)
class Pair:
    """A question with a passage and what the network should say of it."""

    question: str
    passage: str
    answerable: bool
    listed: int
    """Which ranking of the group it stands in: 0 for the question as asked, 1 for the exchanged one."""
    answers: list[Span] = field(default_factory=list)
    evidence: list[Span] = field(default_factory=list)
    has_spans: bool = True
    """False where only supporting sentences are known, so that the span is not trained."""


def _noisy(question: str, recipe: Recipe, seed: int) -> str:
    """Ask as people type: without the mark, in keywords, misspelt. The same seed does the same to both forms."""
    rng = random.Random(seed)
    chances = [rng.random() for _ in range(3)]
    if chances[0] < recipe.unmarked:
        question = question.rstrip("? .")
    if chances[1] < recipe.keywords:
        words = [word for word in WORD.findall(question) if word.lower() not in STOP]
        question = " ".join(words) if len(words) > 1 else question
    if chances[2] < recipe.misspelt:
        question = typo(question, rng)
    return question


def make_group(
    pool: Sequence[Paragraph],
    at: int,
    number: int,
    siblings: Mapping[str, Sequence[str]],
    *,
    recipe: Recipe,
    rng: random.Random,
) -> list[Pair]:
    """Make the pairs of one question; the first answers it.

    Parameters
    ----------
    pool
        All paragraphs, negatives mined.
    at, number
        Paragraph and which of its questions.
    siblings
        See :mod:`training.pool.siblings`.
    recipe
        Shares of each kind.
    rng
        The only source of chance, so that a group depends on its seed alone.
    """
    paragraph = pool[at]
    question = paragraph.questions[number]
    seed = rng.getrandbits(32)
    asked = _noisy(question.text, recipe, seed)
    context = context_of(pool, at, question, at)
    kept = crop(context, gold_sentences(context, rng), rng, recipe.lengths)
    gold = without_another(context, kept, rng) if rng.random() < recipe.cut else assemble(context, kept)
    titled = rng.random() < recipe.titled
    title = _title(paragraph) if titled else ""

    frame = _Frame(title, question.spans)
    pairs = [frame.right(asked, gold, 0)]
    if rng.random() < recipe.removed and (rest := without_answer(context, kept)) is not None:
        pairs.append(frame.wrong(asked, rest.text, 0))
    if question.spans and rng.random() < recipe.dropped and (bare := without_phrase(gold)) is not None:
        pairs.append(frame.wrong(asked, bare, 0))
    if rng.random() < recipe.beside and (mute := beside(context, question.text, kept, rng)) is not None:
        pairs.append(frame.wrong(asked, mute.text, 0))
    if question.near:
        near = rng.choice(question.near)
        window = most_alike(context, near, rng) if rng.random() < recipe.beside / 2 else gold
        pairs.append(frame.wrong(_noisy(near, recipe, seed), window.text, 1))
    if rng.random() < recipe.exchanged:
        exchange = find_exchange(question.text, gold.text, _article(pool, at, context, rng), siblings, rng)
        if exchange is not None:
            other = exchanged(question.text, exchange)
            near_miss = None if other is None else _noisy(other.text, recipe, seed)
            pairs += _near_misses(frame, asked, near_miss, gold, exchange)
    chosen = reworded(question.text, gold.text, rng) if rng.random() < recipe.reworded else {}
    for other_at in _others(pool, at, question, recipe, rng):
        unlike = context_of(pool, other_at, question, at)
        window = assemble(unlike, crop(unlike, (), rng, recipe.lengths))
        pairs.append(frame.wrong(asked, window.text, 0, _title(pool[other_at]) if titled else ""))
    return [replace(pair, question=exchanged_words(pair.question, chosen)) for pair in pairs]


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the pairs of one group share: the title before each passage, and whether spans are known."""

    title: str
    spans: bool

    def right(self, text: str, passage: Passage, listed: int) -> Pair:
        """Make a pair that answers."""
        by = len(self.title)
        return Pair(
            text,
            self.title + passage.text,
            listed=listed,
            answerable=True,
            answers=[(s + by, e + by) for s, e in passage.answers],
            evidence=[(s + by, e + by) for s, e in passage.evidence],
            has_spans=self.spans,
        )

    def wrong(self, text: str, passage: str, listed: int, title: str | None = None) -> Pair:
        """Make a pair that does not answer."""
        head = self.title if title is None else title
        return Pair(text, head + passage, answerable=False, listed=listed, has_spans=self.spans)


def _title(paragraph: Paragraph) -> str:
    return f"{paragraph.title}\n" if paragraph.title and paragraph.source in TITLED else ""


def _article(pool: Sequence[Paragraph], at: int, context: Context, rng: random.Random) -> str:
    """Text to borrow names and numbers from: the paragraph, or paragraphs of its article."""
    own = pool[at].article
    if own is None or rng.random() >= ARTICLE:
        return context.text
    near = range(max(0, at - 6), min(len(pool), at + 7))
    return "\n".join(pool[n].text for n in near if pool[n].article == own)


def _near_misses(frame: _Frame, asked: str, near_miss: str | None, gold: Passage, exchange: Exchange) -> list[Pair]:
    """Exchange a term in the question, in the passage, or in both: two pairs do not answer, one does."""
    if near_miss is None:
        return []
    pairs = [frame.wrong(near_miss, gold.text, 1)]
    # a short answer must survive the exchange; the sentence around it is where the exchange happens
    changed = exchanged(gold.text, exchange, gold.answers if frame.spans else ())
    if changed is not None:
        answers = [changed.moved(answer) for answer in gold.answers]
        evidence = [changed.moved(sentence) for sentence in gold.evidence]
        pairs.append(frame.right(near_miss, Passage(changed.text, answers, evidence), 1))
        pairs.append(frame.wrong(asked, changed.text, 0))
    return pairs


def _others(pool: Sequence[Paragraph], at: int, question: Question, recipe: Recipe, rng: random.Random) -> list[int]:
    """Choose paragraphs that do not answer: look-alikes, one that people judged, and any."""
    negatives = question.negatives
    if pool[at].source == POLICIES:
        negatives = [n for n in negatives if pool[n].source != POLICIES]
    chosen = {int(len(negatives) * rng.random() ** 1.5) for _ in range(recipe.mined)} if negatives else set()
    others = [negatives[rank] for rank in sorted(chosen)]
    if question.judged:
        others.append(rng.choice(question.judged))
    return others + [n for n in (rng.randrange(len(pool)) for _ in range(recipe.random)) if abs(n - at) > 1]
