"""Documents and chunks as rows of tables, and back."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import astuple
from typing import TYPE_CHECKING, Any

from index.chunking import integrity
from index.chunking.chunker import embedded_text
from index.engines.rows.words import joined
from index.engines.tables import FOREVER, KEY, MAX_BYTES
from index.errors import DamagedLibrary, DocumentError
from index.listing import names
from index.text.tokenizer import terms
from index.types import Chunk, Document, Entry, Page, Section, WordBox
from index.types.blocks import Blocks, Labelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.engines.tables import Row

TEXT, STRUCTURE = "text", "structure"
# Characters of a piece: 64,000 bytes at most.
PIECE = 16_000
# Bytes of what an entry says of the parts that could not be read; the document itself has it all.
_UNREAD = 30_000
# Below every character of a source, so that keys are ordered as sources are.
_SEPARATOR = "\t"

ENTRY = (
    "source", "title", "fingerprint", "characters", "chunks", "stale", "date", "pages", "content", "details", "written",
    "pieces", "digest", "copy", "born",
)  # fmt: skip
CHUNK = ("source", "written", "position", "start", "stop", "details", "content", "copy", KEY)


def body_of(source: str, written: int) -> str:
    """Return the key of a document's text: that of a source, written for a generation."""
    return f"{hashlib.sha256(source.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}-{written}"


def check(document: Document, chunks: Sequence[Chunk]) -> None:
    """Raise ``DocumentError`` when a document cannot be stored, or a chunk is not the piece that it claims to be."""
    integrity.check(document, chunks)
    if max(len(document.source.encode()), len(document.title.encode())) > MAX_BYTES - 100:
        raise DocumentError("its name or title is longer than 65,000 bytes")


def rows_of(
    document: Document, chunks: Sequence[Chunk], number: int, language: str
) -> tuple[Row, list[Row], list[Row], set[str]]:
    """Return the row of a document, those of its text, those of its chunks, which still lack "dense", and its words.

    Parameters
    ----------
    document, chunks
        As they were cut.
    number
        Of the generation that they are written for.
    language
        ISO 639 code of the document's language.
    """
    structure = _structure(document)
    pieces = [(part, *each) for part, text in ((TEXT, document.text), (STRUCTURE, structure)) for each in _pieces(text)]
    body = body_of(document.source, number)
    blocks = [
        {
            KEY: f"{body}-{part}-{place:08d}",
            "body": body,
            "written": number,
            "part": part,
            "number": place,
            "piece": piece,
        }
        for part, place, piece in pieces
    ]
    entry = Entry(document.source, document.title, "", 0, 0, stale=False)
    shared = {
        "born": number,
        "died": FOREVER,
        "source": document.source,
        "kind": entry.kind,
        "date": document.date or "",
        "content": hashlib.sha256(document.text.encode()).hexdigest(),
        "copy": False,
        "written": number,
    }
    row = {
        **shared,
        KEY: document_key(document.source, number),
        "title": document.title,
        "fingerprint": document.fingerprint,
        "digest": digest(document.text, structure),
        "pieces": len(pieces),
        "characters": len(document.text),
        "chunks": len(chunks),
        "pages": len(document.pages),
        "stale": False,
        "names": joined(sorted(names(entry))),
        "details": _details(document.author, document.unread, language),
    }
    words = [terms(embedded_text(document.title, chunk), language) for chunk in chunks]
    parts = [{**shared, **_chunk_row(chunk, number, said)} for chunk, said in zip(chunks, words, strict=True)]
    return row, blocks, parts, set().union(*words)


def document_key(source: str, born: int) -> str:
    """Return the key of a document's row."""
    return f"{source}{_SEPARATOR}{born:012d}"


def chunk_key(chunk: int, born: int) -> str:
    """Return the key of a chunk's row."""
    return f"{chunk:016x}-{born}"


def carried_over(row: Row, number: int, **changes: object) -> Row:
    """Return the row of a document or a chunk, changed for another generation."""
    key = row[KEY].rsplit(_SEPARATOR, 1)[0] if _SEPARATOR in row[KEY] else row[KEY].rsplit("-", 1)[0]
    new = f"{key}{_SEPARATOR}{number:012d}" if _SEPARATOR in row[KEY] else f"{key}-{number}"
    return {**row, KEY: new, "born": number, "died": FOREVER, **changes}


