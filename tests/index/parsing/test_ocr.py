from __future__ import annotations

import io
import os
from contextlib import closing
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw, ImageFont

from index import Progress, sync
from index.errors import DocumentError
from index.loaders import Scanned, parse
from index.loaders.pdf.scans import Recognised, Recognition, Word, recognised_with
from index.parsing import ocr
from index.parsing.ocr import rapid
from index.parsing.ocr import tesseract as tesseracts
from index.parsing.ocr.rapid_worker import words_of
from index.parsing.page_highlights import page_picture
from index.parsing.pool import SandboxParser
from index.sources.attachments import AttachmentReader
from tests import laws
from tests.libraries import held, library_in, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LINES = ["The ferry to Skerry Island leaves at noon.", "It carries forty people and one horse."]
needs_tesseract = pytest.mark.skipif(not tesseracts.installed()[0], reason="tesseract is not installed")


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


# Knows some languages and reads one word: the name of the language. The file "ran" beside it has its calls.
PROGRAM = r"""#!/bin/sh
if [ "$1" = --list-langs ]; then printf 'List:\neng\ndeu\nosd\n'; exit; fi
cat > /dev/null
echo x >> "$(dirname "$0")/ran"
printf 'level\tblock_num\tpar_num\tline_num\tleft\ttop\twidth\theight\tconf\ttext\n'
printf '5\t1\t1\t1\t100\t100\t200\t40\t96\t%s\n' "$6"
"""


@pytest.fixture
def tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Path of a program that is found in the place of tesseract."""
    program = tmp_path / "bin" / "tesseract"
    program.parent.mkdir()
    program.write_text(PROGRAM)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    tesseracts.installed.cache_clear()
    yield program
    tesseracts.installed.cache_clear()


@pytest.fixture
def no_tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of Python packages on a machine without tesseract."""
    packages = tmp_path / "packages"
    (packages / "rapidocr" / "models").mkdir(parents=True)
    (packages / "rapidocr" / "__init__.py").touch()
    monkeypatch.setenv("PATH", str(packages))
    monkeypatch.syspath_prepend(str(packages))
    tesseracts.installed.cache_clear()
    rapid.models.cache_clear()
    yield packages
    tesseracts.installed.cache_clear()
    rapid.models.cache_clear()


def test_a_refusal_names_one_of_the_two_commands_alone(no_tesseract: Path) -> None:
    """Here rapidocr came without its models, which are never fetched: it counts as not installed."""
    with closing(SandboxParser()) as parser, pytest.raises(DocumentError) as refused:
        parser.parse(page("PNG", LINES), "a.png")
    assert "apt-get install tesseract-ocr" in str(refused.value)
    assert "pip install 'citeseed[ocr]'" in str(refused.value)


def test_rapidocr_is_asked_for_letters_that_it_does_not_know(no_tesseract: Path) -> None:
    for kind in ("det_small", "cls_mobile", "rec_small"):
        (no_tesseract / "rapidocr" / "models" / f"model_{kind}.onnx").touch()
    assert ocr.engine("deu+chi_sim") == ocr.Engine(rapid.Rapid("deu+chi_sim"))
    refused = ocr.engine("eng+rus")
    assert isinstance(refused, str)
    assert "does not read rus; install tesseract with 'apt-get install tesseract-ocr-rus'" in refused


def test_chinese_signs_are_read_with_spaces_between_them() -> None:
    def box(left: float, top: float = 0, height: float = 20) -> list[tuple[float, float]]:
        return [(left, top), (left + 9, top), (left + 9, top + height), (left, top + height)]

    lines = [
        ("船在 noon 离开。", [("船", 1.0, box(0)), ("在", 1.0, box(10)), ("noon", 1.0, box(30)), ("离", 1.0, box(60)),
                          ("开", 1.0, box(70)), ("。", 1.0, box(80))]),
        ("Two words", [("Two", 1.0, box(0, 40, 21)), ("words", 1.0, box(30, 42, 21))]),
        ("Large", [("Large", 1.0, box(0, 80, 60))]),
    ]  # fmt: skip
    words = list(words_of(lines))
    assert [word.text for word in words] == ["船在", "noon", "离开。", "Two", "words", "Large"]
    assert (words[0].left, words[0].right) == (0, 19)
    assert [word.paragraph for word in words] == [0, 0, 0, 0, 0, 1]
    assert [word.line for word in words] == [0, 0, 0, 1, 1, 2]


