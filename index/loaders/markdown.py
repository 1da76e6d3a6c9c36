"""Markdown as readable plain text: marks, link targets and HTML dropped, structure kept."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from index.loaders.content import Writer, shortened
from index.loaders.decoding import decode
from index.loaders.tables import lines

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

    from index.loaders.content import Content

# Between --- lines it is YAML, between +++ lines TOML; "key: value" and "key = value" is all that is asked of either.
_FRONT_MATTER = re.compile(
    r"\A(?:---[^\S\n]*\n(.*?\n)?(?:---|\.\.\.)|\+\+\+[^\S\n]*\n(.*?\n)?\+\+\+)[^\S\n]*(?:\n|\Z)", re.DOTALL
)
_FACT = re.compile(r"^(title|date|author)s?[^\S\n]*[:=](.*)((?:\n[^\S\n]*- .*)*)", re.MULTILINE | re.IGNORECASE)
_NAMES = re.compile(r"[\"'\[\],]|^[^\S\n]*- ", re.MULTILINE)


def parse(data: bytes) -> Content:
    """Parse a Markdown file; title, date and author are its front matter's, else the title is its first heading."""
    from markdown_it import MarkdownIt  # noqa: PLC0415
    from markdown_it.tree import SyntaxTreeNode  # noqa: PLC0415

    text = decode(data).lstrip("\n")
    facts: dict[str, str] = {}
    if front := _FRONT_MATTER.match(text):
        facts = _facts(front[1] or front[2] or "")
        text = text[front.end() :]
    writer = Writer()
    tree = SyntaxTreeNode(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text))
    for node in tree.children:
        if node.type == "heading":
            writer.head(_inline(node), int(node.tag[1:]))
        else:
            writer.write("\n".join(_lines(node)))
    content = writer.content(facts.get("title", ""), facts.get("date"), facts.get("author"))
    return content if content.title else replace(content, title=_first_line(content.text))


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


def _lines(node: SyntaxTreeNode) -> list[str]:
    """Return the lines of a block, nested blocks one after the other."""
    match node.type:
        case "paragraph" | "heading":
            return _inline(node).split("\n")
        case "fence" | "code_block":
            return node.content.rstrip("\n").split("\n")
        case "table":
            rows = [[_inline(cell) for cell in row.children] for row in node.walk() if row.type == "tr"]
            return lines(rows, headed=True)
        case "bullet_list":
            return [line for item in node.children for line in _item("- ", item)]
        case "ordered_list":
            first = int(node.attrs.get("start", 1))
            return [line for number, item in enumerate(node.children, first) for line in _item(f"{number}. ", item)]
        case _:  # a quotation has children; a rule and a block of HTML have none
            return [line for child in node.children for line in _lines(child)]


def _item(marker: str, item: SyntaxTreeNode) -> list[str]:
    lines = [line for child in item.children for line in _lines(child)] or [""]
    return [marker + lines[0], *(" " * len(marker) + line for line in lines[1:])]


def _inline(node: SyntaxTreeNode) -> str:
    r"""Return the words of a block's inline content; only a hard break is a line's end."""
    words = []
    for part in node.walk():
        if part.type in {"text", "code_inline"}:
            words.append(part.content)
        elif part.type == "softbreak":
            words.append(" ")
        elif part.type == "hardbreak":
            words.append("\n")
    return "".join(words).strip()


def _first_line(text: str) -> str:
    return shortened(text.split("\n", 1)[0])
