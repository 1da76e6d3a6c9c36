"""Store conversations in SQLite. Only its owner can read a conversation."""

from __future__ import annotations

import json
import secrets
import time
from typing import TYPE_CHECKING

from ui.chat import serialization
from ui.chat.database import opened
from ui.chat.models import Conversation, Exchange, Kept
from ui.errors import ConversationError
from ui.text.layout import shortened
from ui.text.sanitize import in_whole_characters

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from rag.types import Outcome

# 128 random bits: an id is no secret, but it cannot be guessed.
BYTES = 16
MAX_NAME_LENGTH = 200
MAX_REASON = 1000
# Older programs cut names there, inside a word.
CUT_BEFORE = 80
# Conversations that are listed; older ones are found by searching.
MAX_LISTED = 100
_EXCHANGE = "SELECT e.id, question, asked, outcome, trouble, searched, thumb, reason, other FROM exchanges e"
_OTHER = "SELECT e.id, question, asked, other, trouble, searched, other_thumb, other_reason, outcome FROM exchanges e"
_SWAP = """
UPDATE exchanges SET outcome = other, other = outcome, thumb = other_thumb, other_thumb = thumb,
    reason = other_reason, other_reason = reason WHERE id = ?
"""
_PLACE = "SELECT conversation FROM exchanges e"
_DROP_BETWEEN = """
DELETE FROM exchanges WHERE conversation = (SELECT conversation FROM exchanges WHERE id = :new)
    AND number >= (SELECT number FROM exchanges WHERE id = :old)
    AND number < (SELECT number FROM exchanges WHERE id = :new)
"""
# The conversation whose first exchange this is, and what it is named after unless somebody renamed it.
_NAMING = """
SELECT c.id, c.name, e.question FROM exchanges e JOIN conversations c ON c.id = e.conversation
WHERE e.id = ? AND e.number = (SELECT min(number) FROM exchanges WHERE conversation = c.id)
"""
_OWNED = "JOIN conversations c ON c.id = e.conversation WHERE c.owner = ?"
_LISTED = """
SELECT id, name, changed FROM conversations c WHERE owner = ? AND NOT EXISTS (
    SELECT 1 FROM json_each(?) AS word WHERE c.name || char(10) || coalesce(
        (SELECT group_concat(question || char(10) || said, char(10)) FROM exchanges e WHERE e.conversation = c.id), ''
    ) NOT LIKE word.value ESCAPE '\\'
) ORDER BY changed DESC LIMIT ?
"""


