"""Rich text (.rtf): its text and tables, line by line; the only user of ``striprtf``."""

from __future__ import annotations

import re
from itertools import groupby, islice, takewhile
from typing import TYPE_CHECKING

from index.errors import DocumentError
from index.loaders.content.tables import texts, write_table
from index.loaders.content.writer import Content, Writer
from index.loaders.opening.decoding import clean
from index.loaders.plain import write_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

# What ``striprtf`` ends a cell with.
_CELL = "|"
_FACT = re.compile(rb"\{\\(title|author)\s((?:[^{}\\]|\\'[0-9a-f]{2})*)\}")
# A picture; those with a star say the same for other programs.
_PICTURE = re.compile(rb"(?<!\*)\\pict\b")
# The level of a paragraph that is a heading; nine is none.
_LEVEL = re.compile(rb"\\outlinelevel([0-8])(?![0-9])")
_FIRST_LEVEL, _UNSIGNED = 0xE100, 0x10000
_LEVELS = frozenset(chr(_FIRST_LEVEL + level) for level in range(9))
_NO_LEVELS = dict.fromkeys(map(ord, _LEVELS))
_ROW = re.compile(rb"\\row(?![a-z])")
_DAY = re.compile(rb"\{\\(?:revtim|creatim)\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")


def parse(data: bytes) -> Content:
    """Parse a rich text; title, date and author are those of its information.

    Raises
    ------
    DocumentError
        When it is none.
    """
    if not data.lstrip().startswith(b"{\\rtf"):
        raise DocumentError("not a rich text: it does not begin with {\\rtf")
    text = _plain(_LEVEL.sub(_with_mark, data))
    facts = {name.decode(): _plain(value) for name, value in _FACT.findall(data)}
    day = _DAY.search(data)
    writer = Writer()
    said = [line.strip() for line in clean(text).split("\n")]
    marked = _marked_rows(data, sum(line.endswith(_CELL) for line in said))
    for kind, lines in groupby(said, _kind):
        if kind == "row":
            rows = [[" ".join(_unmarked(cell).split()) for cell in line.split(_CELL)[:-1]] for line in lines]
            headed = sum(1 for _ in takewhile(bool, list(islice(marked, len(rows)))))
            write_table(writer, texts(rows), headed=headed if headed < len(rows) else 0)
        elif kind == "heading":
            for line in lines:
                writer.head(_unmarked(line), ord(line[0]) - _FIRST_LEVEL + 1)
        else:
            write_lines("\n".join(map(_unmarked, lines)), writer)
    writer.miss_pictures(len(_PICTURE.findall(data)))
    date = f"{int(day[1]):04}-{int(day[2]):02}-{int(day[3]):02}" if day else None
    return writer.content(clean(facts.get("title", "")), date, facts.get("author"))


def _with_mark(level: re.Match[bytes]) -> bytes:
    """Return the level of a heading with a letter behind it, which ``striprtf`` keeps, and no text holds on purpose."""
    return level[0] + b"{\\u%d?}" % (_FIRST_LEVEL + int(level[1]) - _UNSIGNED)


def _kind(line: str) -> str:
    if line.endswith(_CELL):
        return "row"
    return "heading" if line[:1] in _LEVELS and _unmarked(line).strip() else "text"


def _unmarked(line: str) -> str:
    return line.translate(_NO_LEVELS)


def _marked_rows(data: bytes, count: int) -> Iterator[bool]:
    """Yield for each row of a table whether it is marked as one that stands on each page; none of them where in doubt.

    ``striprtf`` does not tell it.
    """
    *rows, _ = _ROW.split(data)
    return iter([b"\\trhdr" in row for row in rows] if len(rows) == count else [False] * count)


def _plain(data: bytes) -> str:
    from striprtf.striprtf import rtf_to_text  # noqa: PLC0415

    return str(rtf_to_text(data.decode("latin-1"), errors="replace"))  # type: ignore[no-untyped-call]
