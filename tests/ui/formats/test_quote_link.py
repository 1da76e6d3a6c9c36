from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.outcomes import answer
from ui.formats.quote_link import QuoteLink

SOURCES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1) | st.just("bytes that are no text \udcff.txt")
LINKS = st.builds(
    QuoteLink,
    SOURCES,
    st.integers(0, 9_999),
    st.integers(10_000, 99_999),
    st.text("0123456789abcdef", min_size=1, max_size=12),
)


@given(LINKS)
def test_a_link_leads_to_the_quote_that_it_was_made_of(link: QuoteLink) -> None:
    assert link.query.isascii()
    assert QuoteLink.from_query(f"?{link.query}") == QuoteLink.from_query(link.query) == link


def test_a_link_is_of_the_document_that_was_quoted_alone() -> None:
    (citation, *_) = answer().citations
    link = QuoteLink.to(citation)
    assert (link.source, link.start, link.end) == (citation.source, citation.start, citation.end)
    assert link.is_of(citation.fingerprint)
    assert not link.is_of("e" * 64)
    assert not QuoteLink("a.txt", 0, 1, "").is_of("e" * 64)


@pytest.mark.parametrize(
    "query",
    ["", "?", "__theme=dark", "source=a.txt", "source=a.txt&start=5&end=5", "source=a.txt&start=-1&end=5",
     "source=a.txt&start=0&end=9999999999999", "start=0&end=5", "source=a.txt&start=x&end=5",
     "source=a.txt&start=٣&end=5"],
)  # fmt: skip
def test_an_address_without_a_quote_leads_to_none(query: str) -> None:
    assert QuoteLink.from_query(query) is None
