"""The drafts of the trial: their sentences, what is wrong with them, and the half that they fall into."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Half = Literal["tuned on", "held out"]

HERE = Path(__file__).parent
# Whole sets of documents, chosen before anything was checked: a fault of one draft must not be tuned away in another.
HALVES: dict[str, Half] = {"company": "tuned on", "club": "tuned on", "manual": "held out", "news": "held out"}


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a draft.

    Parameters
    ----------
    text, start, end
        The sentence, and its offsets in the draft.
    is_true
        Whether the documents say it.
    kind
        How a true one differs from the documents' words, or what makes it false.
    """

    text: str
    start: int
    end: int
    is_true: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A text about the documents of one set.

    Parameters
    ----------
    name
        Of the set.
    text
        Sentences of one paragraph are joined by spaces, paragraphs by an empty line.
    lines
        In order.
    """

    name: str
    text: str
    lines: tuple[Line, ...]

    @property
    def half(self) -> Half:
        """The half that the set belongs to."""
        return HALVES[self.name]

    @property
    def documents(self) -> Path:
        """The folder of its documents."""
        return HERE / "documents" / self.name


def load(name: str) -> Draft:
    """Read a draft.

    Its file holds a sentence a line: ``true`` or ``false``, the kind and the sentence, with tabs between them. An
    empty line ends a paragraph.
    """
    text, lines = "", list[Line]()
    for row in (HERE / "labelled" / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        if not row:
            text += "\n\n"
            continue
        label, kind, said = row.split("\t")
        text += " " if text and not text.endswith("\n") else ""
        lines.append(Line(said, len(text), len(text) + len(said), {"true": True, "false": False}[label], kind))
        text += said
    return Draft(name, text, tuple(lines))
