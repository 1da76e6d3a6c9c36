"""The interface of what parses files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from index.types import Attachment, Document


class Parser(Protocol):
    """Turns the bytes of a file into a document; several threads may use it at a time.

    Laws: whatever the bytes are, ``parse`` comes to an end, and changes nothing outside; the document's ``source`` is
    the one given, its ``fingerprint`` that of the bytes.
    """

    @property
    def recognises(self) -> str:
        """How words on pages that are pictures are recognised: "tesseract, eng"; empty where they are not."""
        ...

    def parse(self, data: bytes, source: str, page_progress: Callable[[int, int], None] | None = None) -> Document:
        """Return the document, whose format the suffix of ``source`` says; raise ``DocumentError`` with a reason.

        ``page_progress`` gets the number of pages recognised, and of all that are pictures.
        """
        ...

    def attachments(self, data: bytes, source: str) -> Sequence[Attachment]:
        """Return the files inside a message, nothing for other files; raise ``DocumentError`` with a reason."""
        ...

    def close(self) -> None:
        """Release the resources of parsing. The next file acquires them again."""
        ...
