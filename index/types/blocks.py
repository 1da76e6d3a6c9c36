"""Typed blocks of a document: headings, paragraphs, list items, table rows with their cells."""

from __future__ import annotations

import json
import struct
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import le, lt
from typing import TYPE_CHECKING, Final, Literal, get_args, overload

if TYPE_CHECKING:
    from collections.abc import Iterable

Kind = Literal["heading", "paragraph", "list_item", "table_header", "table_row", "code", "caption", "form_field"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
# Numbers kept for each block, besides its cells: kind, start, end, level, number, table, columns, first cell.
_WIDTH = 8
_LENGTHS = struct.Struct("<III")


@dataclass(frozen=True, slots=True)
class Block:
    """A typed span of a document's text. Law: ``text[start:end]`` neither begins nor ends with space.

    Parameters
    ----------
    kind
        "table_header" names the columns of the rows that follow; "form_field" is a label with its value.
    start, end
        Offsets in the document's text.
    level
        Of a heading or a list item: 1 for the outermost, more for deeper ones. 0 for other kinds.
    number
        Of a heading or a list item, as the author's program shows it: "2.1", "3.", "b)". It stands in the text too.
        Empty where there is none.
    table
        Number of the table in its document, from 0, for its header and rows. None for other kinds.
    columns
        Name of each cell's column, "" where it has none. Of a form field: its label. Empty where no column has one.
    cells
        (start, end) of each cell in the document's text, inside the block and in order; start equals end for an empty
        cell. A cell that is merged over several columns stands there once for each. Of a form field: its value.
    """

    kind: Kind
    start: int
    end: int
    level: int = 0
    number: str = ""
    table: int | None = None
    columns: tuple[str, ...] = ()
    cells: tuple[tuple[int, int], ...] = ()


class Packer:
    """Collects the blocks of a document for ``Blocks``."""

    def __init__(self, blocks: Iterable[Block] = ()) -> None:
        self.records: Final = array("I")
        self.cells: Final = array("I")
        self.numbers: Final[dict[str, int]] = {"": 0}
        self.columns: Final[dict[tuple[str, ...], int]] = {(): 0}
        for block in blocks:
            self.add(block)

    def add(self, block: Block) -> None:
        """Append a block."""
        record = (
            KINDS.index(block.kind),
            block.start,
            block.end,
            block.level,
            self.numbers.setdefault(block.number, len(self.numbers)),
            0 if block.table is None else block.table + 1,
            self.columns.setdefault(block.columns, len(self.columns)),
            len(self.cells) // 2,
        )
        self.records.extend(record)
        for cell in block.cells:
            self.cells.extend(cell)


class Blocks(Sequence[Block]):
    """The blocks of a document, in order and without overlap. They are stored as packed numbers and made on demand.

    A table of 200,000 rows with five cells takes 14 MB, and is read back in a few milliseconds.

    Raises
    ------
    ValueError
        When they overlap, are out of order, or have cells outside.
    """

    __slots__ = ("_cells", "_columns", "_numbers", "_records")

    def __init__(self, blocks: Packer | Iterable[Block] = ()) -> None:
        packer = blocks if isinstance(blocks, Packer) else Packer(blocks)
        self._records, self._cells = packer.records, packer.cells
        self._numbers, self._columns = tuple(packer.numbers), tuple(packer.columns)
        self._check()

    def __len__(self) -> int:
        return len(self._records) // _WIDTH

    @overload
    def __getitem__(self, place: int) -> Block: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Block, ...]: ...
    def __getitem__(self, place: int | slice) -> Block | tuple[Block, ...]:
        if isinstance(place, slice):
            return tuple(self._block(each) for each in range(*place.indices(len(self))))
        return self._block(range(len(self))[place])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Blocks) and self.packed() == other.packed()

    def __hash__(self) -> int:
        return hash(self.packed())

    def __repr__(self) -> str:
        return f"Blocks({list(self)!r})"

    def within(self, start: int, end: int) -> tuple[Block, ...]:
        """Return the blocks that share a character with ``start`` to ``end``."""
        places = range(len(self))
        first = bisect_right(places, start, key=lambda place: self._records[place * _WIDTH + 2])
        last = bisect_left(places, end, key=lambda place: self._records[place * _WIDTH + 1])
        return self[first:last]

    def packed(self) -> bytes:
        """Return them as bytes, for ``unpacked``."""
        words = json.dumps([self._numbers, self._columns], separators=(",", ":")).encode()
        head = _LENGTHS.pack(len(self._records), len(self._cells), len(words))
        return b"".join((head, _little(self._records).tobytes(), _little(self._cells).tobytes(), words))

    @classmethod
    def unpacked(cls, data: bytes) -> Blocks:
        """Return what ``packed`` made; raise ``ValueError`` for other bytes."""
        if len(data) < _LENGTHS.size:
            raise ValueError("the blocks are cut off")
        records, cells, words = _LENGTHS.unpack_from(data)
        middle, last = _LENGTHS.size + 4 * records, _LENGTHS.size + 4 * (records + cells)
        if len(data) != last + words or records % _WIDTH or cells % 2:
            raise ValueError("the blocks are cut off")
        made = cls()
        made._records = _numbers_in(data[_LENGTHS.size : middle])
        made._cells = _numbers_in(data[middle:last])
        numbers, columns = json.loads(data[last:])
        made._numbers = tuple(map(_word, numbers))
        made._columns = tuple(tuple(map(_word, names)) for names in columns)
        made._check()
        return made

    def _check(self) -> None:
        # Over whole arrays: block by block, 200,000 rows take half a second.
        kinds, starts, ends, _, numbers, _, columns, firsts = (self._records[each::_WIDTH] for each in range(_WIDTH))
        low, high = self._cells[::2], self._cells[1::2]
        lasts = array("I", [*firsts[1:], len(low)][: len(firsts)])
        if not (all(map(lt, starts, ends)) and all(map(le, ends, starts[1:]))):
            raise ValueError("blocks overlap or are out of order")
        if max(kinds, default=0) >= len(KINDS) or max(numbers, default=0) >= len(self._numbers):
            raise ValueError("a block is of an unknown kind, or has a number that is not there")
        if not (all(map(le, firsts, lasts)) and max(lasts, default=0) <= len(low) and (not firsts or not firsts[0])):
            raise ValueError("cells belong to no block")
        if not (all(map(le, low, high)) and all(map(le, low, low[1:])) and all(map(le, high, high[1:]))):
            raise ValueError("cells are out of order")
        places = [place for place in range(len(self)) if firsts[place] < lasts[place]]
        if any(low[firsts[place]] < starts[place] or high[lasts[place] - 1] > ends[place] for place in places):
            raise ValueError("a cell lies outside its block")
        sizes = array("I", map(len, self._columns))
        if max(columns, default=0) >= len(sizes) or any(
            sizes[columns[place]] not in {0, lasts[place] - firsts[place]} for place in range(len(self))
        ):
            raise ValueError("a cell has no column, or a column no cell")

    def _block(self, place: int) -> Block:
        kind, start, end, level, number, table, columns, first = self._records[place * _WIDTH : (place + 1) * _WIDTH]
        after = (place + 1) * _WIDTH + 7
        last = self._records[after] if after < len(self._records) else len(self._cells) // 2
        edges = self._cells[2 * first : 2 * last]
        return Block(
            KINDS[kind], start, end, level, self._numbers[number], table - 1 if table else None,
            self._columns[columns], tuple(zip(edges[::2], edges[1::2], strict=True)),
        )  # fmt: skip


