"""Complete lists: when items of a list are chosen, the whole list is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from index import sentences

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index import Document
    from rag.steps import Support

# Characters. The items of a longer list are cited one by one.
MAX_CHARACTERS = 700
# An item with more sentences is a paragraph.
MAX_SENTENCES = 2


def whole(supports: Sequence[Support], documents: Mapping[str, Document], *, announced: bool = False) -> list[Support]:
    """Return the supports; those of one list become one support, its introduction and all its items.

    That is done where the introduction or at least two of the items are among them, in a list of at most
    ``MAX_CHARACTERS``. The order is kept; a list stands where the first of its parts stood.

    Parameters
    ----------
    supports
        Best first.
    documents
        That they stand in, by source.
    announced
        Only lists behind a heading, or a line that ends with a colon: a question for one fact seldom asks for another.
    """
    told: dict[tuple[str, int, int], Support] = {}
    for support in supports:
        found = _list(support, documents[support.chunk.source], announced=announced)
        found = found if found is not None and _is_told(found, supports) else support
        told.setdefault((found.chunk.source, found.start, found.end), found)
    return list(told.values())


def _list(support: Support, document: Document, *, announced: bool) -> Support | None:
    """Return the list that a support stands in, as a support of its own; None where it stands in none."""
    chunk = support.chunk
    run: list[tuple[int, int]] = []
    lead: tuple[int, int] | None = None
    is_headed = False
    for block in (*document.blocks.within(chunk.start, chunk.end), None):
        if block is not None and block.kind == "list_item" and block.end <= chunk.end:
            run.append((max(block.start, chunk.start), block.end))
            continue
        if len(run) > 1 and (lead or is_headed or not announced):
            start, end = (lead or run[0])[0], run[-1][1]
            fits = start <= support.start and support.end <= end and end - start <= MAX_CHARACTERS
            if fits and not any(_is_prose(document.text[slice(*item)]) for item in run):
                return replace(support, start=start, end=end, span=None, kind="list_item", labelled="")
        run, lead, is_headed = [], None, block is not None and block.kind == "heading"
        if block is not None and document.text[block.end - 1 : block.end] == ":" and block.start >= chunk.start:
            lead = block.start, block.end
    return None


def _is_prose(item: str) -> bool:
    """Tell whether an item is a paragraph with a number, as those of minutes are."""
    return len(list(sentences(item))) > MAX_SENTENCES


def _is_told(whole_list: Support, supports: Sequence[Support]) -> bool:
    inside = [
        support
        for support in supports
        if support.chunk.source == whole_list.chunk.source
        and whole_list.start <= support.start
        and support.end <= whole_list.end
    ]
    return len(inside) > 1 or any(support.quote.endswith(":") for support in inside)
