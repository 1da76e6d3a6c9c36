"""Citations in every sample of ``CITESEED_DATA`` have true offsets and pages."""

from __future__ import annotations

import gzip
import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import sync
from index.chunking.chunker import split
from rag.citations.quotes import cite
from rag.types import Passage
from tests.libraries import library_in
from tests.public import public

if TYPE_CHECKING:
    from index import Chunk, Document, LocalLibrary

SAMPLES = public("samples")
pytestmark = pytest.mark.data("samples")

NAMES = [
    file.name.removesuffix(".gz") for kind in ("pdf", "docx", "html") for file in SAMPLES.glob(f"{kind}/*.{kind}*")
]
REFUSED = ["imagemagick-images.pdf", "libreoffice-writer-password.pdf"]
# Two readings of a page may differ in what stands between letters, and in the order of those of an Arabic ligature,
# which may be a whole word.
_LETTERS = re.compile(r"[^\W_]+")
_LIGATURE = re.compile("ل[اأإآ]")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> LocalLibrary:
    """Return a library of all samples, as they come out of the catalog."""
    folder = tmp_path_factory.mktemp("samples")
    (folder / "documents").mkdir()
    for file in SAMPLES.glob("*/*.*"):
        data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        if file.suffix != ".json":
            (folder / "documents" / file.name.removesuffix(".gz")).write_bytes(data)
    library = library_in(folder / "library", characters=400)
    report = sync([folder / "documents"], library)
    assert sorted(skipped.source for skipped in report.skipped) == REFUSED
    assert report.documents == len(NAMES) - len(REFUSED)
    return library


@cache
def letters_of_page(data: bytes, number: int) -> str:
    """Return the letters and digits of a page in the order of the file, as another reading finds them."""
    page = pypdfium2.PdfDocument(data)[number - 1]
    return "".join(_LETTERS.findall(_plain(page.get_textpage().get_text_range())))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in REFUSED])
def test_what_is_cited_stands_at_its_offsets_and_on_its_page(name: str, library: LocalLibrary) -> None:
    snapshot = library.open()
    document, data = snapshot.document(name), library.original(name)
    assert data is not None
    chunks = split(document, library.splitting)
    assert chunks

    @settings(max_examples=60, deadline=None)
    @given(st.sampled_from(chunks), st.integers(-20, 500), st.integers(-20, 500))
    def check(chunk: Chunk, start: int, length: int) -> None:
        assert document.text[chunk.start : chunk.end] == chunk.text
        start += chunk.start
        end = start + length
        citation = cite(snapshot, Passage(1, chunk, 0.9), start, end, 0.5)
        if citation is None:
            assert not chunk.start <= start < end <= chunk.end
            return
        assert citation.quote == document.text[citation.start : citation.end]
        assert citation.quote in chunk.text
        if citation.page is None:
            assert not document.pages or document.text[start].isspace()
            return
        page = document.pages[citation.page - 1]
        assert (page.number, page.start <= start < page.end) == (citation.page, True)
        assert not missing(document, start, min(end, page.end), letters_of_page(data, page.number))

    check()


def missing(document: Document, start: int, end: int, letters: str) -> list[str]:
    """Return the whole words between two offsets that are not among the letters of a page."""
    words = [
        match[0]
        for match in _LETTERS.finditer(document.text, start, end)
        if match.start() > start and match.end() < end
    ]
    return [word for word in words if not _LIGATURE.search(word) and not _stands(_plain(word), letters)]


def _stands(word: str, letters: str) -> bool:
    turned = word[::-1] if unicodedata.bidirectional(word[0]) == "AL" else word
    return word in letters or turned in letters


def test_a_word_of_another_page_would_be_noticed(library: LocalLibrary) -> None:
    name = "normal_4pages.pdf"
    document, data = library.open().document(name), library.original(name)
    assert data is not None
    first = document.pages[0]
    assert not missing(document, first.start, first.end, letters_of_page(data, 1))
    assert all(missing(document, first.start, first.end, letters_of_page(data, number)) for number in (2, 3, 4))
