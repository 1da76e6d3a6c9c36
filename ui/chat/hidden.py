"""Store which documents a visitor has hidden from the answers. Nobody else's answers change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.chat.database import opened
from ui.text.sanitize import in_whole_characters

if TYPE_CHECKING:
    from pathlib import Path


class HiddenDocuments:
    """The hidden documents of every visitor.

    Parameters
    ----------
    path
        File of the conversations.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def of(self, owner: str) -> frozenset[str]:
        """Return the sources that an owner has hidden."""
        if not owner:
            return frozenset()
        with opened(self._path) as tables:
            return frozenset(row[0] for row in tables.execute("SELECT source FROM hidden WHERE owner = ?", (owner,)))

    def hide(self, owner: str, source: str) -> None:
        """Hide a document."""
        with opened(self._path, begins=True) as tables:
            tables.execute("INSERT OR IGNORE INTO hidden VALUES (?, ?)", (owner, in_whole_characters(source)))

    def show(self, owner: str, source: str) -> None:
        """Show a hidden document again."""
        with opened(self._path) as tables:
            tables.execute("DELETE FROM hidden WHERE owner = ? AND source = ?", (owner, in_whole_characters(source)))
