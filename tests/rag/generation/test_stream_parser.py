from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.generation.stream_parser import Claim, Draft


def drafted(text: str, size: int = 10_000) -> list[Claim]:
    draft = Draft()
    claims = [claim for at in range(0, len(text), size) for claim in draft.add(text[at : at + size])]
    return claims + draft.rest()


@pytest.mark.parametrize(
    ("written", "claims"),
    [
        ("It rose. [1] It fell. [2]", [("It rose.", (1,)), ("It fell.", (2,))]),
        ("It rose [1]. It fell [2][3].", [("It rose.", (1,)), ("It fell.", (2, 3))]),
        ("It rose [1, 2]. It fell 【3】.", [("It rose.", (1, 2)), ("It fell.", (3,))]),
        ("It rose [1-3]. It fell [passage 2].", [("It rose.", (1, 2, 3)), ("It fell.", (2,))]),
        ("It rose in [1999-2001].", [("It rose in.", (1999, 2000, 2001))]),
        ("It rose.", [("It rose.", ())]),
        ("- It rose. [1]\n* It fell. [2]\n3. It is. [1]", [("It rose.", (1,)), ("It fell.", (2,)), ("It is.", (1,))]),
        ("**It** rose by `5`. [1]", [("It rose by 5.", (1,))]),
        ("<think>Well. [3] Hm.</think>It rose. [1]", [("It rose.", (1,))]),
        ("It rose. [1]<think>And now", [("It rose.", (1,))]),
        ("It rose. It rose. IT ROSE. It fell.", [("It rose.", ()), ("It fell.", ())]),
        ('He said "It rose." [1] It did.', [('He said "It rose."', (1,)), ("It did.", ())]),
        ("[1]\n\n[2]", []),
        ("It \u202erose\u202c\u200b\x00. [1]", [("It rose.", (1,))]),
    ],
)  # fmt: skip
def test_sentences_and_the_passages_they_name(written: str, claims: list[tuple[str, tuple[int, ...]]]) -> None:
    expected = [Claim(text, named) for text, named in claims]
    assert drafted(written) == expected


@given(
    st.lists(st.sampled_from(["It rose. ", "[1] ", "[2, 3] ", "Mr. ", "\n", "- ", "And so", " it fell."])),
    st.integers(1, 9),
)
def test_how_it_is_cut_into_pieces_does_not_matter(parts: list[str], size: int) -> None:
    text = "".join(parts)
    assert drafted(text, size) == drafted(text)


def test_a_sentence_is_given_when_the_next_one_begins() -> None:
    draft = Draft()
    assert draft.add("It rose.") == []
    assert draft.add(" [1") == []
    assert draft.add("]") == []
    assert draft.add(" It fe") == [Claim("It rose.", (1,))]
    assert draft.add("ll.") == []
    assert draft.rest() == [Claim("It fell.", ())]
