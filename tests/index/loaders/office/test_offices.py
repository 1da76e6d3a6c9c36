from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from pptx import Presentation
from pptx.util import Inches

from index.errors import DocumentError
from index.loaders import parse
from index.loaders.opening.archive import MAX_BYTES, MAX_FILES, MAX_XML
from tests.samples.office_files import CORE, archive, book, paragraph, table, word

if TYPE_CHECKING:
    from collections.abc import Callable


NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def test_a_word_document_keeps_headings_lists_tables_and_footnotes() -> None:
    body = (
        paragraph("The Light", "Title")
        + paragraph("Building", "Heading1")
        + paragraph("A merchant paid the masons", after=NOTE)
        + paragraph("a lamp", numbering=1)
        + paragraph("its oil", numbering=1, level=1)
        + paragraph("climb", numbering=2)
        + paragraph("light it", numbering=2)
        + paragraph("Ships lost", "Heading2")
        + table(("Ship", "Year"), ("Marigold", "1911"))
    )
    document = parse(word(body, {2: "So he wrote."}, {"docProps/core.xml": CORE}), "a.docx")
    assert document.text == (
        "The Light\n\nBuilding\n\nA merchant paid the masons[1]\n\n- a lamp\n  - its oil\n1. climb\n2. light it\n\n"
        "Ships lost\n\nShip | Year\nMarigold | 1911\n\n1. So he wrote."
    )
    assert [(s.heading, s.level) for s in document.sections] == [("The Light", 1), ("Building", 1), ("Ships lost", 2)]
    assert (document.title, document.date, document.author) == ("On Lamps", "2026-01-31", "Ada Byron")


@pytest.mark.parametrize("title", ["Untitled", "Microsoft Word - draft3.doc", "(anonymous)", "10811.exe"])
def test_what_a_program_writes_in_place_of_a_title_is_the_title(title: str) -> None:
    core = CORE.replace("On Lamps", title)
    assert parse(word(paragraph("Building", "Heading1"), {}, {"docProps/core.xml": core}), "a.docx").title == "Building"


