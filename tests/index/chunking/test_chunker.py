from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.chunking.chunker import Splitting, embedded_text, split
from index.chunking.sentences import sentences
from index.loaders import parse
from index.types import Chunk, Document, Section
from tests.libraries import ROOT

WORDS = st.sampled_from(
    ["alpha", "Beta.", "gamma", "Delta!", "e", "“zeta", "eta?”", "\n", "\n\n", "x" * 70, "😀", "中文。"]
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    text = " ".join(draw(st.lists(WORDS, min_size=1, max_size=250))).strip() or "a"
    starts = sorted(draw(st.sets(st.integers(0, len(text) - 1), max_size=8)))
    sections = tuple(
        Section(text[start : start + 9].split("\n")[0], draw(st.integers(1, 3)), start) for start in starts
    )
    return Document("a.txt", "A title", text, sections, (), "0" * 64)


def seeds() -> Document:
    path = ROOT / "seeds" / "000_8ab994d9b131bbc8.txt"
    return parse(path.read_bytes(), path.name)


@settings(deadline=None)
@given(documents(), st.integers(40, 400), st.floats(0, 0.9))
def test_the_laws_of_splitting(document: Document, characters: int, share: float) -> None:
    splitting = Splitting(characters, int(characters * share))
    chunks = split(document, splitting)
    covered: set[int] = set()
    for position, chunk in enumerate(chunks):
        assert document.text[chunk.start : chunk.end] == chunk.text == chunk.text.strip()
        assert chunk.position == position
        assert chunk.headings == document.headings_at(chunk.start)
        covered.update(range(chunk.start, chunk.end))
    for before, after in pairwise(chunks):
        assert before.start < after.start
        assert before.end < after.end
    assert all(len(chunk.text) <= characters for chunk in chunks)
    assert covered >= {place for place, character in enumerate(document.text) if not character.isspace()}
    assert split(document, splitting) == chunks


def test_chunks_begin_and_end_with_whole_sentences() -> None:
    document = seeds()
    bounds = sentences(document.text)
    starts, ends = {start for start, _ in bounds}, {end for _, end in bounds}
    for chunk in split(document, Splitting()):
        assert chunk.start in starts
        assert chunk.end in ends


def test_a_heading_stays_with_its_section_and_no_chunk_crosses_into_the_next() -> None:
    chunks = split(seeds(), Splitting())
    (first,) = [chunk for chunk in chunks if "A Speculative Move" in chunk.text]
    assert first.text.startswith("A Speculative Move\nFounded by")
    assert first.headings[-1] == "A Speculative Move"
    for before, after in pairwise(chunks):
        if before.headings != after.headings:
            assert after.start >= before.end


def test_the_overlap_is_whole_sentences_within_its_limit() -> None:
    text = " ".join(f"Sentence number {number} says something." for number in range(100))
    document = Document("a.txt", "a", text, (), (), "0" * 64)
    chunks = split(document, Splitting(400, 100))
    overlaps = [before.end - after.start for before, after in pairwise(chunks)]
    assert all(0 < overlap <= 100 for overlap in overlaps)
    assert all(chunk.text.startswith("Sentence number") and chunk.text.endswith("something.") for chunk in chunks)


def test_short_sections_are_kept_together() -> None:
    text = "One\nShort.\n\nTwo\nAlso short.\n\nThree\nShort again."
    sections = tuple(Section(name, 1, text.index(name)) for name in ("One", "Two", "Three"))
    (chunk,) = split(Document("a.md", "a", text, sections, (), "0" * 64), Splitting())
    assert chunk.text == text


def test_a_heading_alone_goes_with_what_follows() -> None:
    body = "A sentence of the long body. " * 60
    text = f"Title\n\nChapter\n\n{body.strip()}"
    sections = (Section("Title", 1, 0), Section("Chapter", 2, text.index("Chapter")))
    chunks = split(Document("a.md", "a", text, sections, (), "0" * 64), Splitting())
    assert chunks[0].text.startswith("Title\n\nChapter\n\nA sentence")


@pytest.mark.parametrize("text", ["x" * 5000, "word " * 1000, "\n".join(["tiny"] * 2000)])
def test_text_without_sentences_is_cut_all_the_same(text: str) -> None:
    chunks = split(Document("a.txt", "a", text.strip(), (), (), "0" * 64), Splitting(500, 100))
    assert all(len(chunk.text) <= 500 for chunk in chunks)
    assert len(chunks) < len(text) / 100


def test_the_embedded_text_says_title_and_headings_once() -> None:
    chunk = Chunk("a", "f", 0, 0, 4, ("Title", "Part"), "Part\nBody")
    assert embedded_text("Title", chunk) == "Title\nPart\nBody"
    assert embedded_text("Other", chunk) == "Other\nTitle\nPart\nBody"
