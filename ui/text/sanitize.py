"""Escape control characters of documents and file names, so that they are visible and harmless."""

from __future__ import annotations

import json
import re

# What a terminal obeys (C0, DEL, C1), what reorders or hides other characters (bidirectional overrides and isolates,
# zero-width ones, tags), line breaks that few expect, and the halves of surrogate pairs that stand for bytes of a file
# name that is no UTF-8. The joiners of Persian and of emoji (U+200C, U+200D) are text, not tricks.
_HIDDEN = "\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f"
_ANY = re.compile(f"[\x00-\x1f{_HIDDEN}]")
_IN_BLOCK = re.compile(f"[\x00-\x08\x0b-\x1f{_HIDDEN}]")


def visible(text: str) -> str:
    r"""Return ``text`` on one line, every control character shown as an escape such as ``\x1b`` or ``\n``."""
    return _ANY.sub(_escape, text)


def visible_block(text: str) -> str:
    """Return ``text`` with its newlines and tabs, every other control character shown as an escape."""
    return _IN_BLOCK.sub(_escape, text)


def in_whole_characters(text: str) -> str:
    """Return ``text`` with a replacement character for each lone surrogate, which no file or response can hold.

    Two halves that belong together become the character that they are.
    """
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def to_json(value: object, indent: int | None = 2) -> str:
    """Return ``value`` as JSON for people and programs: readable letters, but nothing that a terminal obeys.

    Without ``indent`` it is one line.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _IN_BLOCK.sub(lambda match: json.dumps(match[0])[1:-1], text) + "\n"


def _escape(match: re.Match[str]) -> str:
    number = ord(match[0])
    if 0xDC80 <= number <= 0xDCFF:  # a byte that was no UTF-8, as Python keeps it in a file name
        return f"\\x{number - 0xDC00:02x}"
    return match[0].encode("unicode_escape", "surrogatepass").decode("ascii")