def test_a_presentation_is_read_slide_by_slide() -> None:
    deck = Presentation()
    deck.core_properties.title = "On Lamps"
    first = deck.slides.add_slide(deck.slide_layouts[1])
    first.shapes.title.text = "Why a light"
    first.placeholders[1].text_frame.text = "Ships were lost"
    deeper = first.placeholders[1].text_frame.add_paragraph()
    deeper.text, deeper.level = "two in one winter", 1
    first.notes_slide.notes_text_frame.text = "Pause here."
    several = deck.slides.add_slide(deck.slide_layouts[1])
    several.shapes.title.text = "Goals"
    several.placeholders[1].text_frame.text = "No ship lost\nNo lamp out"
    second = deck.slides.add_slide(deck.slide_layouts[5])
    second.shapes.title.text = "Costs"
    cells = second.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(4), Inches(1)).table
    for place, text in enumerate(("Part", "Pounds", "Lamp", "90")):
        cells.cell(place // 2, place % 2).text = text
    group = second.shapes.add_group_shape()
    group.shapes.add_textbox(Inches(1), Inches(5), Inches(2), Inches(1)).text_frame.text = "Paid in full"
    deck.slides.add_slide(deck.slide_layouts[6])
    saved = io.BytesIO()
    deck.save(saved)
    document = parse(saved.getvalue(), "a.pptx")
    assert document.text == (
        "Why a light\n\nShips were lost\n  - two in one winter\n\nPause here.\n\n"
        "Goals\n\n- No ship lost\n- No lamp out\n\nCosts\n\nPart | Pounds\nLamp | 90\n\nPaid in full"
    )
    assert document.title == "On Lamps"
    assert [(s.heading, s.level) for s in document.sections] == [("Why a light", 1), ("Goals", 1), ("Costs", 1)]
    assert [document.page_at(document.text.index(text)) for text in ("Why", "Pause", "Goals", "90")] == [1, 1, 2, 3]
    assert [(page.number, page.end - page.start > 0) for page in document.pages] == [
        (1, True),
        (2, True),
        (3, True),
        (4, False),
    ]


def test_a_book_is_read_chapter_by_chapter() -> None:
    chapters = {
        "one.xhtml": '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head>'
        '<body><h1>One</h1><p>It was<a id="p1"/> dark&nbsp;out.</p></body></html>',
        "two%20.xhtml": "<html><body><h1>Two</h1><p>Then came light.</p><ul><li>lamp</li></ul></body></html>",
    }
    said = "<dc:title>On Lamps</dc:title><dc:creator>Ada Byron</dc:creator><dc:creator>G. Hopper</dc:creator>"
    data = book(chapters, f"{said}<dc:date>2026-01-31</dc:date>", {"OPS/text/two .xhtml": chapters["two%20.xhtml"]})
    document = parse(data, "a.epub")
    assert document.text == "One\n\nIt was dark out.\n\nTwo\n\nThen came light.\n\n- lamp"
    assert (document.title, document.date, document.author) == ("On Lamps", "2026-01-31", "Ada Byron, G. Hopper")


@pytest.mark.parametrize(
    ("source", "data", "reason"),
    [
        ("a.docx", b"PK\x03\x04 cut off", "damaged"),
        ("a.docx", b"\xd0\xcf\x11\xe0 old", "before 2007"),
        ("a.docx", archive({"a.txt": "text"}), "not a Word document"),
        ("a.pptx", archive({"a.txt": "text"}), "not a presentation"),
        ("a.pptx", word(paragraph("text")), "not a presentation"),
        ("a.epub", archive({"a.txt": "text"}), r"no META-INF/container\.xml"),
        ("a.epub", book({"a.xhtml": "x"}, "<open"), "is no XML"),
        ("a.docx", word(paragraph("")), "no text"),
        ("a.docx", word(paragraph("x"), more={"word/more.xml": f"{LAUGHS}<x>&b;</x>"}), "declares a document type"),
        (
            "a.pptx",
            archive({"ppt/presentation.xml": f"{LAUGHS}<x>&b;</x>".encode("utf-16")}),
            "declares a document type",
        ),
        (
            "a.epub",
            book(
                {"a.xhtml": "x"}, more={"META-INF/encryption.xml": '<e><CipherReference URI="OPS/text/a.xhtml"/></e>'}
            ),
            "DRM",
        ),
    ],
)
def test_what_is_no_document_says_why(source: str, data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason):
        parse(data, source)


@pytest.mark.parametrize(
    ("source", "files", "reason"),
    [
        ("a.docx", lambda: dict.fromkeys(map(str, range(MAX_FILES + 1)), ""), "more than 10,000 files"),
        ("a.docx", lambda: {"word/document.xml": bytes(MAX_XML + 1)}, "its text is larger than 20 MB"),
        ("a.pptx", lambda: {"a.bin": bytes(MAX_BYTES + 1)}, "larger than 200 MB"),
    ],
)
def test_an_archive_that_unpacks_to_too_much_says_why(
    source: str, files: Callable[[], dict[str, str | bytes]], reason: str
) -> None:
    with pytest.raises(DocumentError, match=reason):
        parse(archive(files()), source)


def test_an_entity_of_a_book_is_not_what_it_names() -> None:
    secret = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "expanded">]>'
    document = parse(book({"a.xhtml": f"{secret}<html><body><p>It says &x; and &y;.</p></body></html>"}), "a.epub")
    assert document.text == "It says &x; and &y;."
    package = archive({"META-INF/container.xml": f'{secret}<container><rootfile full-path="&y;"/></container>'})
    with pytest.raises(DocumentError):
        parse(package, "a.epub")


def test_a_password_is_asked_for() -> None:
    plain = bytearray(archive({"word/document.xml": "x"}))
    with zipfile.ZipFile(io.BytesIO(plain)) as zipped:
        directory = zipped.start_dir
    plain[directory + 8] |= 1
    with pytest.raises(DocumentError, match="password"):
        parse(bytes(plain), "a.docx")


def test_a_damaged_chapter_is_said_and_the_others_are_read() -> None:
    whole = book(
        {"one.xhtml": "<p>First lamp.</p>", "two.xhtml": "<p>Second lamp." * 99, "three.xhtml": "<p>Third.</p>"}
    )
    with zipfile.ZipFile(io.BytesIO(whole)) as zipped:
        entry = zipped.getinfo("OPS/text/two.xhtml")
        place = entry.header_offset + 30 + len(entry.filename)
    torn = bytearray(whole)
    torn[place : place + 20] = bytes(20)
    document = parse(bytes(torn), "a.epub")
    assert document.text == "First lamp.\n\nThird."
    assert document.unread == ("the chapter text/two.xhtml is damaged and was not read",)
    with pytest.raises(DocumentError, match="damaged"):
        parse(bytes(torn).replace(b"one.xhtml", b"gon.xhtml").replace(b"three.xhtml", b"gone5.xhtml"), "a.epub")
