"""Damaged files: seeded mutations of small ones."""

from __future__ import annotations

import zlib
from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree  # type: ignore[import-untyped]

from tests.hostile.samples import archives

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

# Where programs count, these are the numbers they have not counted with.
NUMBERS = (b"0", b"-1", b"1", b"255", b"65536", b"2147483647", b"2147483648", b"4294967295", b"1e308", b"1e-9", b"NaN")
BYTES = (b"\0", b"\xff", b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\xaf",
         "\u202e".encode(), "\U000e0041".encode(), "\u0301".encode() * 50, b"\r\n", b"\n" * 99, b" " * 999)  # fmt: skip
# No file grows beyond this: what is slow then is slow for its form, not for its size.
MAX_BYTES = 60_000


def mutated(data: bytes, others: Sequence[bytes], words: Sequence[bytes], random: Random) -> bytes:
    """Return the file changed once or a few times, in its bytes, or in those of a file in it when it is an archive.

    Parameters
    ----------
    data
        A small file.
    others
        Files of its kind, of which it may get a piece.
    words
        That mean something to those who read such files.
    random
        Decides everything.
    """
    for _ in range(random.choice((1, 1, 2, 3, 5, 9))):
        changed = _once(data, others, words, random)
        if len(changed) <= MAX_BYTES:
            data = changed
    return data


def _once(data: bytes, others: Sequence[bytes], words: Sequence[bytes], random: Random) -> bytes:
    if data.startswith(b"PK") and random.random() < 0.8:
        return _inside(data, others, words, random)
    if b"/FlateDecode" in data and random.random() < 0.3:
        return _unpacked(data)
    return _changed(data, others, words, random)


def _inside(data: bytes, others: Sequence[bytes], words: Sequence[bytes], random: Random) -> bytes:
    """Change, drop, double or exchange one of the files of an archive."""
    parts = archives.parts(data)
    if not parts:
        return _changed(data, others, words, random)
    name = random.choice(sorted(parts))
    match random.randrange(12):
        case 0:
            del parts[name]
        case 1:
            parts[random.choice(sorted(parts))] = parts[name]
        case 2:
            parts[name] = next(iter(archives.parts(random.choice(others)).values()), b"")
        case 3 | 4:
            parts[name] = _changed(parts[name], [*parts.values()], words, random)
        case _:
            parts[name] = _grafted(_bytes(parts[name]), random)
    return archives.archive(parts)


def _grafted(data: bytes, random: Random) -> bytes:
    """Return markup in which branches grow where they should not; it stays well-formed, so that it is read."""
    try:
        tree = etree.fromstring(data, etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError:
        return data
    if len(data) > MAX_BYTES:
        return data
    every = [each for each in tree.iter() if isinstance(each.tag, str)]
    one, other = random.choice(every), random.choice(every)
    match random.randrange(6):
        case 0 if one is not tree:
            one.getparent().remove(one)
        case 1:
            twins = [deepcopy(one) for _ in range(random.choice((1, 2, 50)))]
            other.extend(twins)
        case 2:
            for _ in range(random.choice((1, 9, 90, 900))):
                inner = etree.SubElement(other, one.tag, one.attrib)
                inner.text, other = "deep", inner
        case 3 if one.attrib:
            one.set(random.choice(sorted(one.attrib)), random.choice(NUMBERS).decode())
        case 4:
            one.tag = other.tag
        case _:
            one.text, one.tail = random.choice(("\u202e", "\u0301" * 99, "", "\t\n", "\ufffd", "9" * 99)), one.text
    return bytes(etree.tostring(tree, encoding="utf-8"))


def _unpacked(data: bytes) -> bytes:
    """Return a PDF file with its first packed stream unpacked, so that a change in it means something."""
    start = data.find(b"stream\n", data.index(b"/FlateDecode")) + 7
    try:
        plain = zlib.decompressobj().decompress(data[start:], MAX_BYTES)
    except zlib.error:
        return data
    return data[:start] + plain + data[data.find(b"endstream", start) :]


def _changed(data: str | bytes, others: Sequence[str | bytes], words: Sequence[bytes], random: Random) -> bytes:
    data = _bytes(data)
    start = random.randrange(len(data) + 1)
    match random.randrange(11):
        case 0:
            return data[:start] if random.random() < 0.5 else data[start:]
        case 1:
            return _counted(data, random)
        case 2:
            place = random.randrange(len(data) + 1)
            return data[:start] + data[place : place + 64] + data[start:]
    end = min(len(data), start + random.choice((0, 1, 1, 2, 4, 16, 64, 512)))
    return (data[:start] + _other(data[start:end], others, words, random) + data[end:])[: 2 * MAX_BYTES]


def _other(piece: bytes, others: Sequence[str | bytes], words: Sequence[bytes], random: Random) -> bytes:
    """Return what stands in the place of a piece of a file."""
    # In the words of PDF an underscore is a space.
    word = random.choice(words).replace(b"_", b" ") + random.choice((b"", b" ", b"\n"))
    match random.randrange(8):
        case 0:  # a bit, wherever it falls
            piece = bytes((byte ^ 1 << random.randrange(8)) for byte in piece[:1]) + piece[1:]
        case 1:
            piece = random.randbytes(random.randrange(9))
        case 2:
            piece = b""
        case 3:
            piece = piece * random.choice((2, 3, 50, 1000))
        case 4:
            piece = piece + word
        case 5:
            piece = word * random.choice((1, 2, 50, 2000))
        case 6:
            piece = piece + random.choice(BYTES)
        case _:
            other = _bytes(random.choice(others))
            place = random.randrange(len(other) + 1)
            piece = piece + other[place : place + random.choice((4, 64, 4096))]
    return piece


def _bytes(data: str | bytes) -> bytes:
    return data.encode() if isinstance(data, str) else data


def _counted(data: bytes, random: Random) -> bytes:
    """Put another number in the place of one."""
    places = [place for place, byte in enumerate(data) if 48 <= byte <= 57]
    if not places:
        return data + random.choice(NUMBERS)
    start = random.choice(places)
    end = start
    while end < len(data) and 48 <= data[end] <= 57:
        end += 1
    return data[:start] + random.choice(NUMBERS) + data[end:]
