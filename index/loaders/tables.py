"""Tables as lines: each row names its columns where the table does, so that it says something alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# Fewer columns are as often a label and its value as two columns with names, and fewer rows below no column at all.
_COLUMNS = 3
_BELOW = 2
NUMBER = re.compile(r"[-+]?[\d.,:/ %€$£-]*\d[\d.,:/ %€$£-]*")


def lines(rows: Sequence[Sequence[str]], *, headed: bool) -> list[str]:
    """Return each row of a table as a line; the first one is not among them where it names the columns of the others.

    It does not where a cell of it stands above several columns, or above none: then nobody knows what it names.

    Parameters
    ----------
    rows
        The cells of each row, each on one line.
    headed
        Whether the table says that its first row names the columns. Where it does not, a first row without numbers does
        so above a column that is all numbers.
    """
    headed = headed and bool(rows) and _is_full(rows[0])
    rows = [row for row in rows if any(row)]
    if len(rows) > 1 and len(rows[0]) == len(rows[1]) and (headed or _looks_headed(rows)):
        names, *rows = rows
        return [named(names, row) if len(row) == len(names) else _bare(row) for row in rows]
    return [_bare(row) for row in rows]


def named(names: Sequence[str], row: Sequence[str]) -> str:
    """Return a row as "name: cell; name: cell"; empty cells are left out."""
    cells = zip(names, row, strict=True)
    return "; ".join(f"{name.removesuffix(':')}: {cell}" if name else cell for name, cell in cells if cell)


def _is_full(names: Sequence[str]) -> bool:
    """Tell whether every column has a name, but for the one in the corner."""
    return bool(names) and all(names[1:]) and any(names)


def _looks_headed(rows: Sequence[Sequence[str]]) -> bool:
    head, *below = rows
    if len(head) < _COLUMNS or len(below) < _BELOW or len(set(head)) < len(head) or not all(head):
        return False
    if any(map(NUMBER.fullmatch, head)) or any(len(row) != len(head) for row in below):
        return False
    return any(all(NUMBER.fullmatch(cell) for cell in column) for column in zip(*below, strict=True))


def _bare(row: Sequence[str]) -> str:
    return " | ".join(row).strip(" |")