def digest(text: str, structure: str) -> str:
    """Return the hash of all that is stored of a document's text."""
    return hashlib.sha256(f"{len(text)}\0{text}{structure}".encode()).hexdigest()


def entry_of(row: Row) -> Entry:
    """Return the entry of a document's row."""
    fields = json.loads(row["details"])
    return Entry(
        row["source"],
        row["title"],
        row["fingerprint"],
        row["characters"],
        row["chunks"],
        row["stale"],
        row["date"] or None,
        fields["author"],
        row["pages"],
        row["content"],
        tuple(fields["unread"]),
        fields["language"],
    )


def document_of(row: Row, blocks: Iterable[Row]) -> Document:
    """Return the document of a row and the rows of its text; raise ``DamagedLibrary`` when they do not fit together."""
    parts: dict[str, list[str]] = {TEXT: [], STRUCTURE: []}
    for block in sorted(blocks, key=lambda block: (block["part"], block["number"])):
        parts[block["part"]].append(block["piece"])
    text, structure = "".join(parts[TEXT]), "".join(parts[STRUCTURE])
    if digest(text, structure) != row["digest"]:
        raise DamagedLibrary(
            f"The text of '{row['source']}' is not as it was stored; 'citeseed index --repair' reads its file again."
        )
    fields = json.loads(structure)
    return Document(
        row["source"],
        row["title"],
        text,
        tuple(Section(*values) for values in fields["sections"]),
        tuple(Page(*values) for values in fields["pages"]),
        row["fingerprint"],
        row["date"] or None,
        fields["author"],
        Blocks.unpacked(base64.b64decode(fields["blocks"])),
        tuple(fields["unread"]),
        tuple(WordBox(*values) for values in fields["boxes"]),
    )


def chunk_of(row: Row) -> Chunk | None:
    """Return the chunk of a row; None when its text was too long for one, and the document must be asked."""
    fields = json.loads(row["details"])
    if fields["text"] is None:
        return None
    labelled = fields["labelled"]
    return Chunk(
        row["source"],
        fields["fingerprint"],
        row["position"],
        row["start"],
        row["stop"],
        tuple(fields["headings"]),
        fields["text"],
        None if labelled is None else Labelled(labelled[0], tuple((a, b, c) for a, b, c in labelled[1])),
    )


def _chunk_row(chunk: Chunk, number: int, words: Sequence[str]) -> Row:
    labelled = None if chunk.labelled is None else [chunk.labelled.text, chunk.labelled.pieces]
    fields: dict[str, Any] = {"fingerprint": chunk.fingerprint, "headings": chunk.headings}
    details = _json({**fields, "text": chunk.text, "labelled": labelled})
    if len(details.encode()) > MAX_BYTES:
        details = _json({"fingerprint": chunk.fingerprint, "headings": [], "text": None, "labelled": None})
    return {
        KEY: chunk_key(chunk.id, number),
        "position": chunk.position,
        "start": chunk.start,
        "stop": chunk.end,
        "details": details,
        "words": joined(words),
    }


def _structure(document: Document) -> str:
    return _json(
        {
            "sections": [astuple(each) for each in document.sections],
            "pages": [astuple(each) for each in document.pages],
            "boxes": [astuple(each) for each in document.boxes],
            "blocks": base64.b64encode(document.blocks.packed()).decode(),
            "author": document.author,
            "unread": document.unread,
        }
    )


def _details(author: str | None, unread: Sequence[str], language: str) -> str:
    kept, room = [], _UNREAD
    for sentence in unread:
        room -= len(sentence.encode("utf-8", "surrogatepass")) + 10
        if room < 0:
            break
        kept.append(sentence)
    return _json({"author": author, "unread": kept, "language": language})


def _pieces(text: str) -> list[tuple[int, str]]:
    return [(place, text[start : start + PIECE]) for place, start in enumerate(range(0, len(text), PIECE))]


def _json(value: object) -> str:
    # Escaped, so that no half of a character gets to the engine.
    return json.dumps(value, separators=(",", ":"))
