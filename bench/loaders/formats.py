"""Parse files of every format, beside an older commit that parses the same bytes."""

from __future__ import annotations

import io
import json
import tempfile
from contextlib import nullcontext
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl

from bench.speed.cold_start import checked_out, run
from bench.workloads.mixture import readable
from bench.workloads.texts import ROOT, document, seed_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES, REPEATS, _CHARACTERS = 30, 3, 20_000
# Parses each file of a folder, and prints the seconds of processor time by suffix; null where a suffix is not read.
_PARSE = """
import json, pathlib, sys, time
from index.loaders import parse
files = sorted(pathlib.Path(sys.argv[1]).iterdir())
held = [(file.name, file.read_bytes()) for file in files]
taken = {}
for name, data in held:
    suffix = pathlib.PurePath(name).suffix
    try:
        parse(data, name)  # what is imported for the first file is not counted
        started = time.process_time()
        parse(data, name)
        taken[suffix] = taken.get(suffix, 0) + time.process_time() - started
    except Exception:
        taken[suffix] = None
print(json.dumps(taken))
"""


def print_formats(commit: str | None) -> None:
    """Print milliseconds of processor time a file, and those of a commit if one is named."""
    with tempfile.TemporaryDirectory(prefix="citeseed-bench-") as folder:
        files = Path(folder) / "files"
        sizes = _write(files)
        beside = checked_out(commit, Path(folder) / "old") if commit else nullcontext(None)
        with beside as old:
            ours, theirs = [], []
            for _ in range(REPEATS):
                ours.append(json.loads(run(ROOT, "-c", _PARSE, str(files))))
                if old:
                    theirs.append(json.loads(run(old, "-c", _PARSE, str(files))))
    print(f"\n### Every format, {FILES} files each of {_CHARACTERS // 1000},000 characters\n")
    print(f"| format | KB a file | ms a file |{f' at {commit} |' if commit else ''}")
    print(f"|---|---|---|{'---|' if commit else ''}")
    for suffix, size in sizes.items():
        then = f" {_least(theirs, suffix)} |" if commit else ""
        print(f"| {suffix} | {size / 1000:.0f} | {_least(ours, suffix)} |{then}")


def _least(runs: list[dict[str, float | None]], suffix: str) -> str:
    taken = [seconds for each in runs if (seconds := each[suffix]) is not None]
    return f"{1000 * min(taken) / FILES:.1f}" if taken else "not read"


def _write(folder: Path) -> dict[str, float]:
    """Write files of every format, and return the mean size of each."""
    import random  # noqa: PLC0415

    folder.mkdir()
    known, chance = seed_sentences(), random.Random(3)
    sizes: dict[str, float] = {}
    for number in range(FILES):
        text = document(number, _CHARACTERS, known, chance)
        for suffix, data in _files(text):
            (folder / f"{number:03d}{suffix}").write_bytes(data)
            sizes[suffix] = sizes.get(suffix, 0) + len(data) / FILES
    return sizes


def _files(text: str) -> Iterator[tuple[str, bytes]]:
    yield from readable(text)
    paragraphs = text.split("\n\n")
    book, sheet = openpyxl.Workbook(), io.BytesIO()
    for row in [["number", "remark"], *([number, each] for number, each in enumerate(paragraphs))]:
        book.active.append(row)
    book.save(sheet)
    yield ".xlsx", sheet.getvalue()
    mail = EmailMessage()
    mail["Subject"], mail["From"] = paragraphs[0], "Ada <ada@example.org>"
    mail.set_content(text)
    yield ".eml", bytes(mail)
    yield ".json", json.dumps([{"number": number, "remark": each} for number, each in enumerate(paragraphs)]).encode()
