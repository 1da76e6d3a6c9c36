"""A page is drawn in another process as it is in this one, and errors there become a sentence."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from index import DocumentError, draw_page, page_picture
from index.loaders import parse
from tests.hostile.samples import pdf_files
from tests.index.parsing.test_page_highlights import DATA, DOCUMENT


def test_the_picture_is_the_one_that_is_drawn_here() -> None:
    page = DOCUMENT.pages[1]
    quote, others = (page.start + 30, page.start + 90), [(page.start + 100, page.start + 110), (0, 5)]
    drawn = draw_page(DOCUMENT, DATA, 2, *quote, others=others)
    assert drawn == page_picture(DOCUMENT, DATA, 2, *quote, others=others)
    assert drawn.others == (page_picture(DOCUMENT, DATA, 2, *others[0]).boxes, ())


@pytest.mark.parametrize(
    ("number", "data", "told"),
    [
        (9, DATA, "it has no page 9"),
        (1, DATA + b"\n", "has changed since it was indexed"),
    ],
)
def test_the_reason_comes_back(number: int, data: bytes, told: str) -> None:
    with pytest.raises(DocumentError, match=told):
        draw_page(DOCUMENT, data, number)


def test_a_file_that_is_none_is_a_sentence() -> None:
    data = b"%PDF-1.7 nothing"
    held = replace(DOCUMENT, fingerprint=hashlib.sha256(data).hexdigest())
    with pytest.raises(DocumentError):
        draw_page(held, data, 1)


@pytest.mark.parametrize(
    "data",
    [pdf_files.pictured(), pdf_files.plain().replace(b"[0 0 600 800]", b"[0 0 9e6 9e6]")],
    ids=["a picture of 10 GB", "a page of 3 km"],
)
def test_what_would_take_all_memory_is_drawn_small(data: bytes) -> None:
    document = parse(data, "a.pdf")
    picture = draw_page(document, data, 1, 0, 5)
    assert max(picture.width, picture.height) <= 8000
    assert len(picture.boxes) == 1
