"""What is said while a library is made to equal its folders, and afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

READABLE = (
    "text, Markdown, web pages, PDF, Word, PowerPoint, OpenDocument, RTF, spreadsheets, CSV, EPUB, e-mail, JSON, "
    "pictures and source code"
)
"""What files are read, in words; docs/loaders.md names every suffix."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not read, and the reason."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of a sync: ``done`` of ``total`` units of ``stage`` ("reading", "embedding", "writing").

    While another process is writing, ``stage`` is "waiting" and ``total`` is 0.
    """

    stage: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What ``sync`` did: numbers of documents, the files it skipped, and the generation that is now live.

    Parameters
    ----------
    added, changed, removed, unchanged
        Numbers of documents.
    skipped
        Files not read, each with its reason.
    documents, chunks
        In the library now.
    generation
        Number of the live generation.
    embedded
        Chunks whose vector was computed.
    seconds
        Wall-clock time of the whole sync.
    copies
        Sources with the same text as another document, each with the one that is cited instead.
    sources
        What was done with which document, ordered by source: "added", "changed" or "removed".
    folders
        Of the library now.
    """

    added: int
    changed: int
    removed: int
    unchanged: int
    skipped: tuple[Skipped, ...] = field(default=())
    documents: int = 0
    chunks: int = 0
    generation: int = 0
    embedded: int = 0
    seconds: float = 0.0
    copies: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    folders: tuple[str, ...] = ()
