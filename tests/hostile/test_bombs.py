"""Rows B1 to B3: small files that would take all memory or time are stopped, named, and do not keep others out."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index import sync
from index.loaders import SUFFIXES
from index.parsing import SandboxParser
from tests.hostile import archives, pages, papers
from tests.hostile.trial import tried
from tests.libraries import held, library_in, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SECONDS, MEMORY = 10, 300_000_000
ARCHIVES = (archives.inflating, archives.branching, archives.crowded, archives.lying, archives.overlapping)
PAPERS = (
    papers.nested, papers.operators, papers.cyclic, papers.overlong, papers.endless, papers.drawing_itself, papers.deep,
    papers.going_back,
)  # fmt: skip
ROWS: dict[str, dict[str, Callable[[], bytes]]] = {
    "archives": {f"{make.__name__}{end}": make for make in ARCHIVES for end in (".docx", ".txt", ".pdf", ".epub")},
    "papers": {f"{make.__name__}.pdf": make for make in PAPERS},
    "pages": {f"{make.__name__}.html": make for make in pages.PAGES},
}
# What a bomb may bring to light: what stands in it beside the bomb.
HARMLESS = ("Crowded.", "Overlapping.", "Long.", "Hello from a page.", "Words before", "After the", "<<<<<<", "At the")


@pytest.mark.parametrize("row", ROWS)
def test_a_bomb_takes_little_time_and_memory(row: str, tmp_path: Path) -> None:
    made: dict[Callable[[], bytes], bytes] = {}
    files = {name: made.setdefault(make, make()) for name, make in ROWS[row].items()}
    trial = tried({name: data for name, data in files.items() if name[name.rindex(".") :] in SUFFIXES}, tmp_path)
    assert trial.outcomes
    assert trial.memory < MEMORY
    for name, outcome in trial.outcomes.items():
        assert outcome.seconds < SECONDS, name
        assert bool(outcome.reason) != bool(outcome.text), name
        assert not outcome.text or any(words in outcome.text for words in HARMLESS), (name, outcome.text[:80])


def test_good_files_beside_bombs_are_indexed_and_the_bombs_are_named(tmp_path: Path) -> None:
    bomb = archives.inflating()
    hostile = {"a.txt": bomb, "b.pdf": papers.operators(), "c.html": pages.misnested(), "e.pdf": bomb}
    documents = write(tmp_path / "documents", {**hostile, "d.pdf": papers.plain(), "z.txt": "Good words."})
    with closing(library_in(tmp_path / "library", parser=SandboxParser())) as library:
        report = sync([documents], library)
        assert held(library.open()) == {"d.pdf": "Hello from a page.", "z.txt": "Good words."}
    assert [skipped.source for skipped in report.skipped] == sorted(hostile)
    reasons = {skipped.source: skipped.reason for skipped in report.skipped}
    assert reasons["a.txt"] == "not text: the bytes are a ZIP archive or an office document"
    assert "MB of memory" in reasons["b.pdf"]
