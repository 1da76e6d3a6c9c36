"""Exchange files and documents with the parser process: frames of JSON and bytes, no pickle."""

from __future__ import annotations

import json
import struct
from dataclasses import astuple
from typing import TYPE_CHECKING, Any

from index.types import Attachment, Document, Page, Section, WordBox
from index.types.blocks import Blocks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import IO

# Two lengths, of a JSON object and of the bytes that follow it.
_LENGTHS = struct.Struct(">QQ")


class Broken(Exception):  # noqa: N818
    """The other end is closed, or sent something that is no frame."""


def send(stream: IO[bytes], head: dict[str, Any], body: bytes = b"") -> None:
    """Write a frame; raise ``Broken`` when the other end is closed."""
    encoded = json.dumps(head).encode()
    try:
        stream.write(_LENGTHS.pack(len(encoded), len(body)))
        stream.write(encoded)
        stream.write(body)
        stream.flush()
    except OSError as error:
        raise Broken("nobody reads any more") from error


def receive(stream: IO[bytes], most: int) -> tuple[dict[str, Any], bytes]:
    """Read a frame; raise ``Broken`` when there is none, or it holds more than ``most`` bytes."""
    start = stream.read(_LENGTHS.size)
    if len(start) < _LENGTHS.size:
        raise Broken("the other end is gone")
    head_length, body_length = _LENGTHS.unpack(start)
    if head_length + body_length > most:
        raise Broken("the frame is larger than agreed")
    encoded, body = stream.read(head_length), stream.read(body_length)
    if len(encoded) < head_length or len(body) < body_length:
        raise Broken("the other end is gone")
    try:
        head = json.loads(encoded)
    except ValueError as error:
        raise Broken("the frame is damaged") from error
    if not isinstance(head, dict):
        raise Broken("the frame is damaged")
    return head, body


def packed(document: Document) -> tuple[dict[str, Any], bytes]:
    """Return a document as a frame's head and body; raise ``UnicodeEncodeError`` when its text is no Unicode."""
    text = document.text.encode()
    head = {
        "source": document.source,
        "title": document.title,
        "sections": [astuple(section) for section in document.sections],
        "pages": [astuple(page) for page in document.pages],
        "fingerprint": document.fingerprint,
        "date": document.date,
        "author": document.author,
        "unread": document.unread,
        "boxes": [astuple(box) for box in document.boxes],
        "characters": len(text),
    }
    return head, text + document.blocks.packed()


def unpacked(head: dict[str, Any], body: bytes) -> Document:
    """Return the document in a frame; raise ``Broken`` when there is none.

    A hostile file may have taken over the process, so every value's type is checked.
    """
    try:
        sections = tuple(Section(_text(heading), int(level), int(start)) for heading, level, start in head["sections"])
        pages = tuple(Page(int(number), int(start), int(end)) for number, start, end in head["pages"])
        length = int(head["characters"])
        text, blocks = body[:length].decode(), Blocks.unpacked(body[length:])
        if len(blocks) and blocks[-1].end > len(text):
            raise Broken("the frame holds blocks beyond its text")
        return Document(
            source=_text(head["source"]),
            title=_text(head["title"]),
            text=text,
            sections=sections,
            pages=pages,
            fingerprint=_text(head["fingerprint"]),
            date=None if head["date"] is None else _text(head["date"]),
            author=None if head["author"] is None else _text(head["author"]),
            blocks=blocks,
            unread=tuple(map(_text, head["unread"])),
            boxes=tuple(WordBox(int(start), int(end), *map(float, edges)) for start, end, *edges in head["boxes"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Broken("the frame holds no document") from error


def packed_attachments(attachments: Sequence[Attachment]) -> tuple[dict[str, Any], bytes]:
    """Return the files inside a message as a frame's head and body."""
    head = {"attachments": [(each.name, len(each.data)) for each in attachments]}
    return head, b"".join(each.data for each in attachments)


def attachments_in(head: dict[str, Any], body: bytes) -> list[Attachment]:
    """Return the files of a frame; raise ``Broken`` when there are none."""
    try:
        found, start = [], 0
        for name, size in head["attachments"]:
            found.append(Attachment(_text(name), body[start : start + int(size)]))
            start += int(size)
    except (KeyError, TypeError, ValueError) as error:
        raise Broken("the frame holds no attachments") from error
    return found


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    value.encode()
    return value
