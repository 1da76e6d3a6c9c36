"""Bring files into a draft: parse, cut and store those that are new or changed. This machine does it by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

from index.errors import DocumentError
from index.ingest.change_detection import changed
from index.sources.origins import titled
from index.sources.source_folders import UPLOADS
from index.types import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from index.chunking.chunker import Splitting
    from index.protocols import Draft, Library
    from index.types import Chunk

# The fingerprint of the document that the draft now holds; or None, when the file's bytes are those that the library
# knows; or why there is neither.
Ingested: TypeAlias = "str | DocumentError | FileNotFoundError | None"


class Ingestion(Protocol):
    """A way to bring files into a draft."""

    def __call__(
        self,
        files: Mapping[str, Path],
        known: Mapping[str, str],
        draft: Draft,
        library: Library,
        recognised: Callable[[int, int], None],
    ) -> Iterator[tuple[str, Ingested]]:
        """Yield for each file, in any order, what has become of it; and for each attachment of those that were read.

        Parameters
        ----------
        files
            By source.
        known
            Fingerprints by source; a file that has its own is left as it is.
        draft
            Gets the documents.
        library
            Of the draft.
        recognised
            Called with the number of pages recognised, and of all that are pictures.

        Raises
        ------
        LibraryError
            When no file can be read at all, or nothing can be stored.
        """
        ...


def ingest_here(
    files: Mapping[str, Path],
    known: Mapping[str, str],
    draft: Draft,
    library: Library,
    recognised: Callable[[int, int], None],
) -> Iterator[tuple[str, Ingested]]:
    """Do it in this process and the parser's; see ``Ingestion``. Files come in the order of ``files``."""
    for source, outcome in changed(files, known, library.parser, recognised):
        if not isinstance(outcome, Document):
            yield source, outcome
            continue
        path = files.get(source)  # an attachment has none
        document = titled(outcome, path) if path and source.startswith(UPLOADS) else outcome
        try:
            draft.add(document, cut(document, library.splitting), path)
            yield source, document.fingerprint
        except DocumentError as reason:
            yield source, reason


def cut(document: Document, splitting: Splitting) -> list[Chunk]:
    """Return the chunks of a document; raise ``DocumentError`` when it has none."""
    from index.chunking.chunker import split  # noqa: PLC0415

    chunks = split(document, splitting)
    if not chunks:
        raise DocumentError("the file contains no text")
    return chunks
