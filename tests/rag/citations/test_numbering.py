"""The first citation of an answer is [1], and every number means its own passage."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from rag.citations.numbering import Numbering
from rag.types import Sentence
from tests.ui.outcomes import citation, passage

CITED = st.lists(st.lists(st.integers(1, 6), max_size=3), min_size=1, max_size=6)


@given(CITED)
def test_numbers_begin_with_one_in_the_order_of_reading_and_mean_what_they_meant(cited: list[list[int]]) -> None:
    passages = [passage(number, source=f"{number}.txt") for number in range(1, 7)]
    quote = citation("Sales fell.")
    numbering, met = Numbering(), list[int]()
    for numbers in cited:
        sentence = Sentence("Said.", tuple(replace(quote, passage=each, source=f"{each}.txt") for each in numbers))
        for new, old in zip(numbering.sentence(sentence).citations, sentence.citations, strict=True):
            assert new == replace(old, passage=new.passage)
            met.append(new.passage)
    numbered = numbering.passages(passages)
    order = list(dict.fromkeys(number for numbers in cited for number in numbers))
    assert list(dict.fromkeys(met)) == list(range(1, len(order) + 1))
    assert [each.number for each in numbered] == [1, 2, 3, 4, 5, 6]
    others = [number for number in range(1, 7) if number not in order]  # the best one first, as before
    assert [each.chunk.source for each in numbered] == [f"{number}.txt" for number in (*order, *others)]
