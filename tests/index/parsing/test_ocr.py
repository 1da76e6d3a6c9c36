from __future__ import annotations

import io
from contextlib import closing

import pytest
from PIL import Image, ImageDraw, ImageFont

from index.errors import DocumentError
from index.loaders import Scanned, parse
from index.loaders.pdf.scans import Recognised, Word
from index.parsing import ocr
from index.parsing.page_highlights import page_picture
from index.parsing.pool import SandboxParser
from tests import laws

LINES = ["The ferry to Skerry Island leaves at noon.", "It carries forty people and one horse."]
needs_tesseract = pytest.mark.skipif(ocr.installed() is None, reason="tesseract is not installed")


def page(kind: str, *pages: list[str]) -> bytes:
    """Return pages with lines printed on them, as a picture or a PDF file of pictures."""
    drawn = []
    for lines in pages:
        sheet = Image.new("L", (1600, 700), "white")
        for place, line in enumerate(lines):
            ImageDraw.Draw(sheet).text((100, 100 + 70 * place), line, font=ImageFont.load_default(46), fill=0)
        drawn.append(sheet)
    file = io.BytesIO()
    drawn[0].save(file, kind, resolution=300, save_all=len(drawn) > 1, append_images=drawn[1:])
    return file.getvalue()


def recognised(*lines: str) -> Recognised:
    words = [
        Word(word, 20 + 40 * place, 20 + 14 * number, 50 + 40 * place, 30 + 14 * number, 1, number)
        for number, line in enumerate(lines)
        for place, word in enumerate(line.split())
    ]
    return Recognised(words, 400, 300, "an eye, eng")


@pytest.mark.parametrize(("name", "kind"), [("a.png", "PNG"), ("a.jpg", "JPEG"), ("a.tif", "TIFF"), ("a.pdf", "PDF")])
def test_words_that_were_recognised_become_a_document_that_says_so(name: str, kind: str) -> None:
    data = page(kind, LINES)
    with pytest.raises(Scanned) as scan:
        parse(data, name, None)
    assert scan.value.pages == (1,)
    document = parse(data, name, {1: recognised("Tie the boat", "to the ring.")})
    laws.check(document)
    assert document.text == "Tie the boat to the ring."
    assert document.unread == ("page 1 is a picture; the text was recognised (an eye, eng) and may have mistakes",)
    assert [document.text[box.start : box.end] for box in document.boxes] == document.text.split()
    with pytest.raises(DocumentError, match="tesseract-ocr"):
        parse(data, name)


@needs_tesseract
@pytest.mark.parametrize(("name", "kind"), [("a.png", "PNG"), ("a.pdf", "PDF")])
def test_the_words_of_a_scan_are_read_and_a_quote_is_boxed_where_it_stands(name: str, kind: str) -> None:
    data = page(kind, LINES, *([LINES[::-1]] if kind == "PDF" else []))
    with closing(SandboxParser()) as parser:
        document = parser.parse(data, name)
    laws.check(document)
    assert document.text.startswith(" ".join(LINES))
    assert "tesseract" in document.unread[0]
    start = document.text.index(LINES[1])
    picture = page_picture(document, data, 1, start, start + len(LINES[1]))
    (box,) = picture.boxes
    scale = picture.width / 1600
    assert abs(box.left / scale - 100) < 12
    assert 160 < box.top / scale < box.bottom / scale < 235


@needs_tesseract
def test_a_picture_without_words_says_that_none_were_recognised() -> None:
    with closing(SandboxParser()) as parser, pytest.raises(DocumentError, match="no words were recognised"):
        parser.parse(page("PDF", []), "a.pdf")


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n", b"no picture"])
def test_what_is_no_picture_says_so(data: bytes) -> None:
    with pytest.raises(DocumentError, match=r"not a picture|damaged"):
        parse(data, "a.png")


def test_a_picture_of_too_many_pixels_is_refused() -> None:
    file = io.BytesIO()
    Image.new("1", (12_000, 10_000)).save(file, "PNG")
    with pytest.raises(DocumentError, match="100 million pixels"):
        parse(file.getvalue(), "a.png")
