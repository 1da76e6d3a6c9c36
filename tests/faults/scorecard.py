"""The list of faults, and which of them must never happen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of fault.

    Parameters
    ----------
    name
        A: the index; B: hostile documents; C: answers; D: the web surface and load.
    gate
        Whether the product must not be given away without it.
    fault
        What goes wrong.
    """

    name: str
    gate: bool
    fault: str


ROWS = (
    Row("A1", True, "kill -9 at every step of indexing, and again during recovery"),
    Row("A2", False, "SIGTERM, Ctrl-C while indexing"),
    Row("A3", True, "disk full"),
    Row("A4", False, "file-size limit, EIO on write or fsync"),
    Row("A5", True, "order of fsync"),
    Row("A6", True, "bit flips, truncation, missing file"),
    Row("A7", False, "forged headers with matching checksums"),
    Row("A8", True, "hostile pickle, `.py`, `.bin` in index or model folder"),
    Row("A9", True, "empty or dangling CURRENT or manifest"),
    Row("A10", False, "index made with another model, same or other dimension"),
    Row("A11", False, "index format older or newer"),
    Row("A12", True, "documents folder missing, unreadable or empty by accident"),
    Row("A13", False, "two writers; a lock left by a killed one"),
    Row("A14", True, "questions while the index is rebuilt"),
    Row("A15", False, "embedder or language model fails half way"),
    Row("A16", False, "clocks and mtimes lie"),
    Row("A17", True, "incremental equals full"),
    Row("A18", False, "file changes or vanishes while read; read-only index folder"),
    Row(
        "B1",
        True,
        "DOCX/ZIP bombs: 200 MB in 450 KB, lying sizes, 50,000 entries, overlapping entries, a bomb named .txt or .pdf",
    ),
    Row("B2", True, "PDF bombs: nested Flate, cyclic /Pages, huge /Length, endless inline image"),
    Row("B3", True, "HTML: 1 MB of `<a foo='`, 100,000 nested div, an unclosed comment"),
    Row("B4", True, "XXE, billion laughs in DOCX, XHTML, SVG"),
    Row(
        "B5",
        True,
        "anything that would fetch: images, links, iframes, attached templates",
    ),
    Row(
        "B6",
        True,
        "symlinks to a secret or in a loop, FIFO, device, socket, names with newline, `--flag`, non-UTF-8",
    ),
    Row("B7", False, "invalid UTF-8, UTF-16, NUL, lone surrogates, a 10 MB line"),
    Row("B8", False, "bidi, tag and zero-width characters"),
    Row("B9", False, "nothing to read: empty, spaces, scanned or encrypted PDF, PNG named .pdf"),
    Row(
        "B10",
        False,
        "100 MB text, 20,000 small files, 500 folders deep, 255-byte names",
    ),
    Row("B11", False, "every parser fuzzed for 60 s"),
    Row(
        "C1",
        True,
        "instructions hidden in a document; a language model that returns remote images, links, forms",
    ),
    Row(
        "C2",
        True,
        "a document that imitates citations; a model that invents ids, quotes or stitches two",
    ),
    Row("C3", True, "markup in text, title, file name, question"),
    Row("C4", False, "language model refused, 401, 429, 500, hanging, cut off, bad JSON, 50 MB, redirecting"),
    Row("C5", True, "empty library, off-topic question, k larger than the library"),
    Row("C6", False, "empty question, 1 MB question, control characters, 10,000 emoji"),
    Row("C7", False, "export of a conversation"),
    Row("C8", False, "another visitor's upload or chat"),
    Row("D1", True, "reading or writing files over HTTP, every traversal spelling"),
    Row("D2", False, "oversize upload, 1,000 files, wrong type, full disk, duplicates"),
    Row("D3", True, "defaults"),
    Row("D4", False, "secrets"),
    Row("D5", True, "100 chats at once, 200 clients that hang up"),
    Row("D6", False, "an hour's use with a rebuild every five minutes (the hour itself is in docs/hour.md)"),
    Row("D7", False, "memory limit"),
    Row("D8", False, "the scale-out engine down, slow, half-written"),
)
