"""Notes become one document whose footnotes are numbered through, without active content."""

from __future__ import annotations

import io
import zipfile

import lxml.etree  # type: ignore[import-untyped]
import lxml.html  # type: ignore[import-untyped]

from index.loaders import parse
from tests.ui.outcomes import answer, refusal
from tests.ui.pages import HOSTILE
from ui.chat.notes import Note, quote_alone
from ui.formats.notes import composed, notes_markdown, notes_page, notes_word

NOTES = (
    Note("1", "My words.\nTwo lines.", "Why did costs rise?", answer()),
    Note("2", "", "", quote_alone(answer(), answer().citations[2])),
    Note("3", HOSTILE, HOSTILE, refusal()),
    Note("4", "", "", None),
)


def test_a_quote_that_is_kept_twice_has_one_footnote() -> None:
    parts, footnotes = composed(NOTES)
    assert [each.number for each in footnotes] == [1, 2, 3]
    assert [each.numbers for each in parts[0].said] == [(1,), (2, 3), (1,)]
    assert [each.numbers for each in parts[1].said] == [(3,)]
    assert parts[3].said == ()


def test_markdown_has_footnotes_and_escapes_what_people_and_documents_say() -> None:
    written = notes_markdown(NOTES)
    assert "Costs rose by 5 percent.[^2][^3]" in written
    assert written.count("[^3]: Annual report, reports/2024.txt, page 3: “Sales fell.”") == 1
    assert "<script" not in written.replace("\\<", "")


def test_a_web_page_leads_from_numbers_to_footnotes() -> None:
    page = lxml.html.document_fromstring(notes_page(NOTES))
    targets = [each.get("id") for each in page.iter("li")]
    assert targets == ["note-1", "note-2", "note-3"]
    assert {link.get("href") for link in page.iter("a")} == {f"#{each}" for each in targets}
    assert not list(page.iter("script", "img"))


def test_a_word_file_has_footnotes_and_is_read_again() -> None:
    data = notes_word(NOTES)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = {name: lxml.etree.fromstring(file.read(name)) for name in file.namelist()}
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    referred = [each.get(f"{space}id") for each in parts["word/document.xml"].iter(f"{space}footnoteReference")]
    assert referred == ["1", "2", "3", "1", "3"]
    made = [each.get(f"{space}id") for each in parts["word/footnotes.xml"].iter(f"{space}footnote")]
    assert made == ["-1", "0", "1", "2", "3"]
    read = parse(data, "notes.docx").text
    assert "My words." in read
    assert "Costs rose by 5 percent." in read
