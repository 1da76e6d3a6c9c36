from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from index import Chunk
from index.loaders import parse
from rag.citations.quotes import cite, holds
from rag.types import Passage
from tests.memory_library import MemoryLibrary

TEXT = "The first sentence stands here. 😀 A second one, accented é, follows.\nA new paragraph ends it."


def snapshot_and_passage() -> tuple[MemoryLibrary, Passage]:
    library = MemoryLibrary.of(a=TEXT)
    return library, Passage(1, library.held["a.txt"][1][0], 0.9)


@given(st.integers(-5, 120), st.integers(-5, 120))
def test_a_citation_is_verbatim_or_it_is_not(start: int, end: int) -> None:
    library, passage = snapshot_and_passage()
    snapshot = library.open()
    citation = cite(snapshot, passage, start, end, 0.5)
    if citation is None:
        assert not passage.chunk.start <= start < end <= passage.chunk.end
    else:
        assert snapshot.document("a.txt").text[start:end] == citation.quote
        assert holds(snapshot, citation)


def test_a_passage_of_another_version_of_the_document_is_not_cited() -> None:
    library, passage = snapshot_and_passage()
    old = replace(passage, chunk=replace(passage.chunk, fingerprint="0" * 64))
    assert cite(library.open(), passage, 0, 10, 0.5) is not None
    assert cite(library.open(), old, 0, 10, 0.5) is None


def test_a_forged_quote_does_not_hold() -> None:
    library, passage = snapshot_and_passage()
    citation = cite(library.open(), passage, 0, 31, 0.5)
    assert citation is not None
    assert citation.quote == "The first sentence stands here."
    for forged in (
        replace(citation, quote="The first sentence stood here.."),
        replace(citation, start=1),
        replace(citation, end=10_000),
        replace(citation, fingerprint="0" * 64),
        replace(citation, start=5, end=5, quote=""),
    ):
        assert not holds(library.open(), forged)


def test_a_whole_row_is_cited_with_the_names_of_its_columns_and_a_part_of_it_without() -> None:
    library = MemoryLibrary.of(a=TEXT)
    document = parse(b"Part,Pounds\nLamp,90\nHook,4\n", "b.csv")
    start, end = document.text.index("Hook"), len(document.text)
    chunk = Chunk("b.csv", document.fingerprint, 0, 0, end, (), document.text)
    with library.update() as draft:
        draft.add(document, [chunk])
        draft.publish()
    whole, part = (cite(library.open(), Passage(1, chunk, 0.9), begin, end, 0.5) for begin in (start, start + 2))
    assert whole is not None
    assert whole.cells == (("Part", "Hook"), ("Pounds", "4"))
    assert part is not None
    assert part.cells == ()
