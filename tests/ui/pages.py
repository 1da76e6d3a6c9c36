"""Shared by tests of the page: answers of any text, and access to HTML."""

from __future__ import annotations

import lxml.html  # type: ignore[import-untyped]
from hypothesis import strategies as st

from index.types import Chunk
from rag.types import Answer, Citation, Passage, Sentence, Trace

HOSTILE = """</mark><script>alert(1)</script><img src=x onerror="go()">" ' <!-- {{1}} ${1} &lt; **b** [a](b)"""
# What a loader lets into a document's text.
TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn"], include_characters="\n\t<>&\"'"), min_size=1, max_size=900
)


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """Draw an answer that quotes one passage, which begins at offset 50 of its document."""
    text = draw(TEXTS)
    chunk = Chunk("s", "f", 0, 50, 50 + len(text), (draw(TEXTS),), text)
    sentences = []
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        cited = Citation(
            1, draw(TEXTS), "f", draw(TEXTS), (draw(TEXTS),), draw(st.none() | st.integers(1, 9)),
            50 + start, 50 + end, text[start:end], 0.9,
        )  # fmt: skip
        said = draw(TEXTS)
        span = draw(st.none() | st.just((0, len(said) // 2)))
        sentences.append(Sentence(said, (cited,), span))
    return Answer(tuple(sentences), (Passage(1, chunk, 0.5),), 0.8, Trace(draw(TEXTS), 1, "fake", {}, (draw(TEXTS),)))


def parsed(html: str) -> lxml.html.HtmlElement:
    """Return the one element that a piece of HTML is."""
    return lxml.html.fragment_fromstring(html)


def structure(tree: lxml.html.HtmlElement) -> list[tuple[str, ...]]:
    """Return every tag with the names of its attributes."""
    return [(element.tag, *sorted(element.attrib)) for element in tree.iter()]


def pick(tree: lxml.html.HtmlElement, selector: str) -> list[lxml.html.HtmlElement]:
    """Return the elements of a tag, a class or both: "a", ".chip", "a.chip"."""
    tag, _, name = selector.partition(".")
    condition = f"[contains(concat(' ', @class, ' '), ' {name} ')]" if name else ""
    return list(tree.xpath(f".//{tag or '*'}{condition}"))
