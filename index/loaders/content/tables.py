"""Lay out tables: the cell of each row and column, and the names of columns."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from index.errors import DocumentError
from index.loaders.content.writer import Cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.loaders.content.writer import Writer

# Fewer columns are as often a label and its value as two columns with names, and fewer rows below no column at all.
_COLUMNS = 3
_BELOW = 2
NUMBER = re.compile(r"[-+]?[\d.,:/ %€$£-]*\d[\d.,:/ %€$£-]*")
# A number with a short unit behind it: "12 m²", "4 kg".
_VALUE = re.compile(rf"{NUMBER.pattern}(?:[^\W\d_]{{1,3}}[²³23]?)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
# Rows or columns of a merged cell at most. More is a mistake or an attack on memory.
MAX_SPANNED = 1000
MAX_CELLS = 5_000_000


def grid(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """Return rows in which each place has its cell: one that is merged over several places stands in each."""
    waiting: dict[int, tuple[Cell, int]] = {}
    placed, count = [], 0
    for row in rows:
        line: list[Cell] = []
        for cell in (*row, None):
            while (above := waiting.get(len(line))) is not None and above[1]:
                waiting[len(line)] = above[0], above[1] - 1
                line.append(above[0])
            for _ in range(0 if cell is None else max(1, min(cell.columns, MAX_SPANNED))):
                assert cell is not None
                waiting[len(line)] = cell, min(cell.rows, MAX_SPANNED) - 1
                line.append(cell)
        placed.append(line)
        count += len(line)
        if count > MAX_CELLS:
            raise DocumentError(f"it has a table of more than {MAX_CELLS:,} cells")
    return placed


def write_table(writer: Writer, rows: Sequence[Sequence[Cell]], *, headed: int, separator: str = "\n\n") -> None:
    """Write each row of a table, with the names of its columns where it has any.

    1. A first row of one cell alone is what the table is called.
    2. The rows that name the columns come first; a name over several columns belongs to each, and two rows of names
       make names such as "2024 Sales".
    3. They name nothing where half of the columns have no name, but for the one in the corner and those without cells.

    Parameters
    ----------
    writer
        Takes them.
    rows
        The cells of each row.
    headed
        How many first rows the table says are names of columns. Where it says none, a first row without numbers is
        when it stands above a column that is all numbers, or is the only one in bold; so are the first two where a name
        stands above several.
    separator
        In front of the first row.
    """
    lines = grid(rows)
    while len(lines) > 1 and _is_title(lines[0]) and max(map(len, lines[1:])) > 1:
        writer.write(lines[0][0].text, separator, "caption")
        lines, headed, separator = lines[1:], max(headed - 1, 0), "\n"
    if not all(any(cell.text for cell in line) for line in lines[:headed]):
        headed = 0
    lines = [line for line in lines if any(cell.text for cell in line)]
    if not headed:
        plain = [[cell.text for cell in line] for line in lines]
        headed = 2 if _has_groups(lines) else int(looks_headed(plain, marked=_is_first_strong(lines)))
    columns = _columns(lines, headed)
    table = writer.new_table()
    for number, line in enumerate(lines):
        is_header = bool(columns) and number < headed
        names = columns if len(columns) == len(line) and not is_header else ()
        writer.row(table, line, names, "\n" if number else separator, is_header=is_header)


def _is_title(line: Sequence[Cell]) -> bool:
    """Tell whether a row is one cell, and begins with it."""
    return bool(line and line[0].text) and len({id(cell) for cell in line if cell.text}) == 1


def _has_groups(lines: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether the first two rows name the columns: a name over several of them, names or years, and then values.

    Values are cells with digits, which stand everywhere below the name that is over several columns.
    """
    if len(lines) <= _BELOW or len({len(line) for line in lines}) > 1:
        return False
    upper, lower, *below = lines
    wide = [place for place, cell in enumerate(upper) if cell.text and cell.columns > 1]
    names = [cell.text for cell in (*upper, *lower) if cell.columns == 1 and not _YEAR.fullmatch(cell.text)]
    values = [line[place].text for line in below for place in wide if line[place].columns == 1 and line[place].text]
    is_named = bool(wide) and all(lower[place].text for place in wide) and not any(map(_has_digit, names))
    return is_named and bool(values) and all(map(_has_digit, values))


def _is_first_strong(lines: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether the first row is bold, and no other one is."""
    strong = [all(cell.is_strong for cell in line if cell.text) for line in lines]
    return len(lines[0]) > 1 and strong[0] and not any(strong[1:]) if lines else False


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def texts(rows: Sequence[Sequence[str]]) -> list[list[Cell]]:
    """Return rows of plain texts as rows of cells."""
    return [[Cell(text) for text in row] for row in rows]


def _columns(lines: Sequence[Sequence[Cell]], headed: int) -> list[str]:
    """Return the names that the first rows give to the columns; nothing where they do not name them."""
    heads, below = lines[:headed], lines[headed:]
    if not heads or not below or len(heads[0]) != max(map(len, below)) or len({len(head) for head in heads}) > 1:
        return []
    names = []
    for place in range(len(heads[0])):
        words = dict.fromkeys(filter(None, (head[place].text for head in heads)))
        names.append(" ".join(words).removesuffix(":"))
    used = [any(len(row) > place and row[place].text for row in below) for place in range(len(names))]
    nameless = sum(used[place] and not name for place, name in enumerate(names) if place)
    if not any(names) or 2 * nameless >= len(names):
        return []
    return names


def header_rows(rows: Sequence[Sequence[Cell]]) -> int:
    """Return how many first rows have cells that are all marked as names, the empty ones aside."""

    def is_names(row: Sequence[Cell]) -> bool:
        return any(cell.text for cell in row) and all(cell.is_name or not cell.text for cell in row)

    count = sum(1 for _ in takewhile(is_names, rows))
    return count if count < len(rows) else 0


def looks_headed(rows: Sequence[Sequence[str]], *, marked: bool = False) -> bool:
    """Tell whether the first row names the columns: it has no numbers, and stands above a column that is all numbers.

    Where it is ``marked``, as in bold, the column of numbers is not asked for.
    """
    if not rows:
        return False
    head, *below = rows
    if not below or len(set(head)) < len(head) or not all(head) or any(map(NUMBER.fullmatch, head)):
        return False
    if marked:
        return True
    if len(head) < _COLUMNS or len(below) < _BELOW or any(len(row) != len(head) for row in below):
        return False
    return any(all(_VALUE.fullmatch(cell) for cell in column) for column in zip(*below, strict=True))
