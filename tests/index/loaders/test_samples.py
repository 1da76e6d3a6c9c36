"""Every sample file of ``CITESEED_DATA`` is read, or refused with a reason, and its text obeys the laws."""

from __future__ import annotations

import gzip
from statistics import mean
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.loaders.samples import bodies, scores
from index import DocumentError, page_picture
from index.chunking.chunker import Splitting, split
from index.loaders import parse
from tests.public import public

if TYPE_CHECKING:
    from pathlib import Path

    from index import Document

SAMPLES = public("samples")
pytestmark = pytest.mark.data("samples")

FILES = [file for kind in ("pdf", "docx", "html") for file in sorted(SAMPLES.glob(f"{kind}/*.{kind}*"))]
REFUSED = {"imagemagick-images.pdf": "pictures", "libreoffice-writer-password.pdf": "encrypted"}
# The bound that the loader of web pages was built for: the mean F1 of the words of its text.
LEAST_F1 = 0.93


def read(file: Path) -> Document:
    data = file.read_bytes()
    return parse(gzip.decompress(data) if file.suffix == ".gz" else data, file.name.removesuffix(".gz"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_each_gives_text_or_a_reason_and_every_chunk_is_a_piece_of_it_on_its_page(file: Path) -> None:
    if file.name in REFUSED:
        with pytest.raises(DocumentError, match=REFUSED[file.name]):
            read(file)
        return
    document = read(file)
    assert document.text == document.text.strip()
    assert "\n\n\n" not in document.text
    assert bool(document.pages) == (file.suffix == ".pdf")
    for chunk in split(document, Splitting(400, 80)):
        assert document.text[chunk.start : chunk.end] == chunk.text
        page = document.page_at(chunk.start)
        if document.pages:
            assert any(each.number == page and each.start <= chunk.start < each.end for each in document.pages)


def test_a_whole_word_that_is_one_arabic_glyph_is_read_in_its_order() -> None:
    text = read(SAMPLES / "pdf" / "habibi.pdf").text
    assert text.startswith("\u062d\u064e\u0628\u064a\u0628\u064a")
    assert text.endswith("\u062d\u064e\u0628\u064a\u0628\u064a")


@pytest.mark.parametrize("file", [file for file in FILES if file.suffix == ".pdf"], ids=lambda file: file.name)
def test_any_words_of_a_page_are_boxed_on_it(file: Path) -> None:
    if file.name in REFUSED:
        return
    document, data = read(file), file.read_bytes()

    @settings(max_examples=20, deadline=None)
    @given(st.integers(0, len(document.text) - 1), st.integers(1, 300))
    def check(start: int, length: int) -> None:
        number = document.page_at(start)
        if number is None:
            assert document.text[start].isspace()
            return
        end = min(start + length, document.pages[number - 1].end)
        picture = page_picture(document, data, number, start, end, scale=0.5)
        quote = document.text[start:end].replace("|", "")
        assert bool(picture.boxes) or not quote.strip()
        assert all(box.right > 0 and box.left < picture.width for box in picture.boxes)

    check()


def test_the_main_content_of_web_pages_is_found() -> None:
    marks = [scores(parse(data, "a.html").text, body)[2] for data, body in bodies(SAMPLES / "html").values()]
    assert len(marks) == 57
    assert mean(marks) >= LEAST_F1
