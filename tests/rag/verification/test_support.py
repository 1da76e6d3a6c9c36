"""Evidence for a language model's sentences."""

from __future__ import annotations

import pytest

from index import Chunk
from rag.types import Passage
from rag.verification.support import supporting

TEXT = "Profits of Orrin Mills rose by 5 percent in 2020. Bob Stone sued Alice Cole in March."
PASSAGES = [Passage(1, Chunk("a.txt", "", 0, 0, len(TEXT), (), TEXT), 0.9)]


@pytest.mark.parametrize("claim", ["Profits of Orrin Mills rose by 5 percent.", "Alice Cole was sued by Bob Stone."])
def test_what_is_said_has_no_evidence(claim: str) -> None:
    assert len(supporting(claim, PASSAGES)) == 1


@pytest.mark.parametrize("claim", ["Profits of Orrin Mills fell by 5 percent.", "Bob Stone was sued by Alice Cole."])
def test_what_says_otherwise_in_the_same_words_is_supported(claim: str) -> None:
    assert supporting(claim, PASSAGES) == ()
