"""A file goes in, a ``Document`` comes out.

A module is one format. Office documents are in ``office``, tables and records in ``rows``, PDF is in ``pdf``.
``opening`` turns bytes into clean text, members of archives and markup trees, within limits. ``content`` is what each
writes its blocks with.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from index.errors import DocumentError
from index.loaders import code, epub, html, image, mail, markdown, pdf, plain
from index.loaders.office import docx, odt, pptx, rtf
from index.loaders.opening.decoding import kind_of
from index.loaders.pdf.scans import Recognition, Scanned
from index.loaders.rows import csv, records, spreadsheets
from index.storage.atomic_files import BLOCK, open_unlinked
from index.types import READABLE, Document

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.loaders.content.writer import Content
    from index.types import Attachment

# Where no words were recognised.
NO_WORDS: Final = Recognition({})
LIMIT = 50_000_000

_PARSERS: dict[str, Callable[[bytes], Content]] = {
    ".txt": plain.parse,
    ".text": plain.parse,
    ".md": markdown.parse,
    ".markdown": markdown.parse,
    ".html": html.parse,
    ".htm": html.parse,
    ".docx": docx.parse,
    ".pptx": pptx.parse,
    ".epub": epub.parse,
    ".csv": csv.parse,
    ".tsv": csv.parse,
    ".tab": csv.parse,
    ".xlsx": spreadsheets.parse,
    ".xlsm": spreadsheets.parse,
    ".xls": spreadsheets.parse,
    ".ods": spreadsheets.parse,
    ".odt": odt.parse,
    ".rtf": rtf.parse,
    ".json": records.parse,
    ".jsonl": records.parse_lines,
    ".ndjson": records.parse_lines,
    ".ipynb": code.parse_notebook,
    ".eml": mail.parse,
    ".mbox": mail.parse_box,
    ".msg": mail.parse_outlook,
    **dict.fromkeys(code.SUFFIXES, code.parse),
}
# These have pages that may be pictures.
_PICTURED = {".pdf": pdf.parse, **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff"), image.parse)}
_RENDERERS = {suffix: pdf.render_page if suffix == ".pdf" else image.render_page for suffix in _PICTURED}
# Messages hold other files.
_HOLDING = {
    ".eml": mail.attachments,
    ".mbox": mail.attachments_of_box,
    ".msg": mail.attachments_of_outlook,
}
SUFFIXES = frozenset((*_PARSERS, *_PICTURED))
# Of files that hold others.
HOLDING = frozenset(_HOLDING)

__all__ = ["HOLDING", "LIMIT", "SUFFIXES", "Scanned", "alike", "attachments", "load", "parse", "read", "render_page"]


def alike(suffix: str) -> frozenset[str]:
    """Return the suffixes that are read as a known one is: they name one format."""
    known: dict[str, object] = {**_PARSERS, **_PICTURED}
    return frozenset(other for other, parser in known.items() if parser is known[suffix])


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
    _suffix(source)
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


def parse(data: bytes, source: str, words: Recognition | None = NO_WORDS) -> Document:
    """Parse the bytes of a file; the document's fingerprint is theirs.

    Parameters
    ----------
    data, source
        The bytes, and the identity that the document gets.
    words
        What was recognised on pages that are pictures; None where that is to be tried first.

    Raises
    ------
    Scanned
        When words are to be recognised first.
    DocumentError
        With the reason why the bytes are no document.
    """
    content = _content(data, source, words)
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
        content.boxes,
    )


def attachments(data: bytes, source: str) -> list[Attachment]:
    """Return the files inside a message, nothing for other files; ``DocumentError`` when it cannot be read."""
    suffix = _suffix(source)
    if suffix not in _HOLDING:
        return []
    _check(data, suffix)
    return _HOLDING[suffix](data)


def render_page(data: bytes, source: str, number: int) -> tuple[bytes, int, int]:
    """Return a page that is a picture in shades of grey as PGM, with its width and height in pixels."""
    return _RENDERERS[_suffix(source)](data, number)


def _content(data: bytes, source: str, words: Recognition | None = NO_WORDS) -> Content:
    suffix = _suffix(source)
    _check(data, suffix)
    return _filled(_PICTURED[suffix](data, words) if suffix in _PICTURED else _PARSERS[suffix](data))


def _check(data: bytes, suffix: str) -> None:
    if len(data) > LIMIT:
        raise DocumentError(f"larger than {LIMIT // 1_000_000} MB; split it into smaller files")
    if not data:
        raise DocumentError("the file is empty")
    if suffix not in _PICTURED and (kind := kind_of(data)) and not kind.startswith(("a PDF", "a ZIP")):
        raise DocumentError(f"not what its name says: the bytes are {kind}")


def _filled(content: Content) -> Content:
    if not content.text:
        raise DocumentError("the file contains no text")
    return content


def _suffix(source: str) -> str:
    suffix = PurePosixPath(source).suffix.lower()
    if suffix not in SUFFIXES:
        raise DocumentError(f"unknown file type {suffix or '(no suffix)'}; read are {READABLE}")
    return suffix
