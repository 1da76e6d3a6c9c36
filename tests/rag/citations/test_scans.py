from __future__ import annotations

from typing import TYPE_CHECKING

from index.types import Document, Page, WordBox
from rag.citations.scans import warnings
from rag.types import Citation
from tests.ui.fake_assistant import FakeSnapshot

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = "Owls see at night.\n\nBats fly."


def held(source: str, *boxes: WordBox) -> Document:
    pages = (Page(1, 0, 20), Page(2, 20, len(TEXT)))
    return Document(source, source, TEXT, (), pages, "f", boxes=boxes)


def cited(source: str, quote: str, page: int) -> Iterator[Citation]:
    start = TEXT.index(quote)
    yield Citation(1, source, "f", source, (), page, start, start + len(quote), quote, 0.9)


def test_a_quote_of_recognised_text_looks_like_any_other() -> None:
    scan = held("scan.pdf", WordBox(20, 24, 0, 0, 9, 9), WordBox(25, 29, 10, 0, 19, 9))
    snapshot = FakeSnapshot({"scan.pdf": scan, "plain.pdf": held("plain.pdf")})
    (told,) = warnings(snapshot, [*cited("scan.pdf", "Bats fly.", 2), *cited("scan.pdf", "Bats", 2)])
    assert told.startswith("The text of scan.pdf, page 2, was recognised on a picture")
    assert warnings(snapshot, cited("scan.pdf", "Owls see at night.", 1)) == ()
    assert warnings(snapshot, cited("plain.pdf", "Bats fly.", 2)) == ()
