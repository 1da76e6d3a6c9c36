"""Measure ``citeseed table`` on two sets of documents, whose cells were decided beforehand.

Twenty incident reports by six columns, and twelve contracts, letters and other papers by six others. A cell is right
when its text holds what ``bench/data/SET.tsv`` says (of several forms one), and empty where that says nothing. The
limits were chosen on half of the incidents alone::

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
SETS = ("incidents", "contracts")


def main() -> int:
    """Print the figures, and with ``-v`` each wrong cell; return the exit code."""
    for name in SETS:
        told = [line.split("\t") for line in (DATA / f"{name}.tsv").read_text(encoding="utf-8").splitlines()]
        columns, expected = told[0][1:], {row[0]: row[1:] for row in told[1:]}
        with tempfile.TemporaryDirectory() as temporary:
            library = library_in(Path(temporary))
            sync([DATA / name], library)
            with assemble(library, open_reading_model("bundled"), Settings(), cells=CellStore()) as assistant:
                assistant.table(["warms up"])
                start = time.perf_counter()
                table = assistant.table(columns)
                seconds = time.perf_counter() - start
        cells = len(table.rows) * len(columns)
        print(f"{name}: {table.documents} documents by {len(columns)} columns, {cells / seconds:.1f} cells a second")
        if name == SETS[0]:
            for half, rests in (("chosen on", (0, 1)), ("held out", (2, 3))):
                _print(half, table, {row: each for row, each in expected.items() if int(row[:2]) % 4 in rests})
        else:
            _print("held out", table, expected)
    return 0


def _print(half: str, table: AskedTable, expected: dict[str, list[str]]) -> None:
    filled, empty = list[bool](), list[bool]()
    wrong = unsure = 0
    for row in (each for each in table.rows if each.source in expected):
        for column, cell, wanted in zip(table.columns, row.cells, expected[row.source], strict=True):
            is_right = _is_right(cell, wanted)
            (filled if wanted.strip("|") else empty).append(is_right)
            wrong += not is_right and cell.state == "quote"
            unsure += cell.state == "unsure"
            if not is_right and "-v" in sys.argv:
                print(f"    {row.source} | {column.name} | wanted {wanted!r} | {cell.state}: {cell.text!r}")
    print(
        f"  {half}: {sum(filled) / len(filled):.3f} of {len(filled)} cells right that are answered, "
        f"{sum(empty) / len(empty):.3f} of {len(empty)} empty that are not; {wrong} wrong quotes, {unsure} not sure"
    )


def _is_right(cell: Cell, wanted: str) -> bool:
    forms = wanted.split("|")
    if cell.state == "empty":
        return "" in forms
    return cell.state == "quote" and any(form and form in cell.text for form in forms)


if __name__ == "__main__":
    sys.exit(main())
