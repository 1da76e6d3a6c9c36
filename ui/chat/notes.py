"""Store a person's notes: what they wrote, and the answer or quote that they kept with it."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rag.types import Answer, Sentence
from ui.chat import serialization
from ui.chat.database import opened
from ui.errors import ConversationError
from ui.text.sanitize import in_whole_characters

if TYPE_CHECKING:
    from pathlib import Path

    from rag.types import Citation, Outcome

BYTES = 16
# Characters that are written in a note, and notes of a person.
MAX_TEXT, MAX_NOTES = 20_000, 500


@dataclass(frozen=True, slots=True)
class Note:
    """A note.

    Parameters
    ----------
    id
        Unique among all visitors.
    text
        That was written.
    question
        Of the answer that was kept, or "".
    kept
        The answer, without its passages; a quote is one of a single sentence. None where nothing was kept.
    """

    id: str
    text: str
    question: str
    kept: Outcome | None


class Notes:
    """The notes of every visitor; only its owner can read one.

    Parameters
    ----------
    path
        File of the conversations.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def of(self, owner: str) -> tuple[Note, ...]:
        """Return an owner's notes in their order."""
        if not owner:
            return ()
        with opened(self._path) as tables:
            sql = "SELECT id, text, question, kept FROM notes WHERE owner = ? AND gone = 0 ORDER BY place"
            return tuple(
                Note(row[0], row[1], row[2], serialization.from_text(row[3]) if row[3] else None)
                for row in tables.execute(sql, (owner,))
            )

    def keep(self, owner: str, question: str = "", outcome: Outcome | None = None) -> None:
        """Add a note at the end, with an answer or without one.

        Raises
        ------
        ConversationError
            When there are too many.
        """
        kept = "" if outcome is None else serialization.to_text(_lean(outcome))
        with opened(self._path, begins=True) as tables:
            sql = "SELECT count(*), coalesce(max(place), 0) FROM notes WHERE owner = ?"
            number, last = tables.execute(sql, (owner,)).fetchone()
            if number >= MAX_NOTES:
                raise ConversationError(f"There are {MAX_NOTES} notes; export them and delete some.")
            tables.execute("DELETE FROM notes WHERE owner = ? AND gone = 1", (owner,))
            tables.execute(
                "INSERT INTO notes (id, owner, place, text, question, kept, made) VALUES (?, ?, ?, '', ?, ?, ?)",
                (secrets.token_urlsafe(BYTES), owner, last + 1, in_whole_characters(question), kept, time.time()),
            )

    def write(self, owner: str, note: str, text: str) -> None:
        """Store what is written in a note."""
        with opened(self._path) as tables:
            sql = "UPDATE notes SET text = ? WHERE id = ? AND owner = ?"
            tables.execute(sql, (in_whole_characters(text)[:MAX_TEXT], note, owner))

    def move(self, owner: str, note: str, *, up: bool) -> None:
        """Exchange a note with the one before it, or after it; the first and the last stay where they are."""
        order = [each.id for each in self.of(owner)]
        if note not in order:
            return
        place = order.index(note) + (-1 if up else 1)
        if 0 <= place < len(order):
            with opened(self._path) as tables:
                two = (note, order[place])
                places = [tables.execute("SELECT place FROM notes WHERE id = ?", (each,)).fetchone()[0] for each in two]
                for each, taken in zip(two, reversed(places), strict=True):
                    tables.execute("UPDATE notes SET place = ? WHERE id = ?", (taken, each))

    def delete(self, owner: str, note: str) -> None:
        """Put a note away; it can be restored until the next one is kept or deleted."""
        with opened(self._path) as tables:
            tables.execute("DELETE FROM notes WHERE owner = ? AND gone = 1", (owner,))
            tables.execute("UPDATE notes SET gone = 1 WHERE id = ? AND owner = ?", (note, owner))

    def restore(self, owner: str, note: str) -> None:
        """Bring a note back that was put away."""
        with opened(self._path) as tables:
            tables.execute("UPDATE notes SET gone = 0 WHERE id = ? AND owner = ?", (note, owner))


def quote_alone(outcome: Outcome, citation: Citation) -> Answer:
    """Return one quote of an outcome as an answer that says nothing else."""
    return Answer((Sentence(citation.quote, (citation,)),), (), 1.0, outcome.trace)


def _lean(outcome: Outcome) -> Outcome:
    return replace(outcome, passages=()) if isinstance(outcome, Answer) else replace(outcome, nearest=())
