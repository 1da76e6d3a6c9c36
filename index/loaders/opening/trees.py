"""Parse markup into trees. Nothing is fetched, no entity is expanded and no other file is opened."""

from __future__ import annotations

import re
from itertools import dropwhile
from typing import TYPE_CHECKING

from index.errors import DocumentError

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

# What HTML knows nothing of, and would show: entities that the page declares for itself, where they may stand. Looked
# for everywhere, 1 MB of "<!DOCTYPE[" takes 7 s.
_SUBSET = re.compile(r"(?>\s+|<!--.*?-->)*+<!DOCTYPE[^<>\[]{0,400}\[.{0,10000}?\]\s{0,100}>", re.DOTALL | re.IGNORECASE)
# What stands in the head of a page.
_OF_HEAD = frozenset({"title", "meta", "link", "style", "script", "base", "noscript", "template"})
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")


def page_tree(text: str) -> HtmlElement | None:
    """Return a web page as a tree, whatever is wrong with it, or None when there is nothing in it."""
    from lxml import etree, html  # type: ignore[import-untyped]  # noqa: PLC0415

    text = _DECLARATION.sub("", text, count=1)
    if subset := _SUBSET.match(text):
        text = text[subset.end() :]
    try:
        tree = html.document_fromstring(text)
    except (etree.ParserError, ValueError):
        return None
    if tree.find("body") is None and (head := tree.find("head")) is not None:
        # A page may leave out the tag of its body. libxml2 begins one for what it knows alone, which "main" is not.
        rest = list(dropwhile(lambda each: not isinstance(each.tag, str) or each.tag in _OF_HEAD, head))
        if rest:
            etree.SubElement(tree, "body").extend(rest)
    return tree


def part_tree(data: bytes, name: str) -> _Element:
    """Return an XML file as a tree.

    Parameters
    ----------
    data
        The bytes of the file.
    name
        What it is called in the archive, for the reason.

    Raises
    ------
    DocumentError
        When it is no well-formed XML.
    """
    from lxml import etree  # noqa: PLC0415

    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise DocumentError(f"damaged: {name} inside it is no XML") from None
