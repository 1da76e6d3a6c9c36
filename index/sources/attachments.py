"""Attachments: files inside messages, each a document of its own below its message, ``mail.eml/fees.csv``."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from itertools import chain, count
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from index.errors import DocumentError, UnknownSource
from index.sources.folder_scan import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence

    from index.protocols import Parser
    from index.types import Attachment, Document

# Messages in messages that are opened, attachments of one file, and letters of a name.
_DEPTH, MAX_ATTACHMENTS, _MAX_NAME = 3, 1_000, 200
# Attachments that end their parser, by time or memory, before no more of their file are tried.
_MAX_BROKEN = 3


class AttachmentReader:
    """Reads the attachments of one file.

    Parameters
    ----------
    parser
        Of the library.
    page_progress
        Called with the number of pages recognised, and of all that are pictures.
    """

    def __init__(self, parser: Parser, page_progress: Callable[[int, int], None] | None = None) -> None:
        self._parser = parser
        self._page_progress = page_progress
        self._left = MAX_ATTACHMENTS
        self._broken = 0

    def with_attachments(self, document: Document, data: bytes, depth: int = 1) -> list[Document]:
        """Return the document of a file, and those of its attachments; what cannot be read is said in the first one.

        Parameters
        ----------
        document, data
            Of the file.
        depth
            How many messages it lies in, itself among them.
        """
        inside: list[Document] = []
        missed: list[str] = []
        for source, attachment in named(document.source, self._parser.attachments(data, document.source)):
            try:
                inside += self._read(attachment.data, source, depth)
            except DocumentError as reason:
                self._broken += reason.is_limit
                missed.append(f"the attachment {PurePosixPath(source).name} was not read: {reason}")
        return [replace(document, unread=(*document.unread, *missed)), *inside]

    def _read(self, data: bytes, source: str, depth: int) -> list[Document]:
        self._left -= 1
        if self._left < 0:
            raise DocumentError(f"at most {MAX_ATTACHMENTS:,} attachments of a file are read")
        if self._broken >= _MAX_BROKEN:
            raise DocumentError(f"{_MAX_BROKEN} others of its file break the parser")
        if depth > _DEPTH:
            raise DocumentError("it lies too deep in other messages")
        return self.with_attachments(self._parser.parse(data, source, self._page_progress), data, depth + 1)


def named(source: str, attachments: Sequence[Attachment]) -> Iterator[tuple[str, Attachment]]:
    """Yield the attachments of a message with their sources; of two that have one name, the second is "name (2)"."""
    taken: set[str] = set()
    for each in attachments:
        plain = PurePosixPath(shown(re.sub(r"[/\\]", "-", each.name)).strip(". ") or "attachment")
        stem = plain.stem[: _MAX_NAME - len(plain.suffix)]
        names = chain([f"{stem}{plain.suffix}"], (f"{stem} ({number}){plain.suffix}" for number in count(2)))
        name = next(name for name in names if name not in taken)
        taken.add(name)
        yield f"{source}/{name}", each


def attached_to(sources: Iterable[str], files: Container[str]) -> dict[str, list[str]]:
    """Return, of sources, those that lie inside files, by the file; ``files`` are the sources of files."""
    inside: dict[str, list[str]] = {}
    for source in sources:
        if source not in files and (holder := next((each for each in _above(source) if each in files), None)):
            inside.setdefault(holder, []).append(source)
    return inside


def original_attachment(
    source: str, fingerprint: str, original: Callable[[str], bytes | None], parser: Parser
) -> bytes | None:
    """Return the bytes of an attachment, or None when its message is gone or has changed.

    Parameters
    ----------
    source, fingerprint
        Of the attachment.
    original
        Returns the bytes of the message; raises ``UnknownSource`` where there is none of that name.
    parser
        Takes the message apart.
    """
    holder = source.rpartition("/")[0]
    try:
        data = original(holder) if holder else None
        inside = named(holder, parser.attachments(data, holder)) if data else ()
    except (UnknownSource, DocumentError):
        return None
    found = next((each.data for name, each in inside if name == source), None)
    return found if found is not None and hashlib.sha256(found).hexdigest() == fingerprint else None


def _above(source: str) -> Iterator[str]:
    while source := source.rpartition("/")[0]:
        yield source
