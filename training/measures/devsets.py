"""Development questions with the passages a hybrid retriever finds for them, as the product would show them."""

from __future__ import annotations

import gzip
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from training.pool.data import sentence_spans
from training.pool.errors import DataError
from training.pool.negatives import fused_scores

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

WINDOW = 900
"""Most characters of a window cut from a document, unless one sentence is longer."""
CANDIDATES = 10


@dataclass(frozen=True, slots=True)
class Window:
    """A run of whole sentences of one document."""

    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its candidates, best retrieved first."""

    question: str
    answerable: bool
    answers: tuple[str, ...]
    quotes: tuple[tuple[str, str], ...]
    """``(source, quote)`` of supporting sentences."""
    candidates: tuple[Window, ...]
    retrieved: tuple[float, ...]
    """Fused retrieval scores of the candidates, 0..2."""

    def supported_by(self, window: Window) -> bool:
        """Tell whether a window holds a supporting sentence whole."""
        return any(source == window.source and quote in window.text for source, quote in self.quotes)


def read_set(folder: Path, name: str) -> dict[str, Any]:
    """Read one ``eval`` file: ``documents`` and ``questions``."""
    path = folder / f"{name}.json.gz"
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            found: dict[str, Any] = json.load(file)
    except (OSError, ValueError) as error:
        message = f"{path} cannot be read as gzipped JSON ({error})."
        raise DataError(message) from error
    return found


def windows_of(documents: Sequence[dict[str, str]]) -> list[Window]:
    """Cut documents into windows of whole sentences; paragraphs of one document share a window while there is room."""
    windows: list[Window] = []
    for document in documents:
        text, begin, end = document["text"], 0, 0
        for start, stop in sentence_spans(text):
            if end and stop - begin > WINDOW:
                windows.append(Window(document["id"], text[begin:end]))
                begin = start
            elif not end:
                begin = start
            end = stop
        if end:
            windows.append(Window(document["id"], text[begin:end]))
    return windows


def ask(questions: Sequence[dict[str, Any]], windows: Sequence[Window], base: Path | None = None) -> list[Asked]:
    """Retrieve candidates for questions: BM25 and cosine, each min-max scaled, summed."""
    asked: list[Asked] = []
    texts = [question.get("rewrite") or question["question"] for question in questions]
    scores = (row for block in fused_scores(texts, [window.text for window in windows], base=base) for row in block)
    for text, question, row in zip(texts, questions, scores, strict=True):
        best = np.argsort(-row, kind="stable")[:CANDIDATES]
        asked.append(
            Asked(
                text,
                bool(question["answerable"]),
                tuple(question.get("answers", ())),
                tuple((e["doc_id"], e["quote"].strip()) for e in question["evidence"]),
                tuple(windows[at] for at in best),
                tuple(float(row[at]) for at in best),
            )
        )
    return asked


def given_candidates(data: dict[str, Any]) -> list[Asked]:
    """Take the passages that a set itself names for each question (NoMIRACL), in its order."""
    texts = {document["id"]: document["text"] for document in data["documents"]}
    return [
        Asked(
            question["question"],
            bool(question["answerable"]),
            (),
            (),
            tuple(Window(name, texts[name]) for name in question["candidates"]),
            (0.0,) * len(question["candidates"]),
        )
        for question in data["questions"]
    ]


def development_sets(folder: Path, base: Path | None = None) -> dict[str, list[Asked]]:
    """Build all development sets.

    Parameters
    ----------
    folder
        Holds the ``eval`` files.
    base
        Folder of the embedder; None for the installed package's.

    Returns
    -------
    dict
        ``wiki``, ``clapnq``, ``news``, ``mtrag`` (the human stand-alone questions), ``off_topic`` (questions asked of
        documents of another set) and ``nomiracl`` (ten passages that are given).
    """
    names = {"wiki": "wiki_articles", "clapnq": "clapnq", "news": "multirc_news", "mtrag": "mtrag_wiki"}
    data = {short: read_set(folder, name) for short, name in names.items()}
    windows = {short: windows_of(found["documents"]) for short, found in data.items()}
    questions = {short: found["questions"] for short, found in data.items()}
    sets = {short: ask(questions[short], windows[short], base) for short in names}
    strangers = [
        (data["clapnq"]["questions"], "wiki"),
        (data["wiki"]["questions"], "clapnq"),
        (data["wiki"]["questions"], "news"),
        (data["news"]["questions"], "wiki"),
    ]
    off_topic: list[Asked] = []
    for others, target in strangers:
        spread = [dict(q, answerable=False, evidence=[]) for q in others if q["answerable"]][::4][:150]
        off_topic += ask(spread, windows[target], base)
    sets["off_topic"] = off_topic
    sets["nomiracl"] = given_candidates(read_set(folder, "nomiracl"))
    return sets


def save_sets(sets: dict[str, list[Asked]], path: Path) -> None:
    """Write development sets with their candidates, so that retrieval is done once."""
    rows = {name: [asdict(asked) for asked in questions] for name, questions in sets.items()}
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=6) as file:
        json.dump(rows, file)


def load_sets(path: Path, every: int = 1) -> dict[str, list[Asked]]:
    """Read what :func:`save_sets` wrote, or every so manieth question of it."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = json.load(file)
    return {
        name: [
            Asked(
                r["question"],
                r["answerable"],
                tuple(r["answers"]),
                tuple((s, q) for s, q in r["quotes"]),
                tuple(Window(**w) for w in r["candidates"]),
                tuple(r["retrieved"]),
            )
            for r in questions[::every]
        ]
        for name, questions in rows.items()
    }