class Conversations:
    """The store of conversations. Its file is created with the first question.

    Parameters
    ----------
    path
        File of the conversations.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def path(self) -> Path:
        """Its file, which also holds what else belongs to a person."""
        return self._path

    def ask(
        self,
        owner: str,
        conversation: str,
        question: str,
        chosen: str | None = None,
        searched: tuple[int, int] | None = None,
    ) -> tuple[Conversation, Exchange]:
        """Store a question without its answer, in a new conversation when there is none of that id.

        Parameters
        ----------
        owner, conversation, question
            Who asks, where, and what.
        chosen
            The documents that the conversation is about now, as the page keeps them; None leaves them as they are.
        searched
            How many documents are searched, and how many there are; None where that is all of them.

        Returns
        -------
        The conversation so far, and the exchange that the question begins.
        """
        question, now = in_whole_characters(question), time.time()
        with self._open(begins=True) as tables:
            found = tables.execute("SELECT name FROM conversations WHERE id = ? AND owner = ?", (conversation, owner))
            if found.fetchone() is None:
                conversation, name = secrets.token_urlsafe(BYTES), shortened(question, MAX_NAME_LENGTH)
                tables.execute(
                    "INSERT INTO conversations (id, owner, name, changed) VALUES (?, ?, ?, ?)",
                    (conversation, owner, name, now),
                )
            if chosen is not None:
                tables.execute("UPDATE conversations SET chosen = ? WHERE id = ?", (chosen, conversation))
            before = _conversation(tables, owner, conversation)
            exchange = Exchange(secrets.token_urlsafe(BYTES), question, now, searched=searched)
            tables.execute("UPDATE conversations SET changed = ? WHERE id = ?", (now, conversation))
            tables.execute(
                "INSERT INTO exchanges (id, conversation, question, asked, searched) VALUES (?, ?, ?, ?, ?)",
                (exchange.id, conversation, question, now, " ".join(map(str, searched or ()))),
            )
        return before, exchange

    def answer(self, exchange: str, outcome: Outcome, instead_of: str = "") -> None:
        """Store the outcome of a question. A question that was deleted meanwhile stays deleted.

        Parameters
        ----------
        instead_of
            An exchange before it, which is dropped with all between them.
        """
        with self._open() as tables:
            tables.execute(
                "UPDATE exchanges SET outcome = ?, said = ? WHERE id = ?",
                (serialization.to_text(outcome), _said(outcome), exchange),
            )
            replaced = tables.execute(_NAMING, (instead_of,)).fetchone()
            tables.execute(_DROP_BETWEEN, {"new": exchange, "old": instead_of})
            if replaced is not None and _is_after(*replaced[1:]):
                question = tables.execute("SELECT question FROM exchanges WHERE id = ?", (exchange,)).fetchone()[0]
                name = shortened(question, MAX_NAME_LENGTH)
                tables.execute("UPDATE conversations SET name = ? WHERE id = ?", (name, replaced[0]))

    def reword(self, owner: str, exchange: str, outcome: Outcome | None = None) -> None:
        """Exchange the shown answer and the other one.

        Parameters
        ----------
        outcome
            Becomes the other answer first; None where there is one already.
        """
        self.exchange(owner, exchange)
        with self._open() as tables:
            if outcome is not None:
                sql = "UPDATE exchanges SET other = ?, said = said || char(10) || ? WHERE id = ?"
                tables.execute(sql, (serialization.to_text(outcome), _said(outcome), exchange))
            tables.execute(_SWAP, (exchange,))

    def fail(self, exchange: str, trouble: str) -> None:
        """Store why a question could not be asked."""
        with self._open() as tables:
            tables.execute("UPDATE exchanges SET trouble = ? WHERE id = ?", (in_whole_characters(trouble), exchange))

    def forget(self, exchange: str) -> None:
        """Delete a question that was not answered."""
        with self._open() as tables:
            tables.execute("DELETE FROM exchanges WHERE id = ?", (exchange,))

    def conversation(self, owner: str, conversation: str) -> Conversation:
        """Return a conversation; raise ``ConversationError`` when its owner has none of that id."""
        with self._open() as tables:
            return _conversation(tables, owner, conversation)

    def exchange(self, owner: str, exchange: str) -> Exchange:
        """Return an exchange; raise ``ConversationError`` when its owner has none of that id."""
        with self._open() as tables:
            row = tables.execute(f"{_EXCHANGE} {_OWNED} AND e.id = ?", (owner, exchange)).fetchone()
        if row is None:
            raise ConversationError("This question is not kept any more.")
        return _exchange(row)

    def around(self, owner: str, exchange: str) -> tuple[Conversation, Exchange]:
        """Return an exchange and its conversation."""
        with self._open() as tables:
            place = tables.execute(f"{_PLACE} {_OWNED} AND e.id = ?", (owner, exchange)).fetchone()
            if place is None:
                raise ConversationError("This question is not kept any more.")
            whole = _conversation(tables, owner, place[0])
        return whole, next(each for each in whole.exchanges if each.id == exchange)

    def cut(self, owner: str, exchange: str) -> tuple[Conversation, Exchange]:
        """Delete an exchange and those after it; return the conversation before it, and the exchange.

        An empty conversation is deleted too, unless it was renamed.
        """
        whole, dropped = self.around(owner, exchange)
        before = whole.before(exchange)
        if not before.exchanges and _is_after(whole.name, dropped.question):
            self.delete(owner, whole.id)
            return Conversation(), dropped
        with self._open() as tables:
            sql = (
                "DELETE FROM exchanges WHERE conversation = ? AND number >= (SELECT number FROM exchanges WHERE id = ?)"
            )
            tables.execute(sql, (whole.id, exchange))
        return before, dropped

    def rename(self, owner: str, conversation: str, name: str) -> None:
        """Give a conversation a name; an empty one changes nothing."""
        name = shortened(in_whole_characters(name), MAX_NAME_LENGTH)
        with self._open() as tables:
            if name:
                sql = "UPDATE conversations SET name = ? WHERE id = ? AND owner = ?"
                tables.execute(sql, (name, conversation, owner))

    def choose(self, owner: str, conversation: str, chosen: str) -> None:
        """Store the documents that a conversation is about, as the page keeps them."""
        with self._open() as tables:
            sql = "UPDATE conversations SET chosen = ? WHERE id = ? AND owner = ?"
            tables.execute(sql, (in_whole_characters(chosen), conversation, owner))

    def delete(self, owner: str, conversation: str) -> None:
        """Delete a conversation for good."""
        with self._open() as tables:
            tables.execute("DELETE FROM conversations WHERE id = ? AND owner = ?", (conversation, owner))

    def listed(self, owner: str, words: str = "") -> tuple[Kept, ...]:
        """Return an owner's conversations, the latest first; none for the empty owner.

        Parameters
        ----------
        owner
            Whose.
        words
            All of which stand in the name, the questions or the answers, in any case.
        """
        if not owner:
            return ()
        wanted = json.dumps([f"%{_literal(word)}%" for word in in_whole_characters(words).split()])
        with self._open() as tables:
            return tuple(Kept(*row) for row in tables.execute(_LISTED, (owner, wanted, MAX_LISTED)))

    def judge(self, owner: str, exchange: str, thumb: str, reason: str = "") -> None:
        """Store an owner's rating of an answer: "up", "down", or "" for none."""
        if thumb not in {"up", "down", ""}:
            raise ConversationError("A judgement is up, down or nothing.")
        with self._open() as tables:
            sql = "UPDATE exchanges SET thumb = ?, reason = ? WHERE id IN (SELECT e.id FROM exchanges e "
            reason = in_whole_characters(reason)[:MAX_REASON] if thumb == "down" else ""
            tables.execute(f"{sql} {_OWNED} AND e.id = ?)", (thumb, reason, owner, exchange))

    def judged(self) -> Iterator[Exchange]:
        """Yield every rated answer, the oldest first, without its owner."""
        with self._open() as tables:
            shown, others = f"{_EXCHANGE} WHERE thumb != ''", f"{_OTHER} WHERE other_thumb != ''"
            yield from map(_exchange, tables.execute(f"{shown} UNION ALL {others} ORDER BY asked"))

    def _open(self, *, begins: bool = False) -> AbstractContextManager[sqlite3.Connection]:
        return opened(self._path, begins=begins)


