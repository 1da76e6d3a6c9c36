"""Understand a column: what is asked of each document, and what kind its values are."""

from __future__ import annotations

import re

from rag.errors import QuestionError
from rag.extraction.types import ColumnKind, TableColumn
from rag.query.validation import cleaned
from rag.tables.words.vocabulary import meant
from rag.text.claim_tokens import parsed

# A table of more columns is two tables.
MAX_COLUMNS = 50
_ASKS = re.compile(
    r"(?P<yes>is|are|was|were|do|does|did|can|could|may|must|shall|should|will|would|has|have|had)\b|(?P<when>when|what\s+"
    r"(?:date|day))\b|(?P<number>how\s+(?:many|much|old|long|high|large|far|heavy)|what\s+(?:number|amount|price|cost))\b"
    r"|(?:who|whom|whose|what|which|where|why|how|in\s+which|at\s+what|by\s+whom|under\s+what)\b",
    re.IGNORECASE,
)
# What a label is for stands before "of": the date of the meeting is a date.
_OF = re.compile(r"\s+of\s+", re.IGNORECASE)
# Families of words whose columns hold numbers, days, and places.
_NUMBERS = frozenset(
    "price rent salary amount size height weight length width depth age quantity population speed hour warranty".split()
)
_COUNTS = re.compile(r"\b(?:number|count|amount|sum|total|cost|costs|price|percentage|damage\s+in)\b", re.IGNORECASE)


def columns(names: list[str] | tuple[str, ...]) -> tuple[TableColumn, ...]:
    """Return the columns of these names.

    Raises
    ------
    QuestionError
        When there is none, there are too many, one is twice there, or one is nothing that can be asked.
    """
    if not names:
        raise QuestionError("A table needs a column: a question, or a label such as 'date'.")
    if len(names) > MAX_COLUMNS:
        raise QuestionError(f"A table can have {MAX_COLUMNS} columns, not {len(names)}; ask for two tables.")
    found = tuple(map(column, names))
    told = [each.name.casefold() for each in found]
    if twice := next((name for name in told if told.count(name) > 1), None):
        raise QuestionError(f"The column '{twice}' is there twice; name each once.")
    return found


def column(name: str) -> TableColumn:
    """Return one column; raise ``QuestionError`` when it is nothing that can be asked."""
    if isinstance(name, str) and not any(character.isalnum() for character in name):
        raise QuestionError(f"The column '{name[:80]}' asks nothing; write a question, or a label such as 'date'.")
    text = cleaned(name)
    asks = _ASKS.match(text)
    if asks and (text.endswith("?") or len(text.split()) > 2):
        kind: ColumnKind = (
            "yes/no" if asks["yes"] else "date" if asks["when"] else "number" if asks["number"] else "text"
        )
        return TableColumn(text, kind, (text if text.endswith("?") else f"{text}?",))
    label = text.rstrip("?:. ")
    last = [word.text.lower() for word in parsed(_OF.split(label)[0])][-1:] or [label.lower()]
    families = meant(last[0])
    asked = f"What is the {label}?"
    if "day" in families:
        return TableColumn(text, "date", (asked, "When did it happen?") if len(label.split()) == 1 else (asked,))
    if "place" in families and len(label.split()) == 1:
        return TableColumn(text, "text", (asked, "Where did it happen?"))
    if families & {"person", "author", "boss"}:
        return TableColumn(text, "text", (f"Who is the {label}?",))
    if last[0] in {"cause", "causes", "reason", "reasons"}:
        return TableColumn(text, "text", (asked, "Why did it happen?"))
    kind = "number" if families & _NUMBERS or _COUNTS.search(label) else "text"
    return TableColumn(text, kind, (asked,))
