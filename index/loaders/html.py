"""Parse the main content of a web page. The only user of ``trafilatura``."""

from __future__ import annotations

import logging
import re
from copy import copy
from typing import TYPE_CHECKING

from index.loaders.content.dates import stated_date
from index.loaders.content.markup import write_blocks
from index.loaders.content.writer import Content, Writer
from index.loaders.opening.decoding import clean, decode
from index.loaders.opening.trees import page_tree

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

# The HTML standard looks for a page's encoding in its first 1,024 bytes.
_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
# What surrounds the text of a web site. A page without any of it is a document that was written or saved as HTML, such
# as a manual or an export; the extraction, made for sites, loses headings, lists and parts of it.
_SURROUNDINGS = ("nav", "aside", "footer", "form", "iframe", "script")
# What is no part of what a page says, by its tags and by the roles that it names.
_LEFT_OUT = ("nav", "aside", "footer", "iframe", "script", "noscript")
_ROLES = "//*[@role='navigation' or @role='banner' or @role='contentinfo' or @role='search']"
# A panel that is shown once a search of the page finds something in it.
_FOUND = "until-found"
_IN_HEADING = "boolean(ancestor::*[contains(' dt summary h1 h2 h3 h4 h5 h6 ', concat(' ', name(), ' '))])"
# A list of so many links, which are so much of its words, leads elsewhere.
_LINKS, _LINKED = 3, 0.8
# Below this the extraction has only guessed: it runs headings and paragraphs of a short page together.
SHORT = 250
# A page of so many elements is extracted without a second opinion: justext, which gives it, takes time that grows with
# the square of the paragraphs (97 s for a table of 12,000 rows). Of 57 news pages the largest has 1,632.
_LARGE = 3_000
# A page of so many pieces of text is not extracted at all: the extraction looks for the texts of all paragraphs in a
# way that takes time with the square of their number (15 s for a page of 880 kB with many links and notes).
_VAST = 20_000
# On 57 news pages with known bodies the strict extraction has F1 0.956, the lenient one 0.949 (docs/loaders.md), but
# where the lenient one finds so many times as much, the strict one has lost the text.
_LOST = 1.5
# A page that is no article is read whole, without navigation, unless that is so many times as much: then more surrounds
# its text than is marked as such.
_SITE = 1.5


def parse(data: bytes) -> Content:
    """Parse a web page: its main content, or its whole body when nothing surrounds that, it is short, or it is vast."""
    import trafilatura  # noqa: PLC0415 (0.3 s to import)

    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    declared = _CHARSET.search(data[:1024])
    text = decode(data, declared[1].decode("ascii", "replace") if declared else None)
    tree = page_tree(text)
    if tree is None:
        return Content("", "", ())
    title = clean(_title(tree))
    day, author = stated_date(tree), trafilatura.extract_metadata(tree, extensive=False).author

    def written(body: HtmlElement | None) -> Content:
        writer = Writer()
        if body is not None:
            write_blocks(body, writer)
        return writer.content(title, day, author)

    body = tree.find("body")
    if next(tree.iter(*_SURROUNDINGS), None) is None:
        return written(body)
    if sum(1 for _ in tree.itertext()) > _VAST:
        return written(_without_surroundings(tree))
    lenient = written(_main(tree, strict=False))
    content = None if _is_article(tree) else written(_without_surroundings(tree))
    if content is None or len(content.text) > _SITE * len(lenient.text):
        content = written(_main(tree, strict=True))
    if len(lenient.text) > _LOST * len(content.text):
        content = lenient
    return content if len(content.text) >= SHORT else written(body)


def _is_article(tree: HtmlElement) -> bool:
    """Tell whether a page says that it is an article: what surrounds one is mostly other articles."""
    said = "//meta[@property='og:type' and @content='article'] | //*[contains(@itemtype, 'Article')]"
    return next(tree.iter("article"), None) is not None or bool(tree.xpath(said))


def _without_surroundings(tree: HtmlElement) -> HtmlElement | None:
    """Return the body of an ordinary page without its navigation, footer and lists of links.

    The extraction, made for articles, drops items with links and the bodies of accordions.
    """
    body = copy(tree).find("body")
    if body is None:
        return None
    for element in list(body.iter(*_LEFT_OUT)) + body.xpath(_ROLES):
        if element.getparent() is not None:
            element.drop_tree()
    _show_panels(body)
    for links in list(body.iter("ul", "ol", "div", "p")):
        if links.getparent() is not None and _is_links(links):
            links.drop_tree()
    return body


def _show_panels(body: HtmlElement) -> None:
    """Keep hidden panels that a button or a tab opens, below its words, and drop what else is hidden."""
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415

    openers = {str(each.get("aria-controls")): each for each in body.xpath(".//*[@aria-controls]")}
    for panel in body.xpath(".//*[@hidden or @id or @role='tabpanel']"):
        opener = openers.get(str(panel.get("id")))
        is_panel = opener is not None or panel.get("role") == "tabpanel" or panel.get("hidden") == _FOUND
        if panel.get("hidden") is not None and (not is_panel or panel.get("role") == "dialog"):
            panel.drop_tree()
        elif opener is not None and not opener.xpath(_IN_HEADING):
            label = etree.Element("h6" if opener.get("role") == "tab" else "p")
            label.text = str(opener.text_content())
            panel.addprevious(label)
    for tabs in body.xpath(".//*[@role='tablist']"):
        tabs.drop_tree()


def _is_links(element: HtmlElement) -> bool:
    """Tell whether nearly all words of an element are links, several of them."""
    links = list(element.iter("a"))
    if len(links) < _LINKS or (element.tag in {"div", "p"} and len(element.text_content()) > SHORT):
        return False
    said = len("".join(element.text_content().split()))
    linked = sum(len("".join(link.text_content().split())) for link in links)
    return linked > _LINKED * said


def _main(tree: HtmlElement, *, strict: bool) -> HtmlElement | None:
    """Return the main content of a page as trafilatura sees it; strict leaves more out."""
    import trafilatura  # noqa: PLC0415

    # It copies the tree that it is given.
    found = trafilatura.bare_extraction(
        tree,
        fast=sum(1 for _ in tree.iter()) > _LARGE,
        favor_precision=strict,
        favor_recall=not strict,
        include_comments=False,
        include_tables=True,
    )
    return found.body if isinstance(found, trafilatura.settings.Document) else None


def _title(tree: HtmlElement) -> str:
    """Return the page's title without the site's name, where the page tells which part that is."""
    title = " ".join((tree.findtext(".//title") or "").split())
    headings = [" ".join(str(heading.text_content()).split()) for heading in tree.iter("h1")]
    for heading in headings:
        if heading and (not title or title.startswith(heading)):
            return heading
    for site in tree.xpath("//meta[@property='og:site_name' or @name='application-name']/@content"):
        title = re.sub(rf"\s+[|–—·»:-]+\s+{re.escape(site.strip())}$", "", title) if site.strip() else title
    return title
