from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Chunk
from index.errors import DocumentError
from index.loaders import parse
from rag.evidence import lists
from rag.steps import Support

TEXT = (
    "The camp has a kitchen.\n\nIt needs these supplies:\n\n- forty sacks of flour\n- two barrels of herring\n"
    "- lamp oil\n\nEverything is counted on Monday."
)
LIST = TEXT[TEXT.index("It needs") : TEXT.index("\n\nEverything")]


def support(quote: str, text: str = TEXT) -> Support:
    place = text.index(quote)
    return Support(Chunk("a.md", "f", 0, 0, len(text), (), text), place, place + len(quote), 0.5, None)


def whole(chosen: list[Support], text: str = TEXT) -> list[Support]:
    document = parse(text.encode(), "a.md")
    assert document.text == text
    return lists.whole(chosen, {"a.md": document})


@pytest.mark.parametrize(
    "quotes",
    [
        ("- lamp oil", "- forty sacks of flour"),
        ("It needs these supplies:",),
        ("It needs these supplies:", "- lamp oil"),
    ],
)
def test_a_list_of_which_several_parts_answer_is_told_whole_and_once(quotes: tuple[str, ...]) -> None:
    (found,) = whole([support(quote) for quote in quotes])
    assert found.quote == LIST


def test_one_item_alone_and_sentences_stay_as_they_are() -> None:
    chosen = [support("- lamp oil"), support("Everything is counted on Monday.")]
    assert whole(chosen) == chosen


def test_numbered_items_are_a_list_and_a_list_keeps_its_place() -> None:
    text = "First things first.\n\n1. Mix flour.\n2. Let it rest.\n3. Bake."
    chosen = [support("2. Let it rest.", text), support("First things first.", text), support("3. Bake.", text)]
    found = whole(chosen, text)
    assert [each.quote for each in found] == ["1. Mix flour.\n2. Let it rest.\n3. Bake.", "First things first."]


def test_numbered_paragraphs_are_no_list() -> None:
    items = [f"{number}. Roof. It leaks. It will be mended." for number in (1, 2)]
    text = "The committee met.\n\n" + "\n".join(items)
    chosen = [support(items[0], text), support(items[1], text)]
    assert whole(chosen, text) == chosen


def test_for_one_fact_a_list_is_told_whole_only_where_it_is_announced() -> None:
    text = "Bring these.\n\n- flour\n- lamp oil"
    for bare, told in ((text, 2), (TEXT, 1)):
        document = parse(bare.encode(), "a.md")
        chosen = [support("- lamp oil", bare), support("flour", bare)]
        assert len(lists.whole(chosen, {"a.md": document}, announced=True)) == told


def test_a_long_list_is_cited_item_by_item() -> None:
    text = "\n".join(f"- item number {number} of a list that goes on" for number in range(40))
    chosen = [support(line, text) for line in text.split("\n")[:2]]
    assert whole(chosen, text) == chosen


@given(
    st.text(alphabet="a-*•1.: \n", max_size=120),
    st.lists(st.tuples(st.integers(0, 120), st.integers(1, 40)), max_size=4),
)
def test_every_support_still_lies_within_its_chunk(text: str, places: list[tuple[int, int]]) -> None:
    try:
        document = parse(text.encode(), "a.md")
    except DocumentError:
        return
    low, high = min(7, len(document.text) - 1), len(document.text)
    chunk = Chunk("a.md", "f", 0, low, high, (), document.text[low:high])
    chosen = [
        Support(chunk, low + first, min(low + first + length, high), 0.5, None)
        for first, length in places
        if low + first < high
    ]
    for found in lists.whole(chosen, {"a.md": document}):
        assert chunk.start <= found.start < found.end <= chunk.end
        assert found.quote == document.text[found.start : found.end]


def test_a_list_below_a_heading_is_told_whole_where_two_items_answer_a_question_for_one_fact() -> None:
    text = "Who sees your data?\n\n- our support team\n- the post\n- our host\n\nNobody else."
    document = parse(f"# {text}".encode(), "a.md")
    chosen = [support("- our support team", text), support("- the post", text)]
    (found,) = lists.whole(chosen, {"a.md": document}, announced=True)
    assert found.quote == "- our support team\n- the post\n- our host"
    alone = [support("- the post", text)]
    assert lists.whole(alone, {"a.md": document}, announced=True) == alone
