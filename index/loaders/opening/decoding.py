"""Decode bytes to clean text: detect the encoding, and drop invisible characters."""

from __future__ import annotations

import codecs
import re

from index.errors import DocumentError
from index.loaders.opening.codepages import in_latin_letters

# Longest first: the mark of UTF-32-LE begins with that of UTF-16-LE.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KINDS = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "a database"),
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Control characters, soft hyphens, invisible letters, spaces and joiners, bidirectional controls, tag characters,
# variation selectors beyond the sixteen of emoji, lone surrogates and noncharacters: they are invisible, and they break
# search or hide words. U+200C and U+200D stay: Persian and emoji need them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1b"))


def decode(data: bytes, declared: str | None = None) -> str:
    """Turn a file's bytes into clean text.

    Parameters
    ----------
    data
        The bytes of a text file.
    declared
        The encoding that the file names. It is used only when it fits and there is no stronger sign.

    Raises
    ------
    DocumentError
        When the bytes are no text.
    """
    return clean(_decoded(data, declared))


def clean(text: str) -> str:
    r"""Make every line end a ``\n`` and drop invisible characters."""
    return _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))


def kind_of(data: bytes) -> str | None:
    """Return the kind of a file by its first bytes, such as "a PNG image"; None when it is unknown."""
    return next((kind for start, kind in _KINDS if data.startswith(start)), None)


def _decoded(data: bytes, declared: str | None) -> str:
    if kind := kind_of(data):
        raise DocumentError(f"not text: the bytes are {kind}")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding) or data.decode(encoding, "replace")
    if b"\0" in data:
        return _wide(data)
    if (text := _strictly(data, "utf-8")) is not None:
        return text
    if len(data) - len(data.translate(None, _CONTROL)) > len(data) / 100:
        raise DocumentError("not text: too many of the bytes are control characters")
    if declared is not None and (text := _strictly(data, declared)) is not None:
        return text
    return _slightly_broken(data) or in_latin_letters(data) or _guessed(data)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _wide(data: bytes) -> str:
    """Decode UTF-16 or UTF-32 without a mark, known by where the zero bytes stand."""
    zeros = [data[place::4].count(0) / (len(data) / 4) for place in range(4)]
    if min(zeros[2:]) > 0.9:
        encoding = "utf-32-le"
    elif min(zeros[:2]) > 0.9:
        encoding = "utf-32-be"
    elif min(zeros[1::2]) > 3 * max(zeros[0::2]):
        encoding = "utf-16-le"
    elif min(zeros[0::2]) > 3 * max(zeros[1::2]):
        encoding = "utf-16-be"
    else:
        encoding = ""
    text = _strictly(data, encoding) if encoding else None
    if text is None or "\0" in text:
        raise DocumentError("not text: the file contains zero bytes")
    return text


def _slightly_broken(data: bytes) -> str | None:
    """Decode UTF-8 with a few bad bytes, or return None when it is not mostly UTF-8."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for character in text if character > "\x7f") - bad
    return text if good >= 10 * bad else None


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415

    best = from_bytes(data).best()
    if best is None:
        raise DocumentError("not text: no known encoding fits the bytes")
    return str(best)
