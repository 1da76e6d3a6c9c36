"""Write a markup tree as blocks: paragraphs, headings, list items, definitions, table rows."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from index.loaders.content.numerals import counted
from index.loaders.content.tables import header_rows, write_table
from index.loaders.content.writer import Cell
from index.loaders.opening.decoding import clean

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]

    from index.loaders.content.writer import Writer
    from index.types.blocks import Kind

# The names of HTML, and those of the smaller vocabulary that trafilatura answers with. What is not named is a block.
_SKIPPED = frozenset(
    ("title", "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "select", "button", "form",
     "nav", "graphic", "del")
)  # fmt: skip
_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "big", "button", "cite", "code", "data", "del", "dfn", "em", "font", "hi", "i",
     "input", "ins", "kbd", "label", "mark", "q", "ref", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
     "time", "tt", "u", "var", "wbr")
)  # fmt: skip
_BREAKS = frozenset(("br", "lb"))
_ITEMS = frozenset(("li", "item"))
_LISTS = frozenset(("ul", "ol", "menu", "list"))
_NUMBERED = frozenset(("ol", "list"))
_DEFINITIONS = frozenset(("dl", "list"))
_TABLE = "table"
_ROWS = frozenset(("tr", "row"))
# Stands between the cells of a row that is being put together; no text holds it, since it is cleaned as it is added.
_BETWEEN = "\x02"
_CELLS = frozenset(("td", "th", "cell"))
_HEADS = frozenset(("thead",))
_STRONG = frozenset(("b", "strong"))
_CAPTIONS = frozenset(("caption", "figcaption"))
_TICKED = frozenset(("checkbox", "radio"))
# Around the number that an author's program shows in front of an item or a heading; no text holds them on purpose.
NUMBERED, UNNUMBERED = "\ue0f0", "\ue0f1"
_NUMBER = re.compile(f"\\s*{NUMBERED}([^{UNNUMBERED}]*){UNNUMBERED}\\s*")
_LEVEL = re.compile(r"h([1-6])")
# What buttons that open panels stand in, and how deep.
_BUTTONED = frozenset(("dt", "summary"))
_ABOVE_BUTTON = 2
_DEEPEST = 6
_SMALL = re.compile(r"[0-9]{1,6}")


def write_blocks(body: _Element, writer: Writer) -> None:
    """Write the blocks of ``body`` in order, without recursion: a hostile page may be nested very deeply."""
    from lxml.etree import iterwalk  # noqa: PLC0415

    flow = _Flow(writer)
    walk = iterwalk(body, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            if _is_skipped(element):
                walk.skip_subtree()
            else:
                flow.open(element)
        else:
            if event == "end" and not _is_skipped(element):
                flow.close(element)
            if element is not body:
                flow.add(element.tail)
    flow.end()


class _Flow:
    """The line that is being put together, and where in the markup it stands."""

    def __init__(self, writer: Writer) -> None:
        self._writer: Final = writer
        self._words: list[str] = []
        self._marker, self._number = "", ""
        # The term that waits for its definition, and the one that had the last definition.
        self._term = self._defined = ""
        self._table: list[list[Cell]] = []
        # Of each cell of the row: columns, rows, whether it is a name. Of each, also whether it has words not in bold.
        self._cells: list[tuple[int, int, bool]] = []
        self._weak: list[bool] = []
        self._rows = self._lists = self._verbatim = self._heads = self._captions = self._strong = 0
        self._before: Kind | None = None
        self._numbers: dict[_Element, int] = {}

    def open(self, element: _Element) -> None:
        tag = element.tag
        if tag in _BREAKS:
            self._words.append("\n")
        elif tag == "input":
            self._tick(element)
        elif tag == _TABLE:
            self.end()
        elif tag in _CELLS and self._rows:
            self._words.append(_BETWEEN)
            is_name = tag == "th" or element.get("role") == "head" or bool(self._heads)
            self._cells.append((_count(element, "colspan"), _count(element, "rowspan"), is_name))
            self._weak.append(False)
        elif _is_block(element) and (not self._rows or tag in _ROWS):
            self.flush()
        elif _is_block(element):
            self._words.append(" ")
        self._enter(element, 1)
        if _is_part(element, "dd"):
            self._term = self._term or self._defined
        if tag in _ITEMS and not _is_part(element, "d"):
            self._marker, self._number = self._mark(element)
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
        elif _is_part(element, "dt") and not self._rows:
            self._add_term()
        elif _is_block(element) and not self._rows:
            self.flush()
            if tag in _ITEMS:  # an item without words has no mark to give to what follows
                self._marker, self._number = "", ""
            if _is_part(element, "dd"):
                self._close_definition()
            elif tag in _DEFINITIONS:
                self._end_term()
        self._enter(element, -1)

    def _enter(self, element: _Element, step: int) -> None:
        tag = element.tag
        self._rows += step * (tag in _ROWS)
        self._lists += step * (tag in _LISTS)
        self._heads += step * (tag in _HEADS)
        self._captions += step * (tag in _CAPTIONS)
        self._strong += step * (tag in _STRONG or (tag == "hi" and element.get("rend") == "#b"))
        self._verbatim += step * _is_verbatim(element)

    def add(self, text: str | None) -> None:
        if text:
            if self._weak and not self._strong and text.strip():
                self._weak[-1] = True
            text = clean(text)  # also of what references such as "&#27;" stand for
            self._words.append(text if self._verbatim else re.sub(r"\s+", " ", text))

    def flush(self) -> None:
        """Write the line, close to the one before when both are items."""
        words, self._words, self._cells, self._weak = "".join(self._words), [], [], []
        text = words if self._verbatim else "\n".join(" ".join(line.split()) for line in words.split("\n"))
        text = " | ".join(cell for cell in text.split(_BETWEEN) if cell.strip())
        text = _plain(self._numbered(text))
        if not text.strip():
            return
        self._write_table()
        text = text.strip("\n")
        if self._term and not self._marker:
            self._field(text)
            return
        if self._term:
            self._end_term(named=True)
        kind: Kind = "code" if self._verbatim else "caption" if self._captions else "paragraph"
        kind = "list_item" if self._marker or self._number else kind
        level = max(min(self._lists, _DEEPEST), 1) if kind == "list_item" else 0
        separator = "\n" if kind == self._before == "list_item" else "\n\n"
        self._writer.write(self._marker + text, separator, kind, level=level, number=self._number)  # fmt: skip
        self._before, self._marker, self._number = kind, "", ""

    def end(self) -> None:
        """Write the line, and the term and the rows that are waiting."""
        self.flush()
        self._end_term()
        self._write_table()

    def _tick(self, element: _Element) -> None:
        if str(element.get("type", "")).lower() in _TICKED:
            self._words.append("[x] " if element.get("checked") is not None else "[ ] ")

    def _add_term(self) -> None:
        """Keep a term until its definition comes; several before one definition are kept together."""
        words = " ".join(_plain("".join(self._words)).replace(_BETWEEN, " ").split())
        self._term, self._words = ", ".join(filter(None, (self._term, words))), []
        self._defined = ""

    def _end_term(self, *, named: bool = False) -> None:
        """Write a term without a definition, or one that a list defines, as a paragraph."""
        if self._term:
            self._writer.write(self._term, "\n" if self._before == "form_field" else "\n\n")
            self._before = None
        self._term, self._defined = "", self._term if named else ""

    def _close_definition(self) -> None:
        """Drop a term whose definition is empty, so that the next one does not join it."""
        if self._term == self._defined:
            self._term = ""
        elif self._term:
            self._end_term()

    def _field(self, text: str) -> None:
        self._writer.field(self._term, " ".join(text.split()), "\n" if self._before == "form_field" else "\n\n")
        self._before, self._defined, self._term = "form_field", self._term, ""

    def _end_row(self) -> None:
        """Keep the row until its table is whole."""
        before, *cells = (" ".join(_plain(cell).split()) for cell in "".join(self._words).split(_BETWEEN))
        spans, weak = (self._cells[-len(cells) :], self._weak[-len(cells) :]) if cells else ([], [])
        self._words, self._cells, self._weak, self._marker = [], [], [], ""
        row = [Cell(text, *span, not is_weak) for text, span, is_weak in zip(cells, spans, weak, strict=True)]
        self._table.append([Cell(before), *row] if before else row)

    def _write_table(self) -> None:
        rows, self._table = self._table, []
        if any(cell.text for row in rows for cell in row):
            write_table(self._writer, rows, headed=header_rows(rows))
            self._before = None

    def _mark(self, element: _Element) -> tuple[str, str]:
        """Return the mark of the next item of a list, further in the deeper it is, and the number in it."""
        indent = "  " * (min(self._lists, _DEEPEST) - 1)
        parent = element.getparent()
        if parent is None or parent.tag not in _NUMBERED or parent.get("rend", "ol") != "ol":
            return f"{indent}- ", ""
        first = str(parent.get("start", "1"))
        number = self._numbers.get(parent, int(first) - 1 if _SMALL.fullmatch(first) else 0) + 1
        if _SMALL.fullmatch(said := str(element.get("value", ""))):
            number = int(said)
        self._numbers[parent] = number
        shown = f"{counted(number, str(parent.get('type', '1')))}."
        return f"{indent}{shown} ", shown

    def _numbered(self, text: str) -> str:
        """Take the number that a text begins with, as the author's program shows it, for the item or the heading."""
        found = _NUMBER.match(text)
        if found is None:
            return text
        text = text[found.end() :]
        if self._marker:
            indent = len(self._marker) - len(self._marker.lstrip())
            self._marker, self._number = " " * indent + (f"{found[1]} " if found[1] else "- "), found[1]
            return text
        self._number = found[1]
        return f"{found[1]} {text}".strip()

    def _head(self, level: int) -> None:
        heading, self._words = self._numbered("".join(self._words).strip()), []
        if heading:
            self._end_term()
            self._write_table()
            self._writer.head(heading, level, number=self._number)
        self._before, self._marker, self._number = None, "", ""


