"""Parse electronic books (EPUB): the chapters in reading order."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from index.errors import DocumentError
from index.loaders.content.markup import write_blocks
from index.loaders.content.writer import Content, Writer
from index.loaders.opening.archive import Archive
from index.loaders.opening.decoding import clean, decode
from index.loaders.opening.trees import page_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element  # type: ignore[import-untyped]

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
# Encryption of fonts alone does not hide the text.
_SCRAMBLED_FONT = re.compile(r"\.(otf|ttf|woff2?)$|font", re.IGNORECASE)
# The void elements of HTML. Any other is opened by "<title/>", and the rest of the chapter would be the title.
_VOID = "area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr"
_SELF_CLOSED = re.compile(rf"<(?!(?:{_VOID})\b)([A-Za-z][\w:-]*)((?:\s[^<>]*)?)/>")


def parse(data: bytes) -> Content:
    """Parse an electronic book (.epub): title, date and authors are those of its metadata.

    Raises
    ------
    DocumentError
        When it is damaged, encrypted, or no such book.
    """
    archive = Archive(data)
    _refuse_encrypted(archive)
    name = next((str(file.get("full-path")) for file in _named(archive.tree(_CONTAINER), "rootfile")), "")
    package = archive.tree(name)
    writer, pictures = Writer(), 0
    for chapter in _chapters(package, posixpath.dirname(name)):
        try:
            page = decode(archive.read(chapter))
        except DocumentError:
            shown = clean(chapter).removeprefix(f"{posixpath.dirname(name)}/")
            writer.miss(f"the chapter {shown} is damaged and was not read")
            continue
        tree = page_tree(_SELF_CLOSED.sub(r"<\1\2></\1>", page))
        if tree is not None and (body := tree.find("body")) is not None:
            write_blocks(body, writer)
            pictures += sum(1 for _ in body.iter("img", "image"))
    if not writer.length and writer.missed:
        raise DocumentError(f"damaged: {writer.missed[0]}, and there is no other text")
    writer.miss_pictures(pictures)
    facts = {fact: [clean(each.text or "").strip() for each in _named(package, fact)] for fact in
             ("title", "date", "creator")}  # fmt: skip
    return writer.content(
        next(iter(facts["title"]), ""), next(iter(facts["date"]), None), ", ".join(filter(None, facts["creator"]))
    )


def _refuse_encrypted(archive: Archive) -> None:
    if _ENCRYPTION not in archive.names:
        return
    locked = [str(each.get("URI")) for each in _named(archive.tree(_ENCRYPTION), "CipherReference")]
    if any(not _SCRAMBLED_FONT.search(each) for each in locked):
        raise DocumentError("encrypted: the book is bound to its shop's reader (DRM)")


def _chapters(package: _Element, folder: str) -> Iterator[str]:
    """Yield the names of the chapters in reading order, without the table of contents."""
    items = {str(item.get("id")): item for item in _named(package, "item")}
    for reference in _named(package, "itemref"):
        item = items.get(str(reference.get("idref")))
        if item is not None and "nav" not in str(item.get("properties", "")).split():
            yield posixpath.normpath(posixpath.join(folder, unquote(str(item.get("href", "")))))


def _named(tree: _Element, name: str) -> Iterator[_Element]:
    return (each for each in tree.iter(f"{{*}}{name}"))
