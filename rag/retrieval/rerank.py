"""Rerank hits with the reading model."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from rag.query.terms import terms
from rag.retrieval.subject import subject
from rag.steps import ReadHit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index import Document, Hit, Snapshot
    from rag.protocols import ReadingModel
    from rag.steps import Reading

# What a fused score of 1 instead of 0 adds to the log-odds. First passage right with 0, 1, 2, 4: wiki_articles 0.882,
# 0.887, 0.885, 0.868; clapnq 0.927, 0.940, 0.947, 0.947; multirc_news 0.905, 0.917, 0.921, 0.914.
PRIOR = 2.0
# Hits that are read at first, and the score from which on one of them surely answers, so that the others are not read.
# On 113 questions of wiki_articles this takes 0.78 of the processor time, and answers as many, with the same share of
# right quotes (0.752) and of evidence in passage 1 (0.876; python -m bench.adaptive, 200 questions).
READ_FIRST = 4
SURE = 0.9
# Words of a title or heading that names a topic. A longer one is a headline, which makes a claim of its own.
MAX_NAME_LENGTH = 8


def read(model: ReadingModel, questions: Sequence[str], snapshot: Snapshot, hits: Sequence[Hit]) -> list[ReadHit]:
    """Read every hit under its title and headings; return them best first.

    Several questions are forms of one: each passage is read with each, and keeps the reading that finds more in it, so
    that a second form never hides what the first one finds. The title says what "the company" of a passage is: with
    it, the first passage is the right one for 0.91 of 127 CLAPNQ questions, without it for 0.84. The score is the
    reading model's odds times those that retrieval gives beforehand, which are even for a fused score of a half.
    """
    return _read(model, questions, snapshot.documents(hit.chunk.source for hit in hits), hits)


def _read(
    model: ReadingModel, questions: Sequence[str], opened: Mapping[str, Document], hits: Sequence[Hit]
) -> list[ReadHit]:
    documents = [opened[hit.chunk.source] for hit in hits]
    named = {term for question in questions for term in terms(question, (hit.chunk.text for hit in hits))}
    subjects = {source: subject(opened[source], named) for source in {hit.chunk.source for hit in hits}}
    texts = [
        titled(document.title, hit.chunk.headings, hit.chunk.reading.text, subjects[document.source])
        for document, hit in zip(documents, hits, strict=True)
    ]
    readings = {question: model.read(question, texts) for question in questions}
    read_hits = []
    for position, (hit, text) in enumerate(zip(hits, texts, strict=True)):
        asked = max(questions, key=lambda question: readings[question][position].relevance)
        one = _of_passage(readings[asked][position], len(text) - len(hit.chunk.reading.text))
        document = documents[position]
        score = _weighted(one.relevance, hit.score)
        read_hits.append(ReadHit(hit.chunk, one, score, asked, document, subjects[document.source]))
    return sorted(read_hits, key=lambda hit: -hit.score)


def read_until_sure(
    model: ReadingModel, questions: Sequence[str], snapshot: Snapshot, hits: Sequence[Hit], at_least: int = READ_FIRST
) -> list[ReadHit]:
    """Read the first hits, and the others only where none of them surely answers; return those read, best first.

    The documents of all are opened at once: on an engine that is one round trip.

    Parameters
    ----------
    model, questions, snapshot, hits
        As for ``read``.
    at_least
        So many are read in any case.
    """
    enough, opened = max(at_least, READ_FIRST), snapshot.documents(hit.chunk.source for hit in hits)
    read_hits = _read(model, questions, opened, hits[:enough])
    if read_hits and read_hits[0].score < SURE:
        read_hits += _read(model, questions, opened, hits[enough:])
    return sorted(read_hits, key=lambda hit: -hit.score)


def titled(title: str, headings: Sequence[str], text: str, subject: Sequence[str] = ()) -> str:
    """Prefix a text with its title and headings, as far as they are short, and with fields of its document."""
    names = [line for line in (title, *headings) if len(line.split()) <= MAX_NAME_LENGTH]
    context = [name for name in dict.fromkeys((*names, *subject)) if name not in text]
    return "\n".join([*context, text])


def _of_passage(reading: Reading, context: int) -> Reading:
    """Remove the readings of the ``context`` characters before the passage."""
    inside = reading.offsets[:, 0] >= context
    return replace(
        reading,
        offsets=reading.offsets[inside] - context,
        start=reading.start[inside],
        end=reading.end[inside],
        evidence=reading.evidence[inside],
    )


def _weighted(relevance: float, fused: float) -> float:
    odds = math.exp(PRIOR * (fused - 0.5)) * relevance
    return odds / (odds + 1 - relevance)
