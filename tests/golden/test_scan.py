"""Questions about a scan of ten tilted pages, with the real models and tesseract: the right words are boxed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index import open_library, page_picture, sync
from index.parsing.ocr import tesseract
from rag import Answer, open_assistant
from tests.samples.scans import HANDBOOK, WIDTH, scan, sheets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rag import Assistant

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not tesseract.installed()[0], reason="tesseract is not installed"),
]
SHEETS = sheets(HANDBOOK)
# The question, words of its answer on one line, and the page that they stand on.
QUESTIONS = [
    ("Who caught the largest pike?", "Ragnhild Osk: it weighed", 5),
    ("How much does a visitor pay for a night?", "crowns a night", 3),
    ("Where does the doctor of the canal live?", "green door at Aldersund", 8),
]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("scan")
    (folder / "documents").mkdir()
    (folder / "documents" / "handbook.pdf").write_bytes(scan(SHEETS))
    library = open_library(folder / "library")
    assert sync([folder / "documents"], library).added == 1
    library.close()
    with open_assistant(folder / "library") as opened:
        yield opened


def test_a_heading_or_a_paragraph_of_a_tilted_page_is_torn(assistant: Assistant) -> None:
    document = assistant.library.open().document("handbook.pdf")
    written = [line for page in HANDBOOK for line in page.split("\n", 1)]
    paragraphs = sum(len(each.split("\n\n")) for each in written)
    assert [section.heading for section in document.sections] == [page.split("\n")[0] for page in HANDBOOK]
    assert {section.level for section in document.sections} == {1}
    assert len(document.blocks) == paragraphs
    wrong = set(document.text.split()) - set(" ".join(HANDBOOK).split())
    assert len(wrong) <= 5


@pytest.mark.parametrize(("question", "words", "page"), QUESTIONS, ids=[words for _, words, _ in QUESTIONS])
def test_the_box_of_a_quote_lies_beside_its_words(question: str, words: str, page: int, assistant: Assistant) -> None:
    outcome = assistant.ask(question)
    assert isinstance(outcome, Answer)
    document = assistant.library.open().document("handbook.pdf")
    data = assistant.library.original("handbook.pdf")
    assert data is not None
    cited = next(citation for citation in outcome.citations if words.split(maxsplit=1)[0] in citation.quote)
    assert cited.page == page
    start = document.text.index(words, document.pages[page - 1].start)
    assert cited.start <= start < cited.end
    picture = page_picture(document, data, page, start, start + len(words))
    (box,) = picture.boxes
    line, left, right = next(each for each in SHEETS[page - 1].lines if words in each[0])
    scale, at = picture.width / WIDTH, line.index(words) / len(line)
    # Where the words are, were all letters equally wide.
    x, y = (scale * (low + (high - low) * at) for low, high in zip(left, right, strict=True))
    assert abs(box.left - x) < 30 * scale * 2
    assert box.top < y < box.bottom
    assert box.bottom - box.top < 100 * scale
