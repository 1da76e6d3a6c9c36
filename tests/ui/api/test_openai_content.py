"""A document's words do not act where an answer is shown as Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ui.api.openai.content import shown


@pytest.mark.parametrize(
    "text",
    [
        "![x](http://evil.example/x.png)",
        "[a](javascript:alert(1))",
        "[a][b]",
        "[a]: http://evil.example",
        "<img src=x>",
        r'\<img src="http://evil.example/x.png">',
        r'\\\<img src="http://evil.example/x.png">',
        r"[x\](http://evil.example/)",
        r"!\[x\](http://evil.example/x.png)",
    ],
)
def test_a_document_s_words_do_not_act_where_markdown_is_shown(text: str) -> None:
    assert rendered(f"Look: {text} here.") == f"Look: {text} here."


@given(st.lists(st.sampled_from(["\\", "[", "]", "(http://a/)", "<a b>", "<!--", "-->", "!", ":", "`", "x", " "])))
def test_nothing_acts_however_brackets_and_backslashes_follow_each_other(pieces: list[str]) -> None:
    rendered(f"Look: {''.join(pieces)} here.")


def test_backslashes_that_markdown_passes_over_stay_alone() -> None:
    assert shown(r"C:\temp\new costs \alpha") == r"C:\temp\new costs \alpha"


def rendered(text: str) -> str:
    """Return what Markdown shows of a document's words; it is text and code, nothing that acts."""
    (block,) = (token for token in MarkdownIt("commonmark").parse(shown(text)) if token.type == "inline")
    assert {token.type for token in block.children or []} <= {"text", "text_special", "code_inline"}
    return "".join(token.content for token in block.children or [])
