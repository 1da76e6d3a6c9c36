"""Lists are told whole: an item says little alone, and some of the items say that there are no others."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rag.evidence import Support

# A line that is an item: a bullet, or a number or letter with a point or a parenthesis.
ITEM = re.compile(r"[ \t]*(?:[-*•‣–—]|(?:\d{1,3}|[a-zA-Z])[.)])[ \t]+\S.*")
# The line that announces a list, if any, and two items or more; empty lines may part them.
_LIST = re.compile(rf"(?:^(?P<lead>.*:)[ \t]*\n\s*)?^(?P<items>{ITEM.pattern}(?:\n\s*{ITEM.pattern})+)$", re.MULTILINE)
# A longer list is not one piece of evidence but a text of its own, cited item by item.
LONGEST = 700


def whole(supports: Sequence[Support]) -> list[Support]:
    """Return the supports with those of one list in its place as one: its announcement and all its items.

    That is so where the announcement or at least two of the items are among them, in a list of at most ``LONGEST``
    characters. The order is kept; a list stands where the first of its parts stood.
    """
    told: dict[tuple[str, int, int], Support] = {}
    for support in supports:
        found = next((each for each in _lists(support) if _is_told(each, supports)), support)
        told.setdefault((found.chunk.source, found.start, found.end), found)
    return list(told.values())


def _lists(support: Support) -> Iterator[Support]:
    """Yield the list that a support stands in, as a support of its own."""
    chunk = support.chunk
    for match in _LIST.finditer(chunk.text):
        start, end = chunk.start + match.start(), chunk.start + match.end()
        if start <= support.start and support.end <= end and end - start <= LONGEST:
            yield replace(support, start=start, end=end, span=None)


def _is_told(whole_list: Support, supports: Sequence[Support]) -> bool:
    inside = [
        support
        for support in supports
        if support.chunk.source == whole_list.chunk.source
        and whole_list.start <= support.start
        and support.end <= whole_list.end
    ]
    return len(inside) > 1 or any(support.quote.endswith(":") for support in inside)
