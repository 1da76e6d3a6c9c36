"""Broken text is read, or skipped with a reason, and harms no other file."""

from __future__ import annotations

import unicodedata
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index import sync, verify
from index.loaders import SUFFIXES, parse
from index.loaders.opening.decoding import clean
from index.parsing.pool import SandboxParser
from tests import laws
from tests.hostile.samples import archives, pdf_files
from tests.hostile.samples.fuzz_seeds import seedlings
from tests.libraries import held, library_in, write
from tests.samples import office_files
from tests.samples.pdf_files import Ink, paper

if TYPE_CHECKING:
    from pathlib import Path

PERSIAN, EMOJI = "می‌خواهم", "👩‍🚀 ❤️ 🇫🇷 1️⃣"
WORDS = f"Lamps and lighthouses; {PERSIAN}; {EMOJI}."
# A half of a character, as UTF-8 would write it if it could.
HALF = b"\xed\xa0\x80"
LINE = b"x" * 10_000_000
BROKEN: dict[str, bytes] = {
    "invalid.txt": b"Caf\xe9 \xff\xfe\xc0\xaf " * 3 + WORDS.encode() * 20,
    "utf-16.txt": WORDS.encode("utf-16"),
    "utf-16-be.md": WORDS.encode("utf-16-be"),
    "utf-16-odd.txt": WORDS.encode("utf-16")[:-1],
    "utf-16-half.txt": "\ud83d Lamps".encode("utf-16", "surrogatepass"),
    "utf-32.html": f"<p>{WORDS}</p>".encode("utf-32"),
    "utf-7.html": b"<meta charset=utf-7><p>+ADw-script+AD4- lamps</p>",
    "marks.txt": b"\xef\xbb\xbf" * 3 + b"Lamps \xef\xbb\xbf and \xff\xfe lighthouses",
    "zeros.txt": b"Lamps\0 and\0 lighthouses",
    "zeros.csv": b"a,b\n\0,c\nd\0,\0e\n" * 3,
    "halves.txt": HALF * 5 + WORDS.encode() * 20,
    "halves.md": b"# &#xD800; Lamps &#0;\n\n&#xDFFF; lamps &#1; and lighthouses",
    "halves.html": b"<title>&#xD800;</title><h1>&#xDFFF;</h1><p>Lamps &#xD83D;&#xDE00; &#0; here</p>",
    "halves.docx": archives.word(archives.paragraph("Lamps &#xD800;")),
    "halves.epub": archives.book("<p>Lamps &#xD800; and &#xDFFF;</p>", title="&#xD800;"),
    "halves.pdf": paper([[Ink(60, 700, "Lamps and lighthouses")]]).replace(b"<< >>", b"<< /Title <FEFFD800> >>"),
    "line.txt": LINE,
    "controls.txt": b"Lamps\x1b[31m\x07\x08 \x85 and\x0c lighthouses " * 9,
    "long.csv": b"a," * 100_000,
}


def test_what_is_hardly_text_breaks_no_save_and_no_question(tmp_path: Path) -> None:
    documents = write(tmp_path / "documents", BROKEN | {"good.txt": b"The gamma fox met nobody."})
    with closing(library_in(tmp_path / "library", characters=1000, parser=SandboxParser())) as library:
        report = sync([documents], library)
        read = held(library.open())
    skipped = {each.source: each.reason for each in report.skipped}
    assert read.keys() | skipped.keys() == BROKEN.keys() | {"good.txt"}
    assert not read.keys() & skipped.keys()
    assert skipped.keys() == {"zeros.txt", "zeros.csv", "controls.txt", "halves.docx", "halves.epub"}
    assert read["line.txt"] == LINE.decode()
    for source, text in read.items():
        assert text.encode()
        assert source in {"line.txt", "long.csv", "good.txt"} or "amps" in text, source
    with closing(library_in(tmp_path / "library", characters=1000)) as library:
        assert verify(library.layout.folder) == []
        assert library.open().search("gamma fox", 3).keyword[0].chunk.source == "good.txt"
        assert sync(None, library).unchanged == len(read)


@pytest.mark.parametrize(
    ("source", "data"),
    [
        ("a.md", b"# " + LINE[:1_000_000] + b"\n\ntext " + b"word " * 200_000),
        ("a.html", b"<h1>" + b"word " * 200_000 + b"</h1><p>" + LINE[:1_000_000]),
        ("a.csv", b"name\n" + b"word " * 20_000),
        ("a.docx", archives.word(archives.paragraph("word " * 1_000_000))),
        ("a.pdf", pdf_files.plain("word " * 50_000)),
        ("a.md", b"# H\n\ntext\n\n" * 20_000),
    ],
    ids=["heading", "heading in a page", "cell", "paragraph", "page", "headings"],
)
def test_a_line_without_end_is_cut_into_lawful_chunks(source: str, data: bytes) -> None:
    document = parse(data, source)
    laws.check(document)
    assert all(len(section.heading) <= 400 for section in document.sections)


def unseen() -> str:
    """Return every character that Unicode calls one of format, a surrogate aside, but those that this one needs."""
    kept = "\u200c\u200d"
    seen = ("ARABIC", "SYRIAC", "KAITHI", "EGYPTIAN")
    letters = map(chr, [*range(0xD800), *range(0xE000, 0x110000)])
    found = [each for each in letters if unicodedata.category(each) == "Cf" and each not in kept]
    tags = [each for each in found if not unicodedata.name(each, "").startswith(seen) or each == "\u061c"]
    return "".join([*tags, "\u115f\u1160\u3164\uffa0\u034f\U000e0100"])


def test_no_character_of_format_is_left() -> None:
    assert len(unseen()) > 140
    assert clean(unseen()) == ""


