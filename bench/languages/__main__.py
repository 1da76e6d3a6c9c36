"""Measure search and answers in other languages than English: ``python -m bench.languages``.

The texts and questions are our own: 20 notices of a town in each language, and a question for each. All are in one
library.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING

from index import Document
from index.chunking.chunker import split
from index.factory import library_of
from rag import Answer, NoAnswer, Settings
from rag.factory import assemble
from rag.models import open_reading_model

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index import Embedder, Hit, Library
    from rag import Assistant

COLUMNS = (
    "words as English: hit@1", "words: hit@1", "search: hit@1", "search: hit@4", "answered", "not sure",
    "answer in the quotes",
)  # fmt: skip
# Passages whose embedding is timed, and their characters.
PASSAGES, LONG = 16, 900
LANGUAGES = ("en", "de", "fr", "es", "zh", "ja")


@dataclass(frozen=True, slots=True)
class Notice:
    """A text, a question that it answers, and the words of it that are the answer."""

    source: str
    text: str
    question: str
    answer: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the tables, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.languages", description=__doc__)
    parser.add_argument("--embedder", metavar="NAME", default=Settings().embedder, help="see docs/configuration.md")
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    notices = {language: _notices(language) for language in LANGUAGES}
    with tempfile.TemporaryDirectory(prefix="citeseed-languages-") as place:
        settings = Settings(embedder=chosen.embedder, index=Path(place) / "auto")
        english = replace(settings, index=Path(place) / "en", language="en")
        with closing(_assistant(settings, notices)) as assistant, closing(_assistant(english, notices)) as without:
            print(f"Embedder: {chosen.embedder}\n")
            print(_within(assistant, without, notices), end="\n\n")
            print(_across(assistant, notices), end="\n\n")
            print(
                f"A passage of {LONG} characters takes {_seconds(assistant.library.embedder):.3f} s of processor time."
            )
    return 0


def _notices(language: str) -> list[Notice]:
    rows = json.loads((Path(__file__).parent / f"{language}.json").read_text(encoding="utf-8"))
    return [Notice(f"{language}/{number:02d}.txt", *row) for number, row in enumerate(rows)]


def _assistant(settings: Settings, notices: dict[str, list[Notice]]) -> Assistant:
    library: Library = library_of(settings)
    with library.update() as draft:
        for notice in (each for own in notices.values() for each in own):
            mark = hashlib.sha256(notice.text.encode()).hexdigest()
            document = Document(notice.source, notice.source, notice.text, (), (), mark)
            draft.add(document, split(document, library.splitting))
        draft.publish()
    return assemble(library, open_reading_model(settings.reading_model), settings)


def _within(assistant: Assistant, without: Assistant, notices: dict[str, list[Notice]]) -> str:
    """Return the figures of questions in the language of their documents."""
    lines = [
        f"| language | {' | '.join(COLUMNS)} |",
        "|---|" + "---:|" * len(COLUMNS),
    ]
    for language, own in notices.items():
        by_words = [mean(_first(each.library, notice) for notice in own) for each in (without, assistant)]
        found = [[hit.chunk.source for hit in assistant.search(notice.question, k=4)] for notice in own]
        hits = [mean(notice.source in sources[:k] for notice, sources in zip(own, found, strict=True)) for k in (1, 4)]
        outcomes = [assistant.ask(notice.question) for notice in own]
        kinds = [sum(isinstance(outcome, Answer) for outcome in outcomes)]
        kinds.append(sum(isinstance(outcome, NoAnswer) and bool(outcome.closest) for outcome in outcomes))
        quoted = mean(
            any(notice.answer in citation.quote for citation in outcome.citations)
            for notice, outcome in zip(own, outcomes, strict=True)
        )
        figures = [f"{each:.2f}" for each in (*by_words, *hits)]
        lines.append(f"| {language} | {' | '.join(figures)} | {kinds[0]} | {kinds[1]} | {quoted:.2f} |")
    return "\n".join(lines)


def _seconds(embedder: Embedder) -> float:
    """Return the processor seconds that a passage takes."""
    texts = [f"{number}. {'The library lends books for four weeks. ' * LONG}"[:LONG] for number in range(PASSAGES)]
    embedder.embed_documents(texts[:1])
    start = time.process_time()
    embedder.embed_documents(texts)
    return (time.process_time() - start) / PASSAGES


def _first(library: Library, notice: Notice) -> bool:
    return any(_is(hit, notice) for hit in library.open().search(notice.question, 10).keyword[:1])


def _is(hit: Hit, notice: Notice) -> bool:
    return hit.chunk.source == notice.source


def _across(assistant: Assistant, notices: dict[str, list[Notice]]) -> str:
    """Return how often the nearest notice of another language is the one that answers."""
    lines = [f"| question \\ notices | {' | '.join(LANGUAGES)} |", "|---|" + "---:|" * len(LANGUAGES)]
    snapshot = assistant.library.open()
    for asked, own in notices.items():
        ranked = [[hit.chunk.source for hit in snapshot.search(notice.question, 10_000).dense] for notice in own]
        figures = []
        for language in LANGUAGES:
            first = [next(each for each in sources if each.startswith(language)) for sources in ranked]
            number = [notice.source.removeprefix(asked) for notice in own]
            figures.append(mean(one == language + other for one, other in zip(first, number, strict=True)))
        lines.append(f"| {asked} | {' | '.join(f'{figure:.2f}' for figure in figures)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
