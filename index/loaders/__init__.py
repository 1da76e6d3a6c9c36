"""A file goes in, a ``Document`` comes out; may import ``documents``, ``durable`` and ``errors`` of ``index`` only.

One format each: ``plain``, ``markdown``, ``html``, ``pdf``, ``docx``, ``pptx``, ``epub``, ``csv``. ``decoding`` turns
bytes into clean text for all of them, ``trees`` and ``archive`` are how markup and ZIP archives are opened safely.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from index.errors import DocumentError
from index.loaders import csv, docx, epub, html, markdown, pdf, plain, pptx
from index.storage.atomic_files import BLOCK, open_unlinked
from index.types import Document

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.loaders.content import Content

LIMIT = 50_000_000

_PARSERS: dict[str, Callable[[bytes], Content]] = {
    ".txt": plain.parse,
    ".text": plain.parse,
    ".md": markdown.parse,
    ".markdown": markdown.parse,
    ".html": html.parse,
    ".htm": html.parse,
    ".pdf": pdf.parse,
    ".docx": docx.parse,
    ".pptx": pptx.parse,
    ".epub": epub.parse,
    ".csv": csv.parse,
    ".tsv": csv.parse,
}
SUFFIXES = frozenset(_PARSERS)

__all__ = ["LIMIT", "SUFFIXES", "alike", "load", "parse", "read"]


def alike(suffix: str) -> frozenset[str]:
    """Return the suffixes that are read as a known one is: they name one format."""
    return frozenset(other for other, parser in _PARSERS.items() if parser is _PARSERS[suffix])


def load(path: Path, source: str) -> Document:
    """Read a file once and parse what was read.

    Parameters
    ----------
    path
        The file.
    source
        The identity that the document gets; its suffix says the format.

    Raises
    ------
    DocumentError
        With the reason why the file cannot be read as a document.
    """
    _parser(source)
    return parse(read(path), source)


def read(path: Path) -> bytes:
    """Return a regular file's bytes, at most one more than may be parsed; ``DocumentError`` says why it cannot.

    The path is resolved, and has no link on it.
    """
    data = bytearray()
    try:
        with open_unlinked(path) as descriptor:
            while len(data) <= LIMIT and (block := os.read(descriptor, BLOCK)):
                data += block
    except OSError as error:
        raise DocumentError(f"cannot be read: {error.strerror or error}") from error
    return bytes(data[: LIMIT + 1])


def parse(data: bytes, source: str) -> Document:
    """Parse the bytes of a file; the document's fingerprint is theirs.

    Raises
    ------
    DocumentError
        With the reason why the bytes are no document.
    """
    parser = _parser(source)
    if len(data) > LIMIT:
        raise DocumentError(f"larger than {LIMIT // 1_000_000} MB; split it into smaller files")
    if not data:
        raise DocumentError("the file is empty")
    content = parser(data)
    if not content.text:
        raise DocumentError("the file contains no text")
    title = content.title or PurePosixPath(source).stem
    return Document(
        source,
        title,
        content.text,
        content.sections,
        content.pages,
        hashlib.sha256(data).hexdigest(),
        content.date,
        content.author,
        content.blocks,
        content.unread,
    )


def _parser(source: str) -> Callable[[bytes], Content]:
    suffix = PurePosixPath(source).suffix.lower()
    if suffix not in _PARSERS:
        known = ", ".join(sorted(SUFFIXES))
        raise DocumentError(f"unknown file type {suffix or '(no suffix)'}; known are {known}")
    return _PARSERS[suffix]
