"""Bombs are stopped and named, and other files are still read."""

from __future__ import annotations

import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index import sync
from index.loaders import SUFFIXES
from index.parsing.pool import SandboxParser
from tests.hostile.parse_measured import tried
from tests.hostile.samples import archives, pdf_files, web_pages
from tests.libraries import library_in, write
from ui.documents.additions import Changed
from ui.documents.arrivals import Upload
from ui.documents.service import DocumentsService

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SECONDS, MEMORY = 10, 300_000_000
ARCHIVES = (archives.inflating, archives.branching, archives.crowded, archives.lying, archives.overlapping)
PDF_FILES = (
    pdf_files.nested, pdf_files.operators, pdf_files.cyclic, pdf_files.overlong, pdf_files.endless,
    pdf_files.drawing_itself, pdf_files.deep, pdf_files.going_back, pdf_files.doubling, pdf_files.pictured,
)  # fmt: skip
BOMBS: dict[str, dict[str, Callable[[], bytes]]] = {
    "archives": {
        **{f"{make.__name__}.docx": make for make in ARCHIVES},
        **{f"inflating{end}": archives.inflating for end in sorted(SUFFIXES)},
        **{f"{make.__name__}.docx": make for make in (archives.dolls, archives.climbing, archives.repeating)},
        "chapters.epub": archives.chapters,
        "slides.pptx": archives.slides,
    },
    "papers": {f"{make.__name__}.pdf": make for make in PDF_FILES},
    "pages": {f"{make.__name__}.html": make for make in web_pages.PAGES},
}
# What a bomb may bring to light: what stands in it beside the bomb.
HARMLESS = (
    "Crowded.", "Overlapping.", "Nested.", "Climbing.", "Long.", "Hello from a page.", "Words before", "After the",
    "<<<<<<", "At the",
)  # fmt: skip


@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_takes_little_time_and_memory(kind: str, tmp_path: Path) -> None:
    made: dict[Callable[[], bytes], bytes] = {}
    trial = tried({name: made.setdefault(make, make()) for name, make in BOMBS[kind].items()}, tmp_path)
    assert trial.outcomes.keys() == BOMBS[kind].keys()
    assert trial.memory < MEMORY
    for name, outcome in trial.outcomes.items():
        assert outcome.seconds < SECONDS, name
        assert bool(outcome.reason) != bool(outcome.text), name
        assert not outcome.text or any(words in outcome.text for words in HARMLESS), (name, outcome.text[:80])


def test_the_chat_answers_while_hostile_pages_are_read(tmp_path: Path) -> None:
    hostile = {f"{make.__name__}.html": make() for make in web_pages.PAGES}
    sent = write(tmp_path / "sent", {**hostile, "good.html": "<p>Beta met the gamma fox.</p>"})
    with closing(library_in(tmp_path / "library", parser=SandboxParser())) as library:
        sync([write(tmp_path / "documents", {"a.txt": "Alpha met the gamma fox."})], library)
        steps = DocumentsService(library, library.layout.uploads, sync).add(
            [Upload(path, path.name) for path in sent.iterdir()]
        )
        ended: list[object] = []
        work = threading.Thread(target=lambda: ended.extend(steps))
        work.start()
        answered = 0
        while work.is_alive():
            found = library.open().search("the gamma fox", 1).keyword
            answered += found[0].chunk.source in {"a.txt", "uploads/good.html"}
        work.join()
        assert isinstance(ended[-1], Changed), ended[-1]
        named = {skipped.source for skipped in ended[-1].skipped}
        read = {entry.source.removeprefix("uploads/") for entry in library.open().contents()}
    assert hostile.keys() <= named | read
    assert answered > 10
