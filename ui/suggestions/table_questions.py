"""Make questions of the cells of tables, by the names of their columns and rows.

Only names that are known to stand well in a question are asked for: "What is the price of", "Who is the owner of",
"When does it depart". Of any other column nothing is asked.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ui.suggestions.question_words import ATTRIBUTE, PEOPLE, TIMED
from ui.text.sanitize import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index import Document

# Rows of a table that are asked about, words of a column's name, words of a row's name, and characters of a cell.
MAX_ROWS, MAX_COLUMN_WORDS, MAX_KEY_WORDS, MAX_CELL = 40, 4, 6, 60
# The unit of a column stands in brackets behind its name.
_UNIT = re.compile(r"\s*[(\[].*")
_PERSON = re.compile(r"[A-Z][\w’'.-]*(?: [\w’'.-]+){0,2}[A-Z]?[\w’'.-]*")


def of_tables(held: Document) -> Iterator[tuple[str, int, int]]:
    """Yield questions about the rows of a document's tables, each with the bounds of its row."""
    rows = [block for block in held.blocks if block.kind == "table_row" and len(block.columns) == len(block.cells) > 1]
    cells = [[visible(held.text[start:end]) for start, end in row.cells] for row in rows[:MAX_ROWS]]
    known = Counter(row[0] for row in cells)
    for number, (row, (key, *values)) in enumerate(zip(rows, cells, strict=False)):
        if not _is_name(key, MAX_KEY_WORDS) or known[key] > 1:
            continue
        names = [_UNIT.sub("", " ".join(each.split())) for each in row.columns[1:]]
        asked = [
            question
            for name, value in zip(names, values, strict=True)
            if 0 < len(value) <= MAX_CELL and (question := _question(name, key, value))
        ]
        if asked:
            yield asked[number % len(asked)], row.start, row.end


def _question(column: str, key: str, value: str) -> str:
    """Return a question for a cell; "" where its column has no name that can be asked for."""
    name = column.lower()
    if name in TIMED:
        return TIMED[name].format(key) if any(each.isdigit() for each in value) else ""
    if name == "reports to":
        return f"Who does {key} report to?"
    if not _is_name(column, MAX_COLUMN_WORDS):
        return ""
    if PEOPLE.search(column) and _PERSON.fullmatch(value):
        return f"Who is the {_small(column)} of {key}?"
    return f"What is the {_small(column)} of {key}?" if ATTRIBUTE.search(column) else ""


def _is_name(text: str, words: int) -> bool:
    """Whether a cell's text can stand in a question: it has letters, few words, and is no number or date."""
    return bool(
        re.search(r"[^\W\d_]{2}", text)
        and len(text.split()) <= words
        and not re.search(r"[?!:;|/]", text)
        and not re.match(r"\d", text)
    )


def _small(column: str) -> str:
    """Return the name of a column with its words small, unless they are abbreviations."""
    return " ".join(word.lower() if word[1:].islower() else word for word in column.split())
