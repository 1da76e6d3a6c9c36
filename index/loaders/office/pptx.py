"""Presentations: a page for each slide, with title, lists, tables, charts and notes; the only user of ``pptx``."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

from index.errors import DocumentError
from index.loaders.content.tables import write_table
from index.loaders.content.writer import Cell, Content, Writer
from index.loaders.office.graphics import write_chart, write_diagram
from index.loaders.opening.archive import Archive, office_facts
from index.loaders.opening.decoding import clean
from index.loaders.opening.trees import part_tree
from index.types import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pptx.shapes.autoshape import Shape
    from pptx.shapes.base import BaseShape
    from pptx.shapes.graphfrm import GraphicFrame
    from pptx.slide import Slide
    from pptx.table import _Cell
    from pptx.text.text import TextFrame

# Groups within groups that are looked into.
_DEPTH = 20


def parse(data: bytes) -> Content:
    """Parse a presentation (.pptx): title, date and author are its properties', else the title is its first slide's.

    Raises
    ------
    DocumentError
        When it is damaged, encrypted, or no presentation.
    """
    from pptx import Presentation  # noqa: PLC0415 (0.4 s to import)

    archive = Archive(data)
    archive.check_office()
    title, date, author = office_facts(archive)
    writer, pages = Writer(), []
    try:
        for number, slide in enumerate(Presentation(io.BytesIO(data)).slides, 1):
            before = writer.length
            _write(slide, writer)
            start = before + 2 if 0 < before < writer.length else before
            pages.append(Page(number, start, writer.length))
    except (DocumentError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 (a damaged part makes pptx and lxml raise whatever it likes)
        raise DocumentError(f"not a presentation that can be read ({type(error).__name__})") from None
    content = writer.content(clean(title), date, author)
    return replace(content, pages=tuple(pages))


def _write(slide: Slide, writer: Writer) -> None:
    from pptx.shapes.autoshape import Shape  # noqa: PLC0415
    from pptx.shapes.graphfrm import GraphicFrame  # noqa: PLC0415

    head = slide.shapes.title
    if head is not None:
        writer.head(clean(head.text_frame.text).replace("\n", " "), 1)
    shapes = [shape for shape in _flat(slide.shapes) if head is None or shape.shape_id != head.shape_id]
    for shape in sorted(shapes, key=lambda shape: (shape.top or 0, shape.left or 0)):
        if isinstance(shape, GraphicFrame) and shape.has_table:
            rows = [[_cell(cell) for cell in row.cells if not cell.is_spanned] for row in shape.table.rows]
            write_table(writer, rows, headed=int(shape.table.first_row))
        elif isinstance(shape, GraphicFrame):
            _write_drawn(shape, writer)
        elif isinstance(shape, Shape):
            _write_frame(shape.text_frame, writer, bulleted=_is_bulleted(shape))
    if slide.has_notes_slide and (notes := slide.notes_slide.notes_text_frame) is not None:
        _write_frame(notes, writer)


def _write_drawn(frame: GraphicFrame, writer: Writer) -> None:
    """Write the chart or the diagram in a frame; what cannot be read of it is remembered."""
    for element in frame._element.iter("{*}chart", "{*}relIds"):  # noqa: SLF001 (the library opens no diagrams)
        write, name = (write_chart, "id") if str(element.tag).endswith("}chart") else (write_diagram, "dm")
        link = next((str(value) for key, value in element.items() if str(key).endswith(f"}}{name}")), "")
        try:
            write(part_tree(frame.part.related_part(link).blob, "a drawing"), writer)
        except (DocumentError, KeyError, ValueError):
            writer.miss(f"a drawing ({clean(frame.name)}) is damaged and was not read")


def _cell(cell: _Cell) -> Cell:
    text = " ".join(clean(cell.text).split())
    return Cell(text, cell.span_width, cell.span_height) if cell.is_merge_origin else Cell(text)


def _flat(shapes: Iterable[BaseShape], depth: int = 0) -> Iterator[BaseShape]:
    from pptx.shapes.group import GroupShape  # noqa: PLC0415

    for shape in shapes:
        if isinstance(shape, GroupShape) and depth < _DEPTH:
            yield from _flat(shape.shapes, depth + 1)
        else:
            yield shape


def _is_bulleted(shape: Shape) -> bool:
    """Tell whether a shape is a slide's own place for text, with several points in it."""
    from pptx.enum.shapes import PP_PLACEHOLDER  # noqa: PLC0415

    points = [paragraph for paragraph in shape.text_frame.paragraphs if paragraph.text.strip() and not paragraph.level]
    return (
        len(points) > 1
        and shape.is_placeholder
        and shape.placeholder_format.type in (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT)
    )


def _write_frame(frame: TextFrame, writer: Writer, *, bulleted: bool = False) -> None:
    """Write the paragraphs of a text frame, each on a line; those that are deeper are items of a list."""
    separator = "\n\n"
    for paragraph in frame.paragraphs:
        text = " ".join(clean(paragraph.text).split())
        if not text:
            continue
        if bulleted or paragraph.level:
            line = "  " * paragraph.level + "- " + text
            writer.write(line, separator, "list_item", level=paragraph.level + bulleted)
        else:
            writer.write(text, separator)
        separator = "\n"
