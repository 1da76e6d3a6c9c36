"""Source code and notebooks: code as it stands, and what is written between it."""

from __future__ import annotations

import json
import re
from typing import Any

from index.errors import DocumentError
from index.loaders.content.markup import write_blocks
from index.loaders.content.writer import Content, Writer
from index.loaders.markdown import write_markdown
from index.loaders.opening.decoding import clean, decode
from index.loaders.opening.trees import page_tree

SUFFIXES = tuple(
    """
    .py .pyi .js .mjs .ts .jsx .tsx .java .kt .scala .c .h .cc .cpp .hpp .cs .go .rs .rb .php .pl .lua .r .jl .swift
    .m .sh .bash .zsh .ps1 .sql .css .scss .vue .yaml .yml .toml .ini .cfg .tf .proto .graphql .hs .ex .erl .clj .dart
    """.split()
)
# A new part of a program begins at the margin after an empty line.
_PART = re.compile(r"\n[^\S\n]*\n+(?=[^\s\n)}\]])")
# Of what a cell of a notebook printed.
_LONGEST_OUTPUT = 20_000


def parse(data: bytes) -> Content:
    """Parse source code: a block for each part that begins at the margin after an empty line."""
    writer = Writer()
    for part in _PART.split(decode(data).expandtabs(4)):
        writer.write(part, kind="code")
    return writer.content("")


def parse_notebook(data: bytes) -> Content:
    """Parse a Jupyter notebook: its text, its code, and what that printed; the title is its first heading.

    Raises
    ------
    DocumentError
        When it is none.
    """
    try:
        book = json.loads(decode(data))
        cells = [cell for cell in book["cells"] if isinstance(cell, dict)]
    except (ValueError, KeyError, TypeError):
        raise DocumentError("not a notebook that can be read") from None
    writer = Writer()
    for cell in cells:
        source = _joined(cell.get("source"))
        if cell.get("cell_type") == "markdown":
            write_markdown(source, writer)
        elif cell.get("cell_type") == "code":
            writer.write(source, kind="code")
            for output in cell.get("outputs") or ():
                _write_output(output, writer)
        else:
            writer.write(source)
    return writer.content("")


def _write_output(output: Any, writer: Writer) -> None:
    if not isinstance(output, dict):
        return
    data = output.get("data")
    page = _joined(data.get("text/html"))[:_LONGEST_OUTPUT] if isinstance(data, dict) else ""
    if "<table" in page and (tree := page_tree(page)) is not None and (body := tree.find("body")) is not None:
        write_blocks(body, writer)  # as pandas shows its tables
        return
    said = data.get("text/plain") if isinstance(data, dict) else output.get("text")
    if output.get("output_type") == "error":
        said = f"{_joined(output.get('ename'))}: {_joined(output.get('evalue'))}"
    writer.write(_joined(said)[:_LONGEST_OUTPUT], kind="code")
    if isinstance(data, dict) and any(str(kind).startswith("image/") for kind in data):
        writer.miss("a picture that its code drew was not read")


def _joined(source: Any) -> str:
    """Return a text of a notebook, which may be kept line by line."""
    lines = source if isinstance(source, list) else [source]
    return clean("".join(line for line in lines if isinstance(line, str)))
