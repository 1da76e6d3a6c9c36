from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.keywords.engines import ENGINES

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = {
    1: "Alibaba invests $53 billion.",
    2: "The payback is unclear.",
    3: "A plan to invest in the U.S. and in AT&T.",
}


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_finds_added_texts_and_no_removed_ones_also_after_it_is_opened_again(
    name: str, tmp_path: Path
) -> None:
    engine = ENGINES[name](tmp_path / "index")
    engine.change((), TEXTS)
    assert engine.search("Who is investing?", 5) == [1, 3]
    engine.change([1], {4: "They invested, and invested again."})
    assert engine.search("Who is investing?", 5) == [4, 3]
    assert ENGINES[name](tmp_path / "index").search("What is unclear?", 5) == [2]


def test_our_ranking_does_not_depend_on_how_the_index_grew(tmp_path: Path) -> None:
    at_once, grown = (ENGINES["citeseed"](tmp_path / name) for name in ("once", "grown"))
    at_once.change((), TEXTS)
    for number in (3, 1, 2):
        grown.change((), {number: TEXTS[number]})
    assert grown.search("invest", 5) == at_once.search("invest", 5)
