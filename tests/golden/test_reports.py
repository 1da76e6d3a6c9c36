"""Questions about the accident reports of ``CITESEED_DATA``, with the real models: the right page is cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index import open_library, page_picture, sync
from rag import Answer, open_assistant
from rag.citations.quotes import holds
from tests.public import public

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rag import Assistant

REPORTS = public("samples/pdf")
pytestmark = pytest.mark.data("samples/pdf")

# The question, words that its answer quotes, and the report and the page on which a reader finds them. The last stands
# on the last page of several reports, each of which is right.
QUESTIONS = [
    ("What came apart during cruise flight in the amateur built airplane?", "wooden propeller",
     "20080124X00100.pdf", 1),
    ("What did the pilot of the Piper PA-22-150 fly into before it came to rest upright?", "utility wires",
     "20071229X02007.pdf", 1),
    ("What did the student pilot use instead of 30 degrees of flaps?", "10-degrees", "20080114X00043.pdf", 1),
    ("What was the temperature at the accident site in Murfreesboro?", "Temperature/Dew Point",
     "20080122X00080.pdf", 3),
    ("When was the National Transportation Safety Board established?", "established in 1967", "", 0),
]  # fmt: skip


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "documents").mkdir()
    for report in REPORTS.glob("20*.pdf"):
        (folder / "documents" / report.name).write_bytes(report.read_bytes())
    library = open_library(folder / "library")
    assert sync([folder / "documents"], library).added == 10
    library.close()
    with open_assistant(folder / "library") as opened:
        yield opened


@pytest.mark.parametrize(("question", "words", "source", "page"), QUESTIONS, ids=lambda value: str(value)[:40])
def test_the_answer_is_cited_on_the_page_that_says_it_and_boxed_there(
    question: str, words: str, source: str, page: int, assistant: Assistant
) -> None:
    outcome = assistant.ask(question)
    assert isinstance(outcome, Answer)
    library = assistant.library
    said = [citation for citation in outcome.citations if words in citation.quote]
    assert said
    for citation in said:
        assert holds(library.open(), citation)
        document = library.open().document(citation.source)
        last = document.pages[-1].number
        assert (citation.source, citation.page) == (source or citation.source, page or last)
        data = library.original(citation.source)
        assert data is not None
        assert citation.page is not None
        assert page_picture(document, data, citation.page, citation.start, citation.end, scale=0.5).boxes
