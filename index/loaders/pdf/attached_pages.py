"""Pages of attachments that are pictures: numbered through a message, so that each can be drawn and recognised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from index.errors import DocumentError
from index.loaders.pdf.scans import Recognition, Scanned

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.loaders.content.writer import Content

# Numbers for the pages of one attachment: the next one's begin behind them.
EACH = 10_000

Picture = tuple[bytes, int, int]


class AttachedPages:
    """The attachments of a message that may have pages that are pictures, in the order in which they are read.

    Parameters
    ----------
    words
        What was recognised on pages, by their numbers in the message; None where that is to be tried first.
    wanted
        Number of a page that is to be drawn, instead of reading anything; 0 for none.
    """

    def __init__(self, words: Recognition | None, wanted: int = 0) -> None:
        self._words: Final = words
        self._wanted: Final = wanted
        self._count = 0
        self.scanned: Final[list[int]] = []
        self.drawn: Picture | None = None

    @property
    def is_read(self) -> bool:
        """Whether attachments are read, and not one page drawn."""
        return not self._wanted

    def read(
        self,
        data: bytes,
        parsed: Callable[[bytes, Recognition | None], Content],
        drawn: Callable[[bytes, int], Picture],
    ) -> Content:
        """Return what an attachment says; ``DocumentError`` where its pages are to be recognised first, or drawn."""
        first = self._count * EACH
        self._count += 1
        own = range(first + 1, first + EACH)
        if self._wanted:
            if self._wanted in own:
                self.drawn = drawn(data, self._wanted - first)
            raise DocumentError("its pages are drawn")
        try:
            return parsed(data, self._words and _part(self._words, own, first))
        except Scanned as scan:
            self.scanned.extend(first + page for page in scan.pages if first + page in own)
            raise


def _part(words: Recognition, own: range, first: int) -> Recognition:
    """Return what was recognised on the pages of one attachment, by their numbers in it."""
    pages = {number - first: found for number, found in words.pages.items() if number in own}
    return Recognition(pages, [number - first for number in words.missed if number in own], words.remedy)
