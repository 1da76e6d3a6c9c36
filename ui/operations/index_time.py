"""When the index that answers was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index import LibraryError

if TYPE_CHECKING:
    from index import Library


class IndexTime:
    """The time of a library's generation, which is looked up once for each generation.

    Parameters
    ----------
    library
        That is asked.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known = 0, ""

    def __call__(self) -> str:
        """Return it (ISO 8601, UTC); "" where there is no library."""
        try:
            generation = self._library.open().generation
            if generation != self._known[0]:
                self._known = generation, self._library.status().built
        except LibraryError:
            return ""
        return self._known[1]
