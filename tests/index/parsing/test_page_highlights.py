from __future__ import annotations

import io
import struct
from dataclasses import replace

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from index import DocumentError, PagePicture, page_picture
from index.chunking.chunker import Splitting, split
from index.loaders import parse
from tests.samples.pdf_files import HEIGHT, Ink, column, paper

TEXT = "The keeper of the light-house on the northern cliff wrote the weather down every morning for thirty long years."
PAGES = [
    [
        Ink(50, 770, "The harbour's annual report"),
        *column(f"{TEXT} Nobody asked him to.", 50, 700, characters=40),
        *column(f"{TEXT} The books are in the archive.", 310, 700, characters=40),
        Ink(300, 30, str(number)),
    ]
    for number in (1, 2, 3)
]
DATA = paper(PAGES)
DOCUMENT = parse(DATA, "report.pdf")


def letters_in(picture: PagePicture, number: int) -> str:
    """Return what another reading of the page finds in the boxes, without spaces."""
    page = pypdfium2.PdfDocument(DATA)[number - 1]
    text, found = page.get_textpage(), []
    scale = picture.height / HEIGHT
    for box in picture.boxes:
        edges = box.left / scale, HEIGHT - box.bottom / scale, box.right / scale, HEIGHT - box.top / scale
        found.append(text.get_text_bounded(*edges))
    return "".join("".join(found).split()).replace("\x02", "")


@settings(max_examples=30, deadline=None)
@given(st.integers(0, len(DOCUMENT.text) - 1), st.integers(1, 200))
def test_the_boxes_hold_the_words_of_the_quote(start: int, length: int) -> None:
    page = next(page for page in DOCUMENT.pages if page.number == DOCUMENT.page_at(start) or start < page.start)
    start, end = max(start, page.start), min(start + length, page.end)
    quote = "".join(DOCUMENT.text[start:end].split())
    picture = page_picture(DOCUMENT, DATA, page.number, start, end)
    assert bool(picture.boxes) == bool(quote)
    assert quote in letters_in(picture, page.number).replace("-", "") or quote in letters_in(picture, page.number)
    assert all(0 <= box.left < box.right <= picture.width for box in picture.boxes)
    assert all(0 <= box.top < box.bottom <= picture.height for box in picture.boxes)


@given(st.integers(0, len(DOCUMENT.text) - 1))
def test_the_page_named_is_the_page_that_holds_it(start: int) -> None:
    number = DOCUMENT.page_at(start)
    holding = [page.number for page in DOCUMENT.pages if page.start <= start < page.end]
    assert holding == ([] if number is None else [number])
    assert number is not None or DOCUMENT.text[start].isspace()


def test_every_chunk_is_a_piece_of_the_text_and_begins_on_a_page() -> None:
    for chunk in split(DOCUMENT, Splitting(100, 20)):
        assert DOCUMENT.text[chunk.start : chunk.end] == chunk.text
        assert DOCUMENT.page_at(chunk.start) is not None


def test_the_picture_is_a_png_of_the_size_it_says() -> None:
    picture = page_picture(DOCUMENT, DATA, 2, scale=1.5)
    assert picture.boxes == ()
    assert picture.png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", picture.png[16:24]) == (picture.width, picture.height) == (900, 1200)


def test_what_stands_on_another_page_is_boxed_there() -> None:
    last, first = DOCUMENT.pages[0], DOCUMENT.pages[1]
    for number in (1, 2):
        assert page_picture(DOCUMENT, DATA, number, last.end - 5, first.start + 5).boxes
    assert not page_picture(DOCUMENT, DATA, 3, last.end - 5, first.start + 5).boxes


def test_a_changed_file_is_never_shown_as_the_one_that_was_indexed() -> None:
    with pytest.raises(DocumentError, match="changed since it was indexed"):
        page_picture(DOCUMENT, DATA + b"\n", 1)
    with pytest.raises(DocumentError, match="another version"):
        page_picture(replace(DOCUMENT, text=DOCUMENT.text.replace("keeper", "warden")), DATA, 1)
    with pytest.raises(DocumentError, match="no page 4"):
        page_picture(DOCUMENT, DATA, 4)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_the_boxes_stand_where_the_ink_is_however_the_page_is_turned(rotate: int) -> None:
    data = paper([column(TEXT, 50, 700, characters=40)], rotate=rotate)
    document = parse(data, "turned.pdf")
    picture = page_picture(document, data, 1, 0, len(document.text))
    with Image.open(io.BytesIO(picture.png)) as image:
        page = ImageOps.invert(image.convert("L"))
    assert page.getbbox()
    for box in picture.boxes:
        # The edges of letters are smoothed over a pixel or two.
        page.paste(0, (int(box.left) - 2, int(box.top) - 2, round(box.right) + 2, round(box.bottom) + 2))
    assert page.getbbox() is None