NO_BLOCKS: Final = Blocks()


@dataclass(frozen=True, slots=True)
class Labelled:
    """A stretch of a document as models read it: each row of a table as "name: cell; name: cell".

    Parameters
    ----------
    text
        What is read.
    pieces
        (place in ``text``, offset in the document, length) of each piece that stands in the document, in order; what
        lies between them are names of columns and marks.
    """

    text: str
    pieces: tuple[tuple[int, int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the document's (start, end) of ``text[start:end]``; None when none of it is in the document."""
        first = bisect_right(self.pieces, start, key=lambda piece: piece[0] + piece[2])
        after = bisect_left(self.pieces, end, key=lambda piece: piece[0])
        if first >= after:
            return None
        (low, offset, _), (high, last, length) = self.pieces[first], self.pieces[after - 1]
        return offset + max(start - low, 0), last + min(end - high, length)


def labelled(text: str, blocks: Blocks, start: int, end: int) -> Labelled:
    """Return ``text[start:end]`` with the cells of named columns labelled, and without the rows that name them.

    A row that names columns stays where no row follows it.
    """
    parts: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    length = 0

    def say(words: str) -> None:
        nonlocal length
        parts.append(words)
        length += len(words)

    def copy(low: int, high: int) -> None:
        if low < high:
            pieces.append((length, low, high - low))
            say(text[low:high])

    done = start
    inside = blocks.within(start, end)
    for block, after in pairwise((*inside, None)):
        assert block is not None
        if block.kind == "table_header" and after is not None and after.table == block.table:
            copy(done, block.start)
            done = after.start
        elif block.kind == "table_row" and any(block.columns):
            copy(done, max(block.start, start))
            before = ""
            for name, (low, high) in _named_cells(block):
                low, high = max(low, start), min(high, end)  # noqa: PLW2901
                if low < high:
                    say(f"{before}{name}: " if name else before)
                    copy(low, high)
                    before = "; "
            done = min(block.end, end)
    copy(done, end)
    return Labelled("".join(parts), tuple(pieces))


def _named_cells(block: Block) -> Iterable[tuple[str, tuple[int, int]]]:
    """Yield each cell with the name of its column, one that is merged over several once, with all their names."""
    names: dict[tuple[int, int], list[str]] = {}
    for name, cell in zip(block.columns, block.cells, strict=True):
        names.setdefault(cell, []).append(name)
    return (("/".join(dict.fromkeys(filter(None, each))), cell) for cell, each in names.items())


def _little(numbers: array[int]) -> array[int]:
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers


def _numbers_in(data: bytes) -> array[int]:
    numbers = array("I")
    numbers.frombytes(data)
    return _little(numbers)


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value
