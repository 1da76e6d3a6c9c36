"""One training question becomes a group of pairs: its passage, near misses, look-alikes and passages off the topic."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from training.counterfactuals import STOP, WORD, exchanged, find_exchange, typo
from training.windows import Passage, assemble, context_of, crop, gold_sentences, without_another, without_answer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from training.data import Paragraph, Span


@dataclass(frozen=True, slots=True)
class Recipe:
    """How often each kind of pair is made; ``README.md`` beside this file says what each brought."""

    mined: int = 2
    """Look-alike paragraphs per question."""
    random: int = 1
    """Paragraphs of any subject per question."""
    removed: float = 0.45
    """Share of questions whose passage is also shown without its supporting sentences."""
    exchanged: float = 0.7
    """Share of questions that also get a near miss by exchange, where one is found."""
    cut: float = 0.25
    """Share of answering passages that lose a sentence which supports nothing: the control of ``removed``."""
    titled: float = 0.15
    """Share of groups whose passages begin with their title."""
    unmarked: float = 0.3
    """Share of questions without their question mark."""
    keywords: float = 0.06
    """Share of questions reduced to their content words."""
    misspelt: float = 0.08
    """Share of questions with one word misspelt."""


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
        See :mod:`training.siblings`.
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
    kept = crop(context, gold_sentences(context, rng), rng)
    gold = without_another(context, kept, rng) if rng.random() < recipe.cut else assemble(context, kept)
    titled = rng.random() < recipe.titled
    title = f"{paragraph.title}\n\n" if titled and paragraph.title and paragraph.source in {"new_wiki", "nq"} else ""

    def right(text: str, passage: Passage, listed: int) -> Pair:
        by = len(title)
        return Pair(
            text,
            title + passage.text,
            listed=listed,
            answerable=True,
            answers=[(s + by, e + by) for s, e in passage.answers],
            evidence=[(s + by, e + by) for s, e in passage.evidence],
            has_spans=paragraph.has_spans,
        )

    def wrong(text: str, passage: str, listed: int, head: str = title) -> Pair:
        return Pair(text, head + passage, answerable=False, listed=listed, has_spans=paragraph.has_spans)

    pairs = [right(asked, gold, 0)]
    if rng.random() < recipe.removed and (rest := without_answer(context, kept)) is not None:
        pairs.append(wrong(asked, rest.text, 0))
    if rng.random() < recipe.exchanged:
        article = context.text
        if paragraph.article is not None and rng.random() < 0.6:
            near = [n for n in range(max(0, at - 6), min(len(pool), at + 7)) if pool[n].article == paragraph.article]
            article = "\n".join(pool[n].text for n in near)
        exchange = find_exchange(question.text, gold.text, article, siblings, rng)
        if exchange is not None:
            other = exchanged(question.text, exchange)
            # a short answer must survive the exchange; the sentence around it is where the exchange happens
            changed = exchanged(gold.text, exchange, gold.answers if paragraph.has_spans else ())
            if other is not None:
                near_miss = _noisy(other.text, recipe, seed)
                pairs.append(wrong(near_miss, gold.text, 1))
                if changed is not None:
                    counterpart = Passage(
                        changed.text,
                        [changed.moved(answer) for answer in gold.answers],
                        [changed.moved(sentence) for sentence in gold.evidence],
                    )
                    pairs += [right(near_miss, counterpart, 1), wrong(asked, changed.text, 0)]
    negatives = question.negatives
    chosen = {int(len(negatives) * rng.random() ** 1.5) for _ in range(recipe.mined)} if negatives else set()
    others = [negatives[rank] for rank in sorted(chosen)]
    others += [n for n in (rng.randrange(len(pool)) for _ in range(recipe.random)) if abs(n - at) > 1]
    for other_at in others:
        unlike = context_of(pool, other_at, question, at)
        window = assemble(unlike, crop(unlike, (), rng))
        its = pool[other_at]
        head = f"{its.title}\n\n" if titled and its.title and its.source in {"new_wiki", "nq"} else ""
        pairs.append(wrong(asked, window.text, 0, head))
    return pairs