def _is_skipped(element: _Element) -> bool:
    """Tell whether an element says nothing; the button in a heading or summary, which opens a panel, is its text."""
    if element.tag == "button":
        above = [each.tag for each in islice(element.iterancestors(), _ABOVE_BUTTON)]
        return not any(tag in _BUTTONED or _LEVEL.fullmatch(str(tag)) for tag in above)
    return element.tag in _SKIPPED


def _plain(text: str) -> str:
    """Return a text with its numbers as they are shown."""
    return _NUMBER.sub(lambda found: f"{found[1]} ", text)


def _count(element: _Element, name: str) -> int:
    """Return how many columns or rows a cell says that it is merged over."""
    said = str(element.get(name, "1")).strip()
    return max(int(said), 1) if _SMALL.fullmatch(said) else 1


def _is_part(element: _Element, name: str) -> bool:
    """Tell whether an element is a term ("dt") or definition ("dd") of a list of them, or either ("d")."""
    said = str(element.get("rend", "")) if element.tag == "item" else str(element.tag)
    return said.partition("-")[0] in ({"dt", "dd"} if name == "d" else {name})


def _level(element: _Element) -> int:
    """Return the level of a heading, 0 for anything else."""
    name = str(element.get("rend", "h2")) if element.tag == "head" else str(element.tag)
    found = _LEVEL.fullmatch(name)
    return int(found[1]) if found else 0


def _is_block(element: _Element) -> bool:
    return _is_verbatim(element) or (element.tag not in _INLINE and element.tag not in _BREAKS)


def _is_verbatim(element: _Element) -> bool:
    return element.tag == "pre" or (element.tag == "code" and "\n" in (element.text or ""))