def _is_after(name: str, question: str) -> bool:
    """Whether a conversation is named after a question, by this program or an older one."""
    line = " ".join(question.split())
    earlier = line if len(line) <= CUT_BEFORE else line[: CUT_BEFORE - 1].rstrip() + "…"
    return name in {line, earlier, shortened(line, MAX_NAME_LENGTH)}


def _conversation(tables: sqlite3.Connection, owner: str, conversation: str) -> Conversation:
    sql = "SELECT name, chosen FROM conversations WHERE id = ? AND owner = ?"
    row = tables.execute(sql, (conversation, owner)).fetchone()
    if row is None:
        raise ConversationError("This conversation is not kept any more.")
    rows = tables.execute(f"{_EXCHANGE} WHERE conversation = ? ORDER BY number", (conversation,))
    return Conversation(conversation, row[0], tuple(map(_exchange, rows)), row[1])


def _exchange(row: tuple[str, str, float, str | None, str, str, str, str, str | None]) -> Exchange:
    identity, question, asked, outcome, trouble, searched, thumb, reason, other = row
    shown, another = (serialization.from_text(each) if each else None for each in (outcome, other))
    some, total = map(int, searched.split()) if searched else (0, 0)
    return Exchange(identity, question, asked, shown, trouble, (some, total) if total else None, thumb, reason, another)


def _said(outcome: Outcome) -> str:
    return in_whole_characters(" ".join(sentence.text for sentence in getattr(outcome, "sentences", ())))


def _literal(word: str) -> str:
    return word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
