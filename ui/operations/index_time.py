"""When the index that answers was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index import LibraryError

if TYPE_CHECKING:
    from index import Library


class IndexTime:
    """The time of a library's live generation.

    Parameters
    ----------
    library
        That is asked.
    """

    def __init__(self, library: Library) -> None:
        self._library = library

    def __call__(self) -> str:
        """Return it (ISO 8601, UTC); "" where there is no library."""
        try:
            return self._library.open().built
        except LibraryError:
            return ""
