"""Word documents: headings, lists, tables, text boxes, footnotes, headers; the only user of ``mammoth``."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from index.errors import DocumentError
from index.loaders.content.markup import write_blocks
from index.loaders.content.nested_tables import flatten_nested_tables
from index.loaders.content.writer import Content, Writer
from index.loaders.office.word import prepared
from index.loaders.opening.archive import Archive, office_facts
from index.loaders.opening.decoding import clean
from index.loaders.opening.trees import page_tree

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='TOC Heading'] => p:fresh
comment-reference => sup
"""
# Boxes that were typed or inserted as signs, as those of forms are told.
_BOXES = str.maketrans(dict.fromkeys("☐🞎🗆⬜", "[ ]") | dict.fromkeys("☑☒🗹🗷✅", "[x]"))
# The link from a note back to the text.
_BACK = ("#footnote-ref-", "#endnote-ref-", "#comment-ref-")


def parse(data: bytes) -> Content:
    """Parse a Word document (.docx): title, date and author are its properties', else the title is its first heading.

    Raises
    ------
    DocumentError
        When it is damaged, encrypted, or no Word document.
    """
    import mammoth  # noqa: PLC0415 (0.2 s to import)

    archive = Archive(data)
    archive.check_office()
    title, date, author = office_facts(archive)
    try:
        # Pictures are left where they are: those inside are not unpacked, those outside never asked for.
        made = prepared(archive)
        page = mammoth.convert_to_html(
            io.BytesIO(made.data), style_map=_STYLES, convert_image=lambda _: [], external_file_access=False
        ).value
    except (MemoryError, DocumentError):
        raise
    except RecursionError:
        raise DocumentError("its parts are nested too deeply") from None
    except Exception as error:  # noqa: BLE001 (whatever a damaged part makes of mammoth: it has no errors of its own)
        raise DocumentError(f"not a Word document that can be read ({type(error).__name__})") from None
    tree = page_tree(f"<body>{clean(page).translate(_BOXES)}</body>")
    writer = Writer()
    for line in made.headers:
        writer.write(line, "\n")
    if tree is not None and (body := tree.find("body")) is not None:
        _take_out_back_links(body)
        flatten_nested_tables(body)
        write_blocks(body, writer)
    for place, line in enumerate(made.footers):
        writer.write(line, "\n" if place else "\n\n")
    for sentence in made.missed:
        writer.miss(sentence)
    writer.miss_pictures(made.pictures)
    return writer.content(clean(title), date, author)


def _take_out_back_links(body: HtmlElement) -> None:
    for link in list(body.iter("a")):
        if str(link.get("href", "")).startswith(_BACK):
            link.drop_tree()
