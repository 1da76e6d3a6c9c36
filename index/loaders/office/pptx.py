"""Presentations: a page for each slide, with title, lists, tables, charts and notes; the only user of ``pptx``."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

from index.errors import DocumentError
from index.loaders.content.tables import write_table
from index.loaders.content.writer import Cell, Content, Writer
from index.loaders.office.graphics import is_new_chart, write_chart, write_diagram
from index.loaders.office.word.equations import linear
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
    from pptx.text.text import TextFrame, _Paragraph

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
    writer, pages, pictures = Writer(), [], 0
    try:
        for number, slide in enumerate(Presentation(io.BytesIO(data)).slides, 1):
            before = writer.length
            _unwrap(slide)
            _write(slide, writer)
            if _is_picture(slide):
                writer.miss(f"page {number} holds a picture and no text; it was not read")
            else:
                pictures += sum(1 for _ in slide.element.iter("{*}pic"))
            start = before + 2 if 0 < before < writer.length else before
            pages.append(Page(number, start, writer.length))
    except (DocumentError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 (a damaged part makes pptx and lxml raise whatever it likes)
        raise DocumentError(f"not a presentation that can be read ({type(error).__name__})") from None
    writer.miss_pictures(pictures)
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


def _unwrap(slide: Slide) -> None:
    """Put what newer programs show in the place of what is kept for older ones: the library sees neither."""
    for either in list(slide.element.iter("{*}AlternateContent")):
        chosen = next(either.iterchildren("{*}Choice"), None)
        if chosen is None or (parent := either.getparent()) is None:
            continue
        place = parent.index(either)
        parent.remove(either)
        for child in reversed(chosen):
            parent.insert(place, child)


def _is_picture(slide: Slide) -> bool:
    """Tell whether a slide has a picture, and no words besides its title and its notes."""
    head = slide.shapes.title
    if not any(True for _ in slide.element.iter("{*}pic")):
        return False
    others = [shape for shape in _flat(slide.shapes) if head is None or shape.shape_id != head.shape_id]
    words = "".join(text.text or "" for shape in others for text in shape._element.iter("{*}t"))  # noqa: SLF001
    return not words.strip() and not any(True for _ in slide.element.iter("{*}graphicFrame"))


def _write_drawn(frame: GraphicFrame, writer: Writer) -> None:
    """Write the chart or the diagram in a frame; what cannot be read of it is remembered."""
    name = clean(frame.name)
    for element in frame._element.iter("{*}chart", "{*}relIds", "{*}oleObj"):  # noqa: SLF001 (it opens no diagrams)
        if element.tag.endswith("}oleObj"):
            writer.miss(f"an embedded file ({clean(element.get('progId') or 'of an unknown kind')}) was not read")
            continue
        if is_new_chart(element):
            writer.miss(f"a chart of a new kind ({name}) was not read")
            continue
        write, key = (write_chart, "id") if str(element.tag).endswith("}chart") else (write_diagram, "dm")
        link = next((str(value) for said, value in element.items() if str(said).endswith(f"}}{key}")), "")
        try:
            write(part_tree(frame.part.related_part(link).blob, "a drawing"), writer)
        except (DocumentError, KeyError, ValueError):
            writer.miss(f"a drawing ({name}) is damaged and was not read")


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
        text = " ".join(clean(_words(paragraph)).split())
        if not text:
            continue
        if bulleted or paragraph.level:
            line = "  " * paragraph.level + "- " + text
            writer.write(line, separator, "list_item", level=paragraph.level + bulleted)
        else:
            writer.write(text, separator)
        separator = "\n"


def _words(paragraph: _Paragraph) -> str:
    """Return the words of a paragraph, with its equations, which the library passes over, in linear form."""
    element = paragraph._p  # noqa: SLF001 (the library has no word for it)
    if next(element.iter("{*}oMath"), None) is None:
        return paragraph.text
    return " ".join(
        linear(part) if part.tag.endswith("}oMath") else part.text or ""
        for part in element.iter("{*}oMath", "{http://schemas.openxmlformats.org/drawingml/2006/main}t")
    )
