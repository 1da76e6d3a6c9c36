"""A tree of markup written out as lines: paragraphs, headings, list items and table rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from index.loaders.decoding import clean
from index.loaders.tables import lines

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]

    from index.loaders.content import Writer

# The names of HTML, and those of the smaller vocabulary that trafilatura answers with. What is not named is a block.
_SKIPPED = frozenset(
    ("title", "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "select", "button", "form",
     "nav", "graphic")
)  # fmt: skip
_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "hi", "i", "ins", "kbd",
     "label", "mark", "q", "ref", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
     "var", "wbr")
)  # fmt: skip
_BREAKS = frozenset(("br", "lb"))
_ITEMS = frozenset(("li", "item"))
_LISTS = frozenset(("ul", "ol", "menu", "list"))
_NUMBERED = frozenset(("ol", "list"))
_TABLE = "table"
_ROWS = frozenset(("tr", "row"))
# Stands between the cells of a row that is being put together; no text holds it, since it is cleaned as it is added.
_BETWEEN = "\x02"
_CELLS = frozenset(("td", "th", "cell"))
_LEVEL = re.compile(r"h([1-6])")
_DEEPEST = 6
_SMALL = re.compile(r"[0-9]{1,6}")


def write_blocks(body: _Element, writer: Writer) -> None:
    """Write the blocks of ``body`` in order, without recursion: a hostile page may be nested without end."""
    from lxml.etree import iterwalk  # noqa: PLC0415

    flow = _Flow(writer)
    walk = iterwalk(body, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            if element.tag in _SKIPPED:
                walk.skip_subtree()
            else:
                flow.open(element)
        else:
            if event == "end" and element.tag not in _SKIPPED:
                flow.close(element)
            if element is not body:
                flow.add(element.tail)
    flow.end()


class _Flow:
    """The line that is being put together, and where in the markup it stands."""

    def __init__(self, writer: Writer) -> None:
        self._writer: Final = writer
        self._words: list[str] = []
        self._marker = ""
        self._table: list[list[str]] = []
        self._headed = False
        self._rows = 0
        self._lists = 0
        self._verbatim = 0
        self._before = ""
        self._numbers: dict[_Element, int] = {}

    def open(self, element: _Element) -> None:
        tag = element.tag
        if tag in _BREAKS:
            self._words.append("\n")
        elif tag == _TABLE:
            self.end()
        elif tag in _CELLS and self._rows:
            if not self._table and tag != "th" and element.get("role") != "head":
                self._headed = False
            self._words.append(_BETWEEN)
        elif _is_block(element) and (not self._rows or tag in _ROWS):
            self.flush()
        elif _is_block(element):
            self._words.append(" ")
        if tag in _ROWS:
            self._rows += 1
            self._headed |= not self._table
        self._lists += tag in _LISTS
        self._verbatim += _is_verbatim(element)
        if tag in _ITEMS:
            self._marker = self._mark(element.getparent())
        self.add(element.text)

    def close(self, element: _Element) -> None:
        tag = element.tag
        level = _level(element)
        if level and not self._rows:
            self._head(level)
        elif tag in _ROWS:
            self._end_row()
        elif tag == _TABLE:
            self.end()
        elif _is_block(element) and not self._rows:
            self.flush()
        self._rows -= tag in _ROWS
        self._lists -= tag in _LISTS
        self._verbatim -= _is_verbatim(element)

    def add(self, text: str | None) -> None:
        if text:
            text = clean(text)  # also of what references such as "&#27;" stand for
            self._words.append(text if self._verbatim else re.sub(r"\s+", " ", text))

    def text(self) -> str:
        return "".join(self._words).strip()

    def flush(self) -> None:
        """Write the line, close to the one before when both are items."""
        words, self._words = "".join(self._words), []
        text = words if self._verbatim else "\n".join(" ".join(line.split()) for line in words.split("\n"))
        text = " | ".join(cell for cell in text.split(_BETWEEN) if cell.strip())
        if text.strip():
            self._write_table()
            kind = "item" if self._marker else ""
            separator = "\n" if kind and kind == self._before else "\n\n"
            self._writer.write(self._marker + text.strip("\n"), separator)
            self._before, self._marker = kind, ""

    def end(self) -> None:
        """Write the line and the rows that are waiting."""
        self.flush()
        self._write_table()

    def _end_row(self) -> None:
        """Keep the row until its table is whole."""
        before, *cells = (" ".join(cell.split()) for cell in "".join(self._words).split(_BETWEEN))
        self._words, self._marker = [], ""
        self._table.append([before, *cells] if before else cells)

    def _write_table(self) -> None:
        rows, self._table = self._table, []
        if written := lines(rows, headed=self._headed):
            self._writer.write("\n".join(written))
            self._before = ""

    def _mark(self, parent: _Element | None) -> str:
        """Return the mark of the next item of a list, further in the deeper it is."""
        indent = "  " * (min(self._lists, _DEEPEST) - 1)
        if parent is None or parent.tag not in _NUMBERED or parent.get("rend", "ol") != "ol":
            return f"{indent}- "
        first = str(parent.get("start", "1"))
        number = self._numbers.get(parent, int(first) - 1 if _SMALL.fullmatch(first) else 0) + 1
        self._numbers[parent] = number
        return f"{indent}{number}. "

    def _head(self, level: int) -> None:
        heading, self._words = self.text(), []
        if heading:
            self._write_table()
            self._writer.head(heading, level)
            self._before, self._marker = "", ""


def _level(element: _Element) -> int:
    """Return the level of a heading, 0 for anything else."""
    name = str(element.get("rend", "h2")) if element.tag == "head" else str(element.tag)
    found = _LEVEL.fullmatch(name)
    return int(found[1]) if found else 0


def _is_block(element: _Element) -> bool:
    return _is_verbatim(element) or (element.tag not in _INLINE and element.tag not in _BREAKS)


def _is_verbatim(element: _Element) -> bool:
    return element.tag == "pre" or (element.tag == "code" and "\n" in (element.text or ""))
