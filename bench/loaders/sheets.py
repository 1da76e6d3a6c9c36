"""Read a large spreadsheet: openpyxl beside calamine and citeseed, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl

from bench.workloads.texts import ROOT

ROWS, REPEATS = 20_000, 3
_COLUMNS = ("Berth", "Boat", "Owner", "Length", "Fee", "Paid", "Since", "Remark")
_MEASURED = """
import sys, time
data = open(sys.argv[1], "rb").read()
{0}
def peak():  # that of getrusage is inherited from the parent process
    lines = dict(line.split(":", 1) for line in open("/proc/self/status") if ":" in line)
    return int(lines["VmHWM"].split()[0]) / 1000
before = peak()
started = time.process_time()
cells = read(data)
print(cells, time.process_time() - started, peak() - before)
"""
_READERS = {
    "calamine": """
import io
from python_calamine import CalamineWorkbook
def read(data):
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets = map(book.get_sheet_by_name, book.sheet_names)
    return sum(cell != "" for sheet in sheets for row in sheet.iter_rows() for cell in row)
""",
    "openpyxl, read only": """
import io
from openpyxl import load_workbook
def read(data):
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    return sum(cell is not None for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
""",
    "openpyxl": """
import io
from openpyxl import load_workbook
def read(data):
    book = load_workbook(io.BytesIO(data), data_only=True)
    return sum(cell is not None for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
""",
    "citeseed": """
from index.loaders import parse
def read(data):
    return sum(low < high for block in parse(data, "a.xlsx").blocks for low, high in block.cells)
""",
}


def print_sheets() -> None:
    """Print seconds and memory of each; the least of several runs."""
    with tempfile.TemporaryDirectory(prefix="citeseed-bench-") as folder:
        path = Path(folder) / "a.xlsx"
        _write(path)
        size = path.stat().st_size / 1e6
        print(f"\n### XLSX, {ROWS:,} rows of {len(_COLUMNS)} columns, {size:.1f} MB\n")
        print("| read with | cells with something in them | CPU-seconds | MB more |\n|---|---|---|---|")
        for name, reader in _READERS.items():
            runs = [_run(reader, path) for _ in range(REPEATS)]
            cells, seconds, most = (min(each) for each in zip(*runs, strict=True))
            print(f"| {name} | {cells:,.0f} | {seconds:.1f} | {most:.0f} |")


def _run(reader: str, path: Path) -> tuple[float, ...]:
    command = [sys.executable, "-c", _MEASURED.replace("{0}", reader), str(path)]
    ran = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, encoding="utf-8")
    return tuple(map(float, ran.stdout.split()))


def _write(path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Berths")
    sheet.append(_COLUMNS)
    for number in range(ROWS):
        boat, owner = f"Boat {number % 977}", f"Owner {number % 89} of the harbour"
        numbers = 4 + number % 90 / 10, 40 + number % 60, bool(number % 2), 1990 + number % 35
        remark = None if number % 3 else f"moved on day {number % 365}"
        sheet.append([f"N{number}", boat, owner, *numbers, remark])
    book.save(path)
