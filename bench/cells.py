"""Measure ``citeseed table``: twenty incident reports (``bench/data/incidents``) by six columns, decided beforehand.

A cell is right when its text holds what ``bench/data/cells.tsv`` says (of several forms one), and empty where that says
nothing::

    python -m bench.cells
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench.workloads.workshop import library_in
from index import sync
from rag.extraction.cell_store import CellStore
from rag.factory import assemble
from rag.models import open_reading_model
from rag.settings import Settings

if TYPE_CHECKING:
    from rag.extraction.types import AskedTable, Cell

DATA = Path(__file__).parent / "data"


def main() -> int:
    """Print the figures, and with ``-v`` each wrong cell; return the exit code."""
    told = [line.split("\t") for line in (DATA / "cells.tsv").read_text(encoding="utf-8").splitlines()]
    columns, expected = told[0][1:], {row[0]: row[1:] for row in told[1:]}
    with tempfile.TemporaryDirectory() as temporary:
        library = library_in(Path(temporary))
        sync([DATA / "incidents"], library)
        with assemble(library, open_reading_model("bundled"), Settings(), cells=CellStore()) as assistant:
            assistant.table(["warms up"])
            start = time.perf_counter()
            table = assistant.table(columns)
            seconds = time.perf_counter() - start
    _print(table, expected, seconds)
    return 0


def _print(table: AskedTable, expected: dict[str, list[str]], seconds: float) -> None:
    filled, empty, wrong = list[bool](), list[bool](), 0
    states = {"right": 0, "unsure": 0}
    for row in table.rows:
        for column, cell, wanted in zip(table.columns, row.cells, expected[row.source], strict=True):
            is_right = _is_right(cell, wanted)
            (filled if wanted.strip("|") else empty).append(is_right)
            wrong += not is_right and cell.state == "quote"
            states["unsure"] += cell.state == "unsure"
            if not is_right and "-v" in sys.argv:
                print(f"  {row.source} | {column.name} | wanted {wanted!r} | {cell.state}: {cell.text!r}")
    cells = len(filled) + len(empty)
    print(f"{table.documents} documents by {len(table.columns)} columns: {cells / seconds:.1f} cells a second")
    print(f"right: {sum(filled) / len(filled):.3f} of {len(filled)} that a document answers")
    print(f"empty: {sum(empty) / len(empty):.3f} of {len(empty)} that none answers")
    print(f"wrong quotes: {wrong}; not sure: {states['unsure']}")


def _is_right(cell: Cell, wanted: str) -> bool:
    forms = wanted.split("|")
    if cell.state == "empty":
        return "" in forms
    return cell.state == "quote" and any(form and form in cell.text for form in forms)


if __name__ == "__main__":
    sys.exit(main())
