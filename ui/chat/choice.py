"""The documents that a visitor has chosen, as the page keeps them: text in, filter out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from index.errors import FilterError
from index.filters import EVERYTHING, Filter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index import Snapshot

# Characters of a choice. The page sends whole folders where it can, so that this is thousands of documents.
MAX_CHARACTERS = 1_000_000
NOTHING = "Choose at least one source, then ask again."


def from_text(text: str, hidden: Iterable[str] = ()) -> Filter:
    """Return the filter that a page keeps. Its text may come from anybody.

    Parameters
    ----------
    text
        "" for all documents, or a JSON object of "only" or "without": lists of sources, and of folders that end
        with "/".
    hidden
        Sources that are left out of every answer.

    Raises
    ------
    FilterError
        When nothing is chosen, or the text is something else.
    """
    only, without = _lists(text)
    if only is not None and not only:
        raise FilterError(NOTHING)
    within = Filter(only=only or frozenset(), without=without | frozenset(hidden))
    return EVERYTHING if within == EVERYTHING else within


def counted(within: Filter, snapshot: Snapshot) -> tuple[int, int]:
    """Return how many of the documents are chosen, and how many there are."""
    return snapshot.count(within), snapshot.count()


def _lists(text: str) -> tuple[frozenset[str] | None, frozenset[str]]:
    """Return what a text says is chosen, None for all, and what is left out."""
    if not text:
        return None, frozenset()
    try:
        said = json.loads(text) if len(text) <= MAX_CHARACTERS else None
    except ValueError:
        said = None
    match said:
        case {"only": list(only)} if all(isinstance(each, str) for each in only):
            return frozenset(only), frozenset()
        case {"without": list(without)} if all(isinstance(each, str) for each in without):
            return None, frozenset(without)
    raise FilterError("The choice of sources did not arrive; choose them again.")
