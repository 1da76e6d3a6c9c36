from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.chunking.sentences import CUT, MAX_CHARACTERS, sentences
from tests.libraries import ROOT


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("aB1 .!?\n\t\"“”'()—😀中。")) | st.text(max_size=200))
def test_spans_are_ordered_trimmed_within_a_line_and_cover_everything(text: str) -> None:
    spans = sentences(text)
    covered: set[int] = set()
    last = 0
    for start, end in spans:
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert "\n" not in text[start:end]
        covered.update(range(start, end))
        last = end
    assert covered >= {place for place, character in enumerate(text) if not character.isspace()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Smith left the U.S. in May. It was 3.5 m.", ["Mr. Smith left the U.S. in May.", "It was 3.5 m."]),
        ("It ends in May. Clun is far.", ["It ends in May.", "Clun is far."]),
        ("“It ends in May. Clun is far,” she said.", ["“It ends in May. Clun is far,” she said."]),
        ("J. K. Rowling wrote it. Nobody objected.", ["J. K. Rowling wrote it.", "Nobody objected."]),
        ("He paid approx. $3 million. Done.", ["He paid approx. $3 million.", "Done."]),
        ("Some (e.g. Amazon vs. Apple) grew. Some not.", ["Some (e.g. Amazon vs. Apple) grew.", "Some not."]),
        ("He chose the best. It is in CA. So.", ["He chose the best.", "It is in CA.", "So."]),
        ("Gross Wt.: 1,100 lbs", ["Gross Wt.: 1,100 lbs"]),
        ("It is so.:116 Nobody objected.", ["It is so.", ":116 Nobody objected."]),
        ("It is the last word . It was spaced .", ["It is the last word .", "It was spaced ."]),
        ("Hi 😀 there. Bye 👩‍🚀 now.", ["Hi 😀 there.", "Bye 👩‍🚀 now."]),
        ("- one item\n- another item", ["- one item", "- another item"]),
        ("1. First do this. 2. Then do that.", ["1. First do this.", "2. Then do that."]),
        ("§ 29. The committee leads. It meets.", ["§ 29. The committee leads.", "It meets."]),
        ("C3. Glass is covered. A.", ["C3. Glass is covered.", "A."]),
        ("First line.\nSecond line", ["First line.", "Second line"]),
        ("“It is risky. It may fail,” Lyu said. I agree.", ["“It is risky. It may fail,” Lyu said.", "I agree."]),
        ("", []),
        (" \n\t\n ", []),
    ],
)  # fmt: skip
def test_real_shapes(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_the_analysts_quotation_keeps_its_speakers() -> None:
    text = (ROOT / "seeds" / "000_8ab994d9b131bbc8.txt").read_text(encoding="utf-8")
    (quotation,) = [sentence for sentence in found(text) if "Jasmine Lyu" in sentence]
    assert quotation.startswith("“Alibaba’s confirmed plans")
    assert quotation.endswith("Robert Lea said.")


def test_an_overlong_quotation_is_cut_at_its_inner_sentences() -> None:
    inner = "This sentence has exactly nine words in it today. " * 20
    pieces = found(f"“{inner.strip()}” she said.")
    assert len(pieces) > 10
    assert all(len(piece) <= MAX_CHARACTERS for piece in pieces)


def test_a_line_without_punctuation_is_cut_at_white_space() -> None:
    text = "word " * 200_000
    pieces = found(text)
    assert all(len(piece) <= CUT and piece.startswith("word") and piece.endswith("word") for piece in pieces)
    assert sum(piece.count("word") for piece in pieces) == 200_000


def test_a_line_without_white_space_is_cut_too() -> None:
    pieces = found("x" * 45_000)
    assert "".join(pieces) == "x" * 45_000
    assert max(map(len, pieces)) <= CUT
