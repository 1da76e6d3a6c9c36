from __future__ import annotations

import io
from contextlib import closing
from email.message import EmailMessage

import pytest
from PIL import Image

from index.errors import DocumentError
from index.loaders import Scanned, parse
from index.loaders.pdf.scans import Recognised, Recognition, Word, recognised_with
from index.parsing.ocr import tesseract as tesseracts
from index.parsing.page_highlights import page_picture
from index.parsing.pool import SandboxParser
from index.sources.attachments import AttachmentReader
from tests import laws
from tests.samples.printed_pages import LINES, page

needs_tesseract = pytest.mark.skipif(not tesseracts.installed()[0], reason="tesseract is not installed")


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
    document = parse(data, name, Recognition({1: recognised("Tie the boat", "to the ring.")}))
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
def test_scans_in_a_message_are_recognised_each_by_itself() -> None:
    mail, inner = EmailMessage(), EmailMessage()
    inner["Subject"] = "Forwarded"
    inner.add_attachment(page("PDF", LINES[:1], LINES[1:]), maintype="application", subtype="pdf", filename="b.pdf")
    mail["Subject"] = "Scans"
    mail.set_content("See below.")
    mail.add_attachment(page("PNG", ["Bring the tickets."]), maintype="image", subtype="png", filename="a.png")
    mail.add_attachment(bytes(inner), maintype="application", subtype="octet-stream", filename="old.eml")
    with closing(SandboxParser()) as parser:
        document = parser.parse(bytes(mail), "a.eml")
        _, picture, old, scan = AttachmentReader(parser).with_attachments(document, bytes(mail))
    assert (picture.source, old.source, scan.source) == ("a.eml/a.png", "a.eml/old.eml", "a.eml/old.eml/b.pdf")
    assert picture.text == "Bring the tickets."
    assert scan.text in {"\n\n".join(LINES), " ".join(LINES)}
    assert [len(each.boxes) > 0 for each in (picture, old, scan)] == [True, False, True]
    assert all("tesseract" in each.unread[0] and "install" not in each.unread[0] for each in (picture, scan))


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


def test_a_page_that_is_not_read_goes_missing_in_silence() -> None:
    """A file with a page of text and a scanned one is read in part where no tesseract is."""
    data = page("PDF", LINES, LINES)
    part = parse(data, "a.pdf", Recognition({1: recognised("Tie the boat")}, (2,), "install it, then index again"))
    assert part.unread[1] == "page 2 is a picture, not read; install it, then index again"
    assert recognised_with(part.unread) == ""
    whole = parse(data, "a.pdf", Recognition({1: recognised("Tie the boat"), 2: recognised("to the ring")}))
    assert recognised_with(whole.unread) == "an eye, eng"
    assert recognised_with(("page 3 is damaged",)) is None
    assert recognised_with(("3 pages are pictures, not read; at most 300 pages are recognised; split it",)) is None


@needs_tesseract
@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_page_on_its_side_or_its_head_is_read_and_boxed(turns: int) -> None:
    """So phones keep photographs of receipts."""
    upright = Image.open(io.BytesIO(page("PNG", [*LINES, "Total 16.80, paid by card"])))
    file = io.BytesIO()
    upright.rotate(90 * turns, expand=True).save(file, "PNG")
    with closing(SandboxParser()) as parser:
        document = parser.parse(file.getvalue(), "a.png")
    laws.check(document)
    assert document.text.split() == " ".join([*LINES, "Total 16.80, paid by card"]).split()
    start = document.text.index("Total")
    picture = page_picture(document, file.getvalue(), 1, start, start + 5)
    (box,) = picture.boxes
    scale = max(upright.size) / max(picture.width, picture.height)
    wide, high = scale * (box.right - box.left), scale * (box.bottom - box.top)
    assert (wide > 2 * high) == (turns % 2 == 0)
    corners = {0: (100, 240), 1: (240, 1390), 2: (1390, 420), 3: (420, 100)}
    assert abs(scale * box.left - corners[turns][0]) < 40
    assert abs(scale * box.top - corners[turns][1]) < 40


def test_a_word_of_a_turned_page_is_boxed_elsewhere() -> None:
    word = Word("Total", 10, 20, 60, 30, 0, 0)
    sides = {turns: Recognised((word,), 200, 100, "eye", turns).on_page(word)[1:5] for turns in range(4)}
    assert sides == {0: (10, 20, 60, 30), 1: (20, 140, 30, 190), 2: (140, 70, 190, 80), 3: (70, 10, 80, 60)}
