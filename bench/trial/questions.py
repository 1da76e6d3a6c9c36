"""The questions of a trial, and the halves that they fall into."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Split = Literal["dev", "test"]

LIBRARIES = Path(__file__).parent / "libraries"
NAMES = ("news", "reports", "office", "tables", "sheets", "forms", "household", "council", "workshop")
SEED = "seed"
# The seed's words for kinds that have another name here; all others are facts.
SEED_KINDS = {
    "why": "why",
    "how": "why",
    "yesno": "yes/no",
    "list": "list",
    "compare": "comparison",
    "paraphrase": "paraphrase",
    "summary": "summary",
    "follow-up": "follow-up",
}
# What `from` and `helpful` say when every document, or every sentence, is meant.
ANY = "*"


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its accepted answer.

    Parameters
    ----------
    kind
        What sort of question it is; figures are given for each.
    ask
        The question.
    after
        The questions asked before it in the same conversation, oldest first.
    must
        Groups of strings: of each group, one has to be shown.
    patterns
        Regular expressions that all have to match what is shown; used by the seed's questions in place of ``must``.
    value
        Number that has to be computed; None when nothing is computed.
    sources
        Documents that may be cited for it; ``*`` for all.
    helpful
        Further strings that make a sentence helpful; ``*`` when every sentence is.
    never
        Strings that must not be shown, such as rows that do not match.
    unanswerable
        Why the documents do not answer it; None when they do.
    allowed
        Strings that make an answer to an unanswerable question right, because they put its premise right.
    """

    kind: str
    ask: str
    after: tuple[str, ...] = ()
    must: tuple[tuple[str, ...], ...] = ()
    patterns: tuple[str, ...] = ()
    value: float | None = None
    sources: tuple[str, ...] = (ANY,)
    helpful: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    unanswerable: str | None = None
    allowed: tuple[str, ...] = ()

    @property
    def split(self) -> Split:
        """The half that it falls into, by a hash of its text: never chosen by hand."""
        return "dev" if hashlib.sha256(self.ask.encode()).digest()[0] % 2 == 0 else "test"


@dataclass(frozen=True, slots=True)
class Trial:
    """The questions of one library and the folder of its documents."""

    name: str
    documents: Path
    questions: tuple[Question, ...]


def trials(names: tuple[str, ...] = ()) -> tuple[Trial, ...]:
    """Return the named trials, or all; the seed's only where ``CITESEED_DATA`` is set.

    Raises
    ------
    ValueError
        When there is no trial of that name.
    """
    data = os.environ.get("CITESEED_DATA")
    known = (*NAMES, SEED) if data else NAMES
    if unknown := [name for name in names if name not in known]:
        hint = "; for the seed's, set CITESEED_DATA" if SEED in unknown else ""
        raise ValueError(f"There is no trial called {unknown[0]!r}: choose from {', '.join(known)}{hint}.")
    return tuple(_seed(Path(data)) if data and name == SEED else load(LIBRARIES / name) for name in names or known)


def load(folder: Path) -> Trial:
    """Read a trial from a folder with ``questions.json`` and ``documents/``."""
    records = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
    return Trial(folder.name, folder / "documents", tuple(_question(record) for record in records))


def _question(record: dict[str, Any]) -> Question:
    return Question(
        kind=record["kind"],
        ask=record["ask"],
        after=tuple(record.get("after", ())),
        must=tuple(tuple(group) for group in record.get("must", ())),
        value=record.get("value"),
        sources=tuple(record.get("from", (ANY,))),
        helpful=tuple(record.get("helpful", ())),
        never=tuple(record.get("never", ())),
        unanswerable=record.get("unanswerable"),
        allowed=tuple(record.get("allowed", ())),
    )


def _seed(data: Path) -> Trial:
    told = json.loads((data / "eval" / "trial_seed.json").read_text(encoding="utf-8"))
    questions = [_seed_question(record, ()) for record in told["questions"]]
    for chain in told["chains"]:
        asked = tuple(record["q"] for record in chain)
        questions += [_seed_question(record, asked[:turn]) for turn, record in enumerate(chain)]
    return Trial(SEED, data / told["documents"], tuple(questions))


def _seed_question(record: dict[str, Any], after: tuple[str, ...]) -> Question:
    answerable = record["answerable"]
    return Question(
        kind=SEED_KINDS.get(record["type"], "fact") if answerable else "unanswerable",
        ask=record["q"],
        after=after,
        patterns=tuple(record["gold"]),
        unanswerable=None if answerable else record["expected"],
    )
