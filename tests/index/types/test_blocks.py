from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types.blocks import Block, Blocks, Kind, labelled

TEXT = "Stock\n\nItem | Bay | Count\nHinge | A4 | 118\nBolt |  | 7\n\nLast words."
HEADER = Block("table_header", 7, 25, 0, "", 0, (), ((7, 11), (14, 17), (20, 25)))
NAMES = ("Item", "Bay", "Count")
HINGE = Block("table_row", 26, 42, 0, "", 0, NAMES, ((26, 31), (34, 36), (39, 42)))
BOLT = Block("table_row", 43, 54, 0, "", 0, NAMES, ((43, 47), (50, 50), (53, 54)))
ALL = (Block("heading", 0, 5, 1), HEADER, HINGE, BOLT, Block("paragraph", 56, 67))


@st.composite
def some_blocks(draw: st.DrawFn) -> list[Block]:
    found, at = [], 0
    for _ in range(draw(st.integers(0, 6))):
        start = at + draw(st.integers(0, 3))
        lengths = draw(st.lists(st.integers(0, 4), min_size=1, max_size=4))
        edges = [start + sum(lengths[:place]) for place in range(len(lengths) + 1)]
        at = edges[-1] + 1
        cells = tuple(pairwise(edges))
        kind = draw(st.sampled_from(["table_row", "paragraph", "heading"]))
        if kind == "table_row":
            names = tuple(draw(st.sampled_from(["", "a", "b"])) for _ in cells)
            found.append(
                Block("table_row", start, at, 0, "", draw(st.integers(0, 3)), names if any(names) else (), cells)
            )
        else:
            number = draw(st.sampled_from(["", "1.", "2.1"]))
            other: Kind = "heading" if kind == "heading" else "paragraph"
            found.append(Block(other, start, at, int(kind == "heading"), number))
    return found


@given(some_blocks())
def test_blocks_come_out_as_they_were_put_in(found: list[Block]) -> None:
    blocks = Blocks(found)
    assert list(blocks) == found
    assert Blocks.unpacked(blocks.packed()) == blocks
    for start in range(0, 30, 3):
        inside = [block for block in found if block.start < start + 5 and block.end > start]
        assert list(blocks.within(start, start + 5)) == inside


@given(some_blocks(), st.binary(max_size=40), st.integers(0, 400))
def test_bytes_that_are_no_blocks_are_refused_or_are_blocks(found: list[Block], noise: bytes, place: int) -> None:
    packed = Blocks(found).packed()
    place = min(place, len(packed))
    try:
        blocks = Blocks.unpacked(packed[:place] + noise + packed[place + len(noise) :])
    except (ValueError, TypeError):
        return
    assert all(block.start < block.end for block in blocks)


@pytest.mark.parametrize(
    "wrong",
    [
        (HINGE, HEADER),
        (HEADER, replace(HINGE, start=20)),
        (replace(HINGE, cells=((26, 31), (34, 36), (39, 43))),),
        (replace(HINGE, columns=("Item",)),),
        (replace(BOLT, end=43),),
    ],
)
def test_blocks_that_break_the_law_are_refused(wrong: tuple[Block, ...]) -> None:
    with pytest.raises(ValueError, match=r"block|cell"):
        Blocks(wrong)


def test_models_read_each_cell_with_the_name_of_its_column_and_the_names_alone_not_at_all() -> None:
    read = labelled(TEXT, Blocks(ALL), 0, len(TEXT))
    assert read.text == "Stock\n\nItem: Hinge; Bay: A4; Count: 118\nItem: Bolt; Count: 7\n\nLast words."
    for word in ("Hinge", "118", "Bolt", "Last words."):
        place = read.text.index(word)
        assert read.span(place, place + len(word)) == (TEXT.index(word), TEXT.index(word) + len(word))
    name = read.text.index("Count: 118")
    assert read.span(name, name + len("Count: 118")) == (39, 42)
    assert read.span(name, name + len("Count")) is None
    line = read.text.index("Item: Hinge")
    assert read.span(line, read.text.index("\nItem: Bolt")) == (26, 42)


def test_a_row_of_names_without_rows_and_a_piece_of_a_row_are_read_too() -> None:
    assert labelled(TEXT, Blocks(ALL), 7, 25).text == "Item | Bay | Count"
    assert labelled(TEXT, Blocks(ALL), 28, 36).text == "Item: nge; Bay: A4"


def test_a_cell_over_two_columns_is_read_once_with_both_names() -> None:
    row = Block("table_row", 0, 9, 0, "", 0, ("Day", "Monday", "Tuesday"), ((0, 3), (6, 9), (6, 9)))
    assert labelled("Ada | off", Blocks([row]), 0, 9).text == "Day: Ada; Monday/Tuesday: off"
