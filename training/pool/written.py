"""Read the passages and questions that were written for training: ``training/written/*.txt``.

A file holds passages one after another::

    # Title
    The passage, over as many lines as it needs.
    ? a question => the sentence that answers ++ another one || the short answer
    ! a question that the passage does not answer

The evidence stands verbatim in the passage, and the short answer in the evidence; the short answer may be missing.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from training.pool.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parents[1] / "written"
WRITTEN = "written"
_ANSWERED = re.compile(r"\? (?P<question>.+?) => (?P<evidence>.+?)(?: \|\| (?P<answer>.+))?")


def read_written(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """Return a row for each passage, in the order of the files, in the form of the training files.

    An unanswerable question is of one pair with each answerable one of its passage.

    Raises
    ------
    DataError
        When a line has another form, or what should stand in the passage does not.
    """
    return [row for path in sorted(folder.glob("*.txt")) for row in _rows(path)]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for part in re.split(r"^# ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        title, _, rest = part.partition("\n")
        lines = rest.rstrip().split("\n")
        first = next((at for at, line in enumerate(lines) if line.startswith(("? ", "! "))), len(lines))
        text = "\n".join(lines[:first]).strip()
        asked = [line for line in lines[first:] if line.strip()]
        near = [line[2:].strip() for line in asked if line.startswith("! ")]
        questions = [_question(line, text, path) for line in asked if not line.startswith("! ")]
        yield {"context": text, "title": title.strip(), "source": WRITTEN, "qas": questions, "near": near}


def _question(line: str, text: str, path: Path) -> dict[str, Any]:
    form = _ANSWERED.fullmatch(line.strip())
    if form is None:
        message = f"{path}: a question has the form '? question => evidence || short answer', and not {line!r}."
        raise DataError(message)
    spans = []
    for sentence in form["evidence"].split(" ++ "):
        start = text.find(sentence.strip())
        if start < 0:
            message = f"{path}: this evidence does not stand in its passage: {sentence!r}."
            raise DataError(message)
        spans.append({"start": start, "end": start + len(sentence.strip())})
    answers = []
    if form["answer"]:
        start = next((at for span in spans if (at := text.find(form["answer"], span["start"], span["end"])) >= 0), -1)
        if start < 0:
            message = f"{path}: this short answer does not stand in its evidence: {form['answer']!r}."
            raise DataError(message)
        answers = [{"text": form["answer"], "start": start}]
    return {"question": form["question"].strip(), "answers": answers, "evidence": spans}
