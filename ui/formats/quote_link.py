"""Links to quotes: the part of an address after "?" that makes the page open a quote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

if TYPE_CHECKING:
    from rag.types import Citation

# Hexadecimal digits of a document's fingerprint: enough to notice that it has changed.
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class QuoteLink:
    """A quote as a link names it.

    Parameters
    ----------
    source
        Of its document.
    start, end
        Offsets into the canonical text.
    version
        The beginning of the fingerprint of the document that was quoted.
    """

    source: str
    start: int
    end: int
    version: str

    @classmethod
    def to(cls, citation: Citation) -> QuoteLink:
        """Return the link to a citation's quote."""
        return cls(citation.source, citation.start, citation.end, citation.fingerprint[:_DIGITS])

    @classmethod
    def from_query(cls, query: str) -> QuoteLink | None:
        """Return the link in the query of an address, with or without its "?"; None where there is none."""
        said = {
            name: values[-1] for name, values in parse_qs(query.removeprefix("?"), errors="surrogateescape").items()
        }
        start, end = (_offset(said.get(name, "")) for name in ("start", "end"))
        if "source" not in said or start is None or end is None or not start < end:
            return None
        return cls(said["source"], start, end, said.get("version", ""))

    @property
    def query(self) -> str:
        """The query of the address, without its "?"."""
        said = {"source": self.source, "start": self.start, "end": self.end, "version": self.version}
        return urlencode(said, errors="surrogateescape")

    def is_of(self, fingerprint: str) -> bool:
        """Whether a document is the one that was quoted."""
        return bool(self.version) and fingerprint.startswith(self.version)


def _offset(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else None