def test_what_hides_or_turns_words_reaches_no_prompt_no_citation_and_no_list(tmp_path: Path) -> None:
    hidden = (
        "".join(letter for letter in unseen() if letter not in "\ufeff\ufffa\ufff9\ufffb")[::9]
        + "\u202e\U000e0041\u200b"
    )
    marked = f"la{hidden}mps {PERSIAN} {EMOJI}"
    metadata = f"<dc:title>{marked}</dc:title><dc:creator>{marked}</dc:creator>"
    core = office_files.CORE.replace("On Lamps", marked).replace("Ada Byron", marked)
    front = f"---\ntitle: {marked}\nauthor: {marked}\n---\n# {marked}\n\n{marked} by land"
    page = f'<title>{marked}</title><meta name="author" content="{marked}"><h1>{marked}</h1><p>{marked}</p>'
    files: dict[str, str | bytes] = {
        f"a{hidden[:20]}.txt": f"{marked} by sea", f"\u202e{PERSIAN}.md": front,
        "👩‍🚀.html": f"<html>{page}</html>",
        "a.csv": f"{marked},b\n{marked},c\n",
        "a.docx": office_files.word(office_files.paragraph(f"{marked} at night"), more={"docProps/core.xml": core}),
        "a.epub": office_files.book({"a.xhtml": f"<html><body>{page}<p>Once more</p></body></html>"}, metadata),
    }  # fmt: skip
    documents = write(tmp_path / "documents", files)
    with closing(library_in(tmp_path / "library", parser=SandboxParser())) as library:
        report = sync([documents], library)
        assert (report.documents, report.skipped) == (len(files), ())
        snapshot = library.open()
        entries, found = snapshot.contents(), snapshot.search("lamps", 50)
    told = [f"{entry.source}{entry.title}{entry.author or ''}" for entry in entries]
    told += ["".join([hit.chunk.text, *hit.chunk.headings]) for hit in (*found.dense, *found.keyword)]
    assert {hit.chunk.source for hit in found.keyword} == {entry.source for entry in entries}
    assert not any(set(each) & set(unseen()) for each in told)
    assert all(f"lamps {PERSIAN} {EMOJI}" in hit.chunk.text for hit in found.keyword)
    assert {f"\\u202e{PERSIAN}.md", "👩‍🚀.html"} <= {entry.source for entry in entries}


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(99)
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(999)
SCAN = pdf_files.paper(pdf_files.stream(b"q 600 0 0 800 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q"))
PICTURES = {".png", ".jpg", ".jpeg", ".tif", ".tiff"}
EMPTY: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "the file is empty"),
    "spaces.txt": (b" \t\r\n\xc2\xa0\n" * 99, "no text"),
    "mark.txt": (b"\xef\xbb\xbf", "no text"),
    "unseen.md": ("\u200b\u202e\U000e0041\u2060".encode() * 9, "no text"),
    "comment.md": (b"<!-- nothing -->\n\n[a]: /b\n", "no text"),
    "script.html": (b"<html><script>x()</script><img src=x></html>", "no text"),
    "commas.csv": (b",,,\n,,,\n", "no text"),
    "picture.docx": (archives.word("<w:p><w:r><w:drawing/></w:r></w:p>"), "no text"),
    "no-chapter.epub": (archives.book(""), "no text"),
    "scan.pdf": (SCAN, "no text: its only page is a picture"),
    "no-pages.pdf": (pdf_files.pdf(pdf_files.CATALOG, b"<</Type/Pages/Kids[]/Count 0>>"), "not a PDF file"),
    "locked.pdf": (paper([[Ink(60, 700, "Secret.")]], encrypted=True), "encrypted: it opens with a password only"),
    "locked.docx": (OLD, "encrypted, or of a format before 2007"),
    "locked.pptx": (OLD, "encrypted, or of a format before 2007"),
    "locked.epub": (
        office_files.book(
            {"a.xhtml": "x"}, more={"META-INF/encryption.xml": '<e><CipherReference URI="a.xhtml"/></e>'}
        ),
        "encrypted: the book is bound",
    ),
    **{f"png{suffix}": (PNG, "the bytes are a PNG image") for suffix in sorted(SUFFIXES - PICTURES)},
    **{f"cut{suffix}": (PNG, "not a picture that can be opened") for suffix in sorted(PICTURES)},
}  # fmt: skip


def test_where_nothing_is_to_be_read_the_reason_is_said_and_counted(tmp_path: Path) -> None:
    files = {name: data for name, (data, _) in EMPTY.items()}
    documents = write(tmp_path / "documents", files | {"good.txt": b"Words."})
    with closing(library_in(tmp_path / "library", parser=SandboxParser())) as library:
        report = sync([documents], library)
    skipped = {each.source: each.reason for each in report.skipped}
    assert skipped.keys() == EMPTY.keys()
    assert report.documents == 1
    for name, (_, reason) in EMPTY.items():
        assert reason in skipped[name], name


@pytest.mark.parametrize("suffix", [".docx", ".pptx", ".epub", ".pdf"])
def test_a_file_that_is_cut_off_says_so(suffix: str, tmp_path: Path) -> None:
    data = seedlings()[suffix][0]
    files = {f"{length:06}{suffix}": data[:length] for length in range(1, len(data), len(data) // 40)}
    with closing(library_in(tmp_path / "library", parser=SandboxParser())) as library:
        report = sync([write(tmp_path / "documents", files | {"good.txt": b"Words."})], library)
    reasons = {each.reason for each in report.skipped}
    assert len(report.skipped) + report.documents == len(files) + 1
    assert all("damaged" in reason or "not a" in reason or "not what" in reason for reason in reasons), reasons
