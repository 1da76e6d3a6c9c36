"""Recognise the words of scans: how many are found, in how much time and memory."""

from __future__ import annotations

import io
import os
import re
import resource
import threading
from collections import Counter
from typing import TYPE_CHECKING

from bench.speed.mixed import processes
from index.parsing.ocr import rapid, tesseract
from tests.samples.scans import HANDBOOK, sheets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.parsing.ocr.engine import Program
    from tests.samples.scans import Sheet

# How blurred the pages are, in pixels, and how many are read by the slower program.
BLURS = (1.2, 2.0, 3.0)
FEW = 3
# Seconds between two looks at the memory.
_LOOK = 0.1


def print_scans() -> None:
    """Print how tesseract and rapidocr read pages that are tilted by up to 1.2 degrees."""
    print(f"### Scans, {len(HANDBOOK)} tilted pages of A4 at 300 dots an inch\n")
    print("| read with | blur, pixels | pages | words found | words made up | CPU-seconds a page | MB |")
    print("|---|---|---|---|---|---|---|")
    programs: list[tuple[str, Program | None, int]] = [
        ("tesseract", tesseract.Tesseract(path, "eng") if (path := tesseract.installed()[0]) else None, len(HANDBOOK)),
        ("rapidocr", rapid.Rapid("eng") if rapid.installed() else None, FEW),
    ]
    for name, program, count in programs:
        if program is None:
            print(f"| {name} | not installed | | | | | |")
            continue
        for blur in BLURS:
            print(f"| {name} | {blur} | {count} | {_measured(program, sheets(HANDBOOK[:count], blur))} |")


def _measured(program: Program, pages: Sequence[Sheet]) -> str:
    before, memory = resource.getrusage(resource.RUSAGE_CHILDREN), _Memory()
    memory.start()
    wanted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for page in pages:
        file = io.BytesIO()
        page.picture.save(file, "PPM")
        wanted.update(_words(" ".join(line for line, *_ in page.lines)))
        found.update(_words(" ".join(word.text for word in (program.words(file.getvalue()) or ((), 0))[0])))
    most = memory.end()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / len(pages)
    recall, made_up = (wanted & found).total() / wanted.total(), (found - wanted).total() / wanted.total()
    return f"{recall:.3f} | {made_up:.3f} | {seconds:.1f} | {most:.0f}"


class _Memory(threading.Thread):
    """Looks at how many megabytes the programs that this process runs take; the kernel keeps the most of each."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._ended, self._most = threading.Event(), 0

    def run(self) -> None:
        while not self._ended.wait(_LOOK):
            for is_parent, kilobytes in processes(os.getpid()):
                self._most = self._most if is_parent else max(self._most, kilobytes)

    def end(self) -> float:
        """Stop looking, and return the most."""
        self._ended.set()
        self.join()
        return self._most / 1000


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
