"""Make typed blocks of a PDF file's paragraphs, by their looks."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from index.loaders.content.marks import field_in, item_mark
from index.loaders.content.tables import looks_headed
from index.types.blocks import Block, Blocks, Packer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.loaders.pdf.layout.paragraphs import Paragraph


def blocks(text: str, found: Sequence[tuple[int, int, Paragraph]], levels: Mapping[int, int]) -> Blocks:
    """Return the blocks of a text.

    Parameters
    ----------
    text
        Canonical.
    found
        (start, end) of each paragraph in it, with its looks.
    levels
        Of the headings, by where they start.
    """
    packer, tables = Packer(), 0
    for is_row, run in groupby(found, lambda each: each[2].kind == "row" and not _is_field(each[2])):
        if is_row:
            for block in _table(text, list(run), tables):
                packer.add(block)
            tables += 1
            continue
        for start, end, paragraph in run:
            packer.add(_block(text, start, end, paragraph, levels.get(start, 0)))
    return Blocks(packer)


def _block(text: str, start: int, end: int, paragraph: Paragraph, level: int) -> Block:
    if level:
        return Block("heading", start, end, level)
    if paragraph.kind == "row":
        (low, high), (first, last) = paragraph.cells
        label = text[start + low : start + high].rstrip(" :")
        return Block("form_field", start, end, 0, "", None, (label,), ((start + first, start + last),))
    words = text[start:end]
    if mark := item_mark(words):
        return Block("list_item", start, end, 1, mark[0])
    if field := field_in(words):
        return Block("form_field", start, end, 0, "", None, (field[0],), ((start + field[1], end),))
    return Block("paragraph", start, end)


def _is_field(row: Paragraph) -> bool:
    """Tell whether a row is a label with one value: one that was filled in, or the label ends in a colon."""
    return row.is_field or (len(row.cells) == 2 and row.text[slice(*row.cells[0])].endswith(":"))


def _table(text: str, rows: Sequence[tuple[int, int, Paragraph]], number: int) -> list[Block]:
    cells = [tuple((start + low, start + high) for low, high in row.cells) for start, _, row in rows]
    texts = [[text[low:high] for low, high in each] for each in cells]
    alike = [each for each in texts if len(each) == len(texts[0])]
    strong = rows[0][2].strong and not any(row.strong for _, _, row in rows[1:])
    headed = len(alike) > 1 and looks_headed(alike, marked=strong)
    return [
        Block(
            "table_header" if headed and not place else "table_row", start, end, 0, "", number,
            tuple(texts[0]) if headed and place and len(each) == len(texts[0]) else (), each,
        )
        for place, ((start, end, _), each) in enumerate(zip(rows, cells, strict=True))
    ]  # fmt: skip