@pytest.mark.slow
@pytest.mark.skipif(not rapid.installed(), reason="rapidocr is not installed: pip install 'citeseed[ocr]'")
def test_the_words_of_a_scan_are_lost_without_tesseract(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    tesseracts.installed.cache_clear()
    data = page("PDF", LINES)
    try:
        with closing(SandboxParser()) as parser:
            document = parser.parse(data, "a.pdf")
    finally:
        tesseracts.installed.cache_clear()
    laws.check(document)
    assert document.text == " ".join(LINES)
    assert recognised_with(document.unread) == "rapidocr, eng"
    start = document.text.index(LINES[1])
    picture = page_picture(document, data, 1, start, start + len(LINES[1]))
    (box,) = picture.boxes
    scale = picture.width / 1600
    assert abs(box.left / scale - 100) < 15
    assert 155 < box.top / scale < box.bottom / scale < 245


def calls(tesseract: Path) -> int:
    return len(tesseract.with_name("ran").read_text().split())


def test_a_missing_language_is_not_named_with_its_command(tesseract: Path) -> None:
    assert ocr.engine("deu+eng") == ocr.Engine(tesseracts.Tesseract(str(tesseract), "deu+eng"))
    with closing(SandboxParser(languages="eng+fra+chi_sim")) as parser:
        assert parser.recognises == ""
        with pytest.raises(DocumentError) as refused:
            parser.parse(page("PNG", LINES), "a.png")
    assert "no language pack for fra, chi_sim (it has deu, eng)" in str(refused.value)
    assert "apt-get install tesseract-ocr-fra tesseract-ocr-chi-sim" in str(refused.value)


def test_a_page_is_recognised_twice(tesseract: Path, tmp_path: Path) -> None:
    data, cache = page("PDF", LINES, LINES[::-1]), tmp_path / "kept"
    heard: list[tuple[int, int]] = []
    for languages, ran in (("eng", 2), ("eng", 2), ("deu", 4)):
        with closing(SandboxParser(languages=languages, cache=cache)) as parser:
            document = parser.parse(data, "a.pdf", lambda done, total: heard.append((done, total)))
        assert document.text.split() == [languages, languages]
        assert recognised_with(document.unread) == f"tesseract, {languages}"
        assert calls(tesseract) == ran
    assert heard == [(1, 2), (2, 2)] * 3
    kept = sorted(path for path in cache.rglob("*") if path.is_file())
    assert len(kept) == 4
    for path in kept:
        path.write_bytes(b"damaged")
    with closing(SandboxParser(languages="deu", cache=cache)) as parser:
        assert parser.parse(data, "a.pdf").text.split() == ["deu", "deu"]
    assert calls(tesseract) == 6


def test_a_failure_of_the_program_is_kept_as_an_empty_page(tesseract: Path, tmp_path: Path) -> None:
    engine = ocr.Engine(tesseracts.Tesseract(str(tesseract), "eng"), tmp_path / "kept")
    tesseract.write_text("#!/bin/sh\nexit 1\n")
    assert engine.read(b"P5", 100, 100).words == ()
    tesseract.write_text(PROGRAM)
    assert [word.text for word in engine.read(b"P5", 100, 100).words] == ["eng"]


def test_another_language_leaves_scans_as_they_were(tesseract: Path, tmp_path: Path) -> None:
    documents = write(tmp_path / "documents", {"scan.png": page("PNG", LINES), "a.txt": "Alpha."})
    steps: list[Progress] = []
    for languages, text in (("fra", None), ("eng", "eng"), ("eng", "eng"), ("deu", "deu"), ("fra", "deu")):
        parser = SandboxParser(languages=languages, cache=tmp_path / "library" / "recognised")
        with closing(library_in(tmp_path / "library", parser=parser)) as library:
            report = sync([documents], library, progress=steps.append)
            assert held(library.open()).get("scan.png") == text
    assert [step for step in steps if step.stage == "recognising"] == [Progress("recognising", 1, 1)] * 2
    assert not report.skipped


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
