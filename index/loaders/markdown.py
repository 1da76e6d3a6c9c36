"""Markdown as readable plain text: marks and link targets dropped, structure kept, and HTML read as on a page."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from index.loaders.content.markup import write_blocks
from index.loaders.content.tables import write_table
from index.loaders.content.writer import Cell, Writer, shortened
from index.loaders.opening.decoding import clean, decode
from index.loaders.opening.trees import page_tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.tree import SyntaxTreeNode

    from index.loaders.content.writer import Content

# Between --- lines it is YAML, between +++ lines TOML; "key: value" and "key = value" is all that is asked of either.
_FRONT_MATTER = re.compile(
    r"\A(?:---[^\S\n]*\n(.*?\n)?(?:---|\.\.\.)|\+\+\+[^\S\n]*\n(.*?\n)?\+\+\+)[^\S\n]*(?:\n|\Z)", re.DOTALL
)
_FACT = re.compile(r"^(title|date|author)s?[^\S\n]*[:=](.*)((?:\n[^\S\n]*- .*)*)", re.MULTILINE | re.IGNORECASE)
_BREAK = re.compile(r"<br\b[^>]*>", re.IGNORECASE)
_NAMES = re.compile(r"[\"'\[\],]|^[^\S\n]*- ", re.MULTILINE)


def parse(data: bytes) -> Content:
    """Parse a Markdown file; title, date and author are its front matter's, else the title is its first heading."""
    text = decode(data).lstrip("\n")
    facts: dict[str, str] = {}
    if front := _FRONT_MATTER.match(text):
        facts = _facts(front[1] or front[2] or "")
        text = text[front.end() :]
    writer = Writer()
    write_markdown(text, writer)
    content = writer.content(facts.get("title", ""), facts.get("date"), facts.get("author"))
    return content if content.title else replace(content, title=_first_line(content.text))


def write_markdown(text: str, writer: Writer) -> None:
    """Write the blocks of a Markdown text."""
    from markdown_it import MarkdownIt  # noqa: PLC0415
    from markdown_it.tree import SyntaxTreeNode  # noqa: PLC0415
    from mdit_py_plugins.deflist import deflist_plugin  # noqa: PLC0415

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(deflist_plugin)
    tree = SyntaxTreeNode(parser.parse(text))
    _write(tree.children, writer)


def _facts(front: str) -> dict[str, str]:
    """Return the title, the date and the authors, one after the other, that a front matter says."""
    facts: dict[str, str] = {}
    for key, value, items in _FACT.findall(front):
        if key.lower() == "author":
            names = [_NAMES.sub("", name).strip() for name in re.split(r"\n|,", value + items)]
            facts["author"] = ", ".join(name for name in names if name)
        else:
            facts[key.lower()] = value.strip().strip("\"'")
    return facts


def _write(nodes: Sequence[SyntaxTreeNode], writer: Writer, indent: str = "", depth: int = 0) -> None:
    """Write blocks, those inside of items one after the other, ``indent`` in front of their lines."""
    separator, page = "\n" if depth else "\n\n", ""
    for node in nodes:
        if node.type == "html_block":  # an empty line parts what belongs together
            page += node.content
            continue
        page = _write_page(page, writer)
        match node.type:
            case "heading" if not depth:
                writer.head(_inline(node), int(node.tag[1:]), separator)
            case "paragraph" | "heading":
                writer.write(_indented(_inline(node), indent), separator)
            case "fence" | "code_block":
                writer.write(_indented(node.content.rstrip("\n"), indent), separator, "code")
            case "table":
                rows = [[Cell(_inline(cell).replace("\n", " ")) for cell in row.children]
                        for row in node.walk() if row.type == "tr"]  # fmt: skip
                write_table(writer, rows, headed=1, separator=separator)
            case "bullet_list" | "ordered_list":
                _write_list(node, writer, indent, depth)
            case "dl":
                _write_definitions(node, writer, indent, depth)
            case _:  # a quotation has children, a rule has none
                _write(node.children, writer, indent, depth)
    _write_page(page, writer)


def _write_list(node: SyntaxTreeNode, writer: Writer, indent: str, depth: int) -> None:
    first = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else 0
    for place, item in enumerate(node.children):
        number = f"{first + place}." if node.type == "ordered_list" else ""
        marker = f"{number or '-'} "
        head, *rest = item.children or (None,)
        is_text = head is not None and head.type in {"paragraph", "heading"}
        text = _indented(_inline(head), indent + " " * len(marker)).lstrip(" ") if is_text and head else ""
        separator = "\n\n" if not (depth or place) else "\n"
        if text or item.children:
            writer.write(f"{indent}{marker}{text}", separator, "list_item", level=depth + 1, number=number)
        _write(rest if is_text else item.children, writer, indent + " " * len(marker), depth + 1)


def _write_definitions(node: SyntaxTreeNode, writer: Writer, indent: str, depth: int) -> None:
    """Write each definition below its term; one that is a single paragraph is the term's value."""
    term, separator = "", "\n\n"
    for part in node.children:
        if part.type == "dt":
            term = " ".join(_inline(part).split())
        elif len(part.children) == 1 and part.children[0].type == "paragraph":
            writer.field(term, " ".join(_inline(part.children[0]).split()), separator)
            separator = "\n"
        else:
            writer.write(_indented(term, indent), "\n\n")
            _write(part.children, writer, indent, depth)
            separator = "\n\n"


def _write_page(page: str, writer: Writer) -> str:
    """Write the blocks of a stretch of HTML; nothing is left of it then."""
    tree = page_tree(clean(page)) if page.strip() else None
    if tree is not None and (body := tree.find("body")) is not None:
        write_blocks(body, writer)
    return ""


def _indented(text: str, indent: str) -> str:
    return "\n".join(indent + line for line in text.split("\n"))


def _inline(node: SyntaxTreeNode) -> str:
    r"""Return the words of a block's inline content; only a hard break is a line's end."""
    words = []
    for part in node.walk():
        if part.type in {"text", "code_inline"}:
            words.append(part.content)
        elif part.type == "softbreak":
            words.append(" ")
        elif part.type == "hardbreak" or (part.type == "html_inline" and _BREAK.fullmatch(part.content)):
            words.append("\n")
    return "".join(words).strip()


def _first_line(text: str) -> str:
    return shortened(text.split("\n", 1)[0])
