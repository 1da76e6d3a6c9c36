from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from index.chunking.chunker import Splitting, split
from index.types.blocks import Block, Blocks
from rag.evidence import summaries
from tests.fakes import document_of
from tests.memory_library import MemoryLibrary

NEWS = (
    "The city council approved a new bridge over the river on Tuesday.\n"
    "The bridge will carry trams, bicycles and people from the old town to the harbour.\n"
    "A pigeon watched the vote from a window sill outside the building.\n"
    "Critics of the bridge say the river needs ferries instead, because the bridge costs the city too much.\n"
)


def test_key_sentences_are_verbatim_central_and_in_order() -> None:
    document = document_of(NEWS)
    supports = summaries.of_document(document, 2)
    assert [document.text[support.start : support.end] for support in supports] == [one.quote for one in supports]
    assert [support.start for support in supports] == sorted(support.start for support in supports)
    assert supports[0].quote.startswith("The city council")
    assert not any("pigeon" in support.quote for support in supports)


@given(st.text(alphabet="ab .\né😀", max_size=300), st.integers(1, 5))
def test_any_text_has_at_most_so_many_key_sentences_each_once(text: str, count: int) -> None:
    document = document_of(text)
    supports = summaries.of_document(document, count)
    assert len({support.start for support in supports}) == len(supports) <= count
    assert all(document.text[support.start : support.end] == support.quote for support in supports)
    assert bool(supports) == bool(text.strip())


def test_a_library_tells_the_key_sentence_of_each_of_its_first_documents() -> None:
    texts = {
        f"t{number}": f"Document number {number} speaks about harbours, rivers and bridges." for number in range(9)
    }
    told = summaries.of_library(MemoryLibrary.of(**texts).open())
    assert [support.chunk.source for support in told] == [f"t{number}.txt" for number in range(6)]


def test_each_folder_has_its_turn_and_the_longest_document_is_told_first() -> None:
    texts = {f"a/{number}": f"Harbours, rivers, bridges {'and boats ' * number}are here." for number in range(8)}
    snapshot = MemoryLibrary.of(**texts, **{"b/1": "Pigeons sit on window sills all day.", "c": NEWS}).open()
    told = [support.chunk.source for support in summaries.of_library(snapshot)]
    assert told == ["c.txt", "a/7.txt", "b/1.txt", "a/6.txt", "a/5.txt", "a/4.txt"]


def test_a_copy_is_not_told_again_but_can_be_named() -> None:
    snapshot = MemoryLibrary.of(bridge=NEWS, copied=NEWS, pigeons="Pigeons sit on window sills all day.").open()
    assert [support.chunk.source for support in summaries.of_library(snapshot)] == ["bridge.txt", "pigeons.txt"]
    assert summaries.named(snapshot, "the copied article") == ("copied.txt",)


def test_a_document_is_named_by_words_of_its_title_or_not_at_all() -> None:
    snapshot = MemoryLibrary.of(bridge=NEWS, pigeons="Pigeons sit on window sills all day.").open()
    assert summaries.named(snapshot, "the article on pigeons") == ("pigeons.txt",)
    assert summaries.named(snapshot, "the zebra report") == ()


def test_a_document_is_named_by_all_words_of_its_fields_rather_than_by_one_of_a_title() -> None:
    text = "Boat: Merrow Queen\nThe master saw the dredger too late to turn away."
    field = Block("form_field", 0, 18, columns=("Boat",), cells=((6, 18),))
    report = replace(document_of(text, "a"), blocks=Blocks([field, Block("paragraph", 19, len(text))]))
    library = MemoryLibrary.of(merrow="Lake Merrow is the largest lake of the hills.")
    with library.update() as draft:
        draft.add(report, split(report, Splitting()))
        draft.publish()
    assert summaries.named(library.open(), "the report on the Merrow Queen") == ("a.txt",)


def test_documents_that_are_named_alike_are_all_meant() -> None:
    snapshot = MemoryLibrary.of(**{"minutes may": "We met in May.", "minutes june": "We met in June."}).open()
    assert set(summaries.named(snapshot, "the minutes")) == {"minutes may.txt", "minutes june.txt"}


def test_lines_of_a_form_are_not_key_sentences_where_there_are_sentences() -> None:
    form = (
        "Location: Venice, FL | Number: NYC08 | Registration: N461TC\nThe pilot landed the small aircraft too fast.\n"
    )
    (told,) = summaries.of_document(document_of(form), 1)
    assert told.quote == "The pilot landed the small aircraft too fast."
