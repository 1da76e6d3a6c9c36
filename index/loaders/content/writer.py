"""What a parser finds in a file, and how it is put together line by line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from index.loaders.content.dates import iso_date
from index.loaders.content.marks import field_in
from index.loaders.content.titles import meant
from index.loaders.opening.decoding import clean
from index.types import Section
from index.types.blocks import NO_BLOCKS, Block, Blocks, Packer
from index.types.documents import PICTURES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.types import Page, WordBox
    from index.types.blocks import Kind

MAX_TITLE_LENGTH = 120
# What is longer heads nothing; and a heading is kept with every chunk of its section.
MAX_HEADING_LENGTH = 400
# Between the cells of a row.
_BAR = " | "


@dataclass(frozen=True, slots=True)
class Content:
    """Canonical text with its sections, and what else a ``Document`` says; without a title, ``title`` is empty."""

    title: str
    text: str
    sections: tuple[Section, ...]
    pages: tuple[Page, ...] = ()
    date: str | None = None
    author: str | None = None
    blocks: Blocks = NO_BLOCKS
    unread: tuple[str, ...] = ()
    boxes: tuple[WordBox, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A cell of a table, over one column and row or more.

    Parameters
    ----------
    text
        On one line.
    columns, rows
        How many it is merged over.
    is_name
        Whether the table marks it as a name of columns or of its row.
    is_strong
        Whether all of its text is bold.
    """

    text: str
    columns: int = 1
    rows: int = 1
    is_name: bool = False
    is_strong: bool = False


class Writer:
    """Collects blocks of text and remembers what each is and where headings stand."""

    def __init__(self) -> None:
        self._parts: Final[list[str]] = []
        self._length = 0
        self._packer: Final = Packer()
        self._sections: Final[list[Section]] = []
        self._heading = ""
        self._tables = 0
        self._unread: Final[list[str]] = []

    @property
    def length(self) -> int:
        """Characters written so far."""
        return self._length

    def write(
        self, text: str, separator: str = "\n\n", kind: Kind = "paragraph", *, level: int = 0, number: str = ""
    ) -> bool:
        """Append a block after ``separator``; return False for one of white space only, which is left out.

        A paragraph that is a label and its value is a form field.
        """
        span = self._append(text, separator)
        if span is not None and kind == "paragraph" and (found := field_in(text.strip())):
            cell = span[0] + found[1], span[1]
            self._packer.add(Block("form_field", *span, 0, "", None, (found[0],), (cell,)))
        elif span is not None:
            self._packer.add(Block(kind, *span, level, number))
        return span is not None

    def head(self, heading: str, level: int, separator: str = "\n\n", number: str = "") -> None:
        """Append a heading, on one line, as the start of a section; what is too long for one, as a paragraph."""
        heading = " ".join(heading.split())
        if len(heading) > MAX_HEADING_LENGTH:
            self.write(heading, separator)
        elif self.write(heading, separator, "heading", level=level, number=number):
            self._heading = self._heading or heading.removeprefix(number).strip()
            self._sections.append(Section(heading, level, self._length - len(heading)))

    def field(self, label: str, value: str, separator: str = "\n") -> None:
        """Append a label with its value, "label: value"; one without the other is a paragraph."""
        label, value = " ".join(label.split()).rstrip(" :"), value.strip()
        if not (label and value):
            self.write(label or value, separator)
        elif (span := self._append(f"{label}: {value}", separator)) is not None:
            cell = span[1] - len(value), span[1]
            self._packer.add(Block("form_field", *span, 0, "", None, (label,), (cell,)))

    def new_table(self) -> int:
        """Return the number of a table that begins."""
        self._tables += 1
        return self._tables - 1

    def row(
        self,
        table: int,
        cells: Sequence[Cell],
        columns: Sequence[str] = (),
        separator: str = "\n",
        *,
        is_header: bool = False,
    ) -> None:
        """Append a row of a table: its cells with bars between them, a cell that stands there several times once.

        Parameters
        ----------
        table
            From ``new_table``.
        cells
            One for each place of the row.
        columns
            The name of each place's column, or nothing.
        separator
            In front of it.
        is_header
            Whether it names the columns of the rows that follow.
        """  # fmt: skip
        text = ""
        spans: list[tuple[int, int]] = []
        filled = max((place for place, cell in enumerate(cells) if cell.text), default=-1)
        for place, cell in enumerate(cells):
            if place and cell is cells[place - 1]:
                spans.append(spans[-1])
                continue
            text += _BAR if text and place <= filled else ""
            spans.append((len(text), len(text) + len(cell.text)))
            text += cell.text
        span = self._append(text, separator)
        if span is not None:
            placed = tuple((span[0] + low, span[0] + high) for low, high in spans)
            kind: Kind = "table_header" if is_header else "table_row"
            self._packer.add(Block(kind, *span, 0, "", table, tuple(columns) if any(columns) else (), placed))

    def take(self, content: Content, level: int) -> None:
        """Append what another file says, its headings ``level`` deeper and its tables numbered anew."""
        self._unread.extend(content.unread)
        span = self._append(content.text, "\n\n")
        if span is None:
            return
        shift, tables = span[0], self._tables
        for block in content.blocks:
            self._packer.add(
                replace(
                    block,
                    start=block.start + shift,
                    end=block.end + shift,
                    level=block.level + level if block.kind == "heading" else block.level,
                    table=None if block.table is None else block.table + tables,
                    cells=tuple((low + shift, high + shift) for low, high in block.cells),
                )
            )
            self._tables = max(self._tables, 0 if block.table is None else tables + block.table + 1)
        self._sections.extend(
            Section(each.heading, each.level + level, each.start + shift) for each in content.sections
        )

    @property
    def missed(self) -> tuple[str, ...]:
        """What cannot be read, so far."""
        return tuple(dict.fromkeys(self._unread))

    def miss(self, what: str) -> None:
        """Remember, in a sentence, what inside the file cannot be read."""
        self._unread.append(what)

    def miss_pictures(self, count: int) -> None:
        """Remember how many pictures inside the file are not read."""
        if count:
            self.miss(f"{count:,} picture{'s were' if count > 1 else ' was'} {PICTURES}")

    def _append(self, text: str, separator: str) -> tuple[int, int] | None:
        """Append text, and return where it stands without the white space around it; None when it is nothing else."""
        text = text.strip("\n").rstrip()
        bare = len(text.lstrip())
        if not bare:
            return None
        if not self._parts:
            separator, text = "", text.lstrip()
        self._parts.extend((separator, text))
        self._length += len(separator) + len(text)
        return self._length - bare, self._length

    def content(self, title: str, date: str | None = None, author: str | None = None) -> Content:
        """Return all that was written; without a title, or with one that a program made up, the first heading is it."""
        title = meant(title) or self._heading
        text, sections = "".join(self._parts), tuple(self._sections)
        return Content(
            shortened(title), text, sections, (), iso_date(date), named(author), Blocks(self._packer), self.missed
        )


def named(author: str | None) -> str | None:
    """Return the name of an author, clean and on one line of at most ``MAX_TITLE_LENGTH`` characters, or None."""
    return shortened(clean(author or "").strip("\"' ,;")) or None


def shortened(title: str) -> str:
    """Return a title on one line of at most ``MAX_TITLE_LENGTH`` characters, cut at a word's end."""
    title = " ".join(title.split())
    if len(title) <= MAX_TITLE_LENGTH:
        return title
    cut = title[: MAX_TITLE_LENGTH - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(",;:–—- ") + "…"
