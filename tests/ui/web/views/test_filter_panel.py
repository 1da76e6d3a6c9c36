from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import FilterError
from index.filters import Filter
from ui.web.views import filter_panel

DAYS = st.dates().map(lambda day: day.isoformat())
FILTERS = st.builds(
    Filter,
    st.lists(st.text("ab &=+%ü/<", min_size=1, max_size=5), max_size=3)
    .map("/".join)
    .filter(lambda folder: not folder or Filter.parse(folder.lstrip("/")).folder == folder),
    st.sampled_from(["pdf", "md", "html", ""]).map(lambda kind: Filter.parse(types=[kind] if kind else []).types),
    after=DAYS | st.just(""),
)


@given(FILTERS)
def test_a_page_keeps_what_is_asked_of_the_documents(within: Filter) -> None:
    assert filter_panel.from_text(filter_panel.to_text(within)) == within


@pytest.mark.parametrize(
    "text", ["folder=../secret", "folder=/etc", "type=exe", "after=soon", "after=2024-02-02&before=2024-01-01"]
)
def test_what_a_page_cannot_ask_is_refused(text: str) -> None:
    with pytest.raises(FilterError):
        filter_panel.from_text(text)


def test_the_panel_says_what_is_asked() -> None:
    assert "All documents" in filter_panel.panel()
    assert 'data-event="clear"' not in filter_panel.panel()
    told = filter_panel.panel(Filter.parse("a<b", ["html"], "2024-01-01"))
    assert "Only folder &#39;a&lt;b&#39;, type htm or html, after 2024-01-01" in told
    assert '<option value="htm" selected>htm, html</option>' in told
    assert 'value="2024-01-01"' in told
    assert 'data-event="clear"' in told
