"""The texts that are indexed, and the questions that are asked of them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from index import sentences
from index.chunking.chunker import Splitting, split
from rag.evaluation import load

if TYPE_CHECKING:
    from pathlib import Path

    from index import Chunk
    from rag.evaluation.data import Question

WIKI = "wiki_articles"
# Data sets whose sentences are shuffled into texts of any number.
SHUFFLED = (WIKI, "clapnq", "mtrag_wiki", "multirc_news")
SENTENCES, SEED = 6, 7


def chunks(data: Path) -> list[Chunk]:
    """Return the chunks of the long articles, as the product cuts them."""
    return [
        chunk
        for document in load(data / "eval" / f"{WIKI}.json.gz").documents
        for chunk in split(document, Splitting())
    ]


def questions(data: Path) -> list[Question]:
    """Return the questions about the articles that they answer."""
    return [question for question in load(data / "eval" / f"{WIKI}.json.gz").questions if question.evidence]


def texts(data: Path, number: int) -> dict[int, str]:
    """Return so many texts by number, of sentences of the data sets; the same ones every time."""
    known = [
        document.text[low:high]
        for name in SHUFFLED
        for document in load(data / "eval" / f"{name}.json.gz").documents
        for low, high in sentences(document.text)
    ]
    chance = random.Random(SEED)
    return {place: " ".join(chance.choices(known, k=SENTENCES)) for place in range(number)}


def answers(question: Question, chunk: Chunk) -> bool:
    """Tell whether a chunk holds one of the quotes that answer a question, whole."""
    return any(
        quote.source == chunk.source and any(chunk.start <= low and high <= chunk.end for low, high in quote.places)
        for quote in question.evidence
    )
