"""Flags that several commands have, and what they say."""

from __future__ import annotations

import argparse
from dataclasses import fields
from typing import TYPE_CHECKING

from index import Filter
from rag.settings import Settings
from ui.errors import UsageError
from ui.settings import ServerSettings

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

# The key is no flag: the list of processes would show it to everybody.
LANGUAGE_MODEL = (
    "language_model", "language_model_url", "language_model_context", "language_model_timeout", "unsupported",
)  # fmt: skip


def json_flag(parser: ArgumentParser) -> None:
    """Add ``--json``."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def filter_flags(parser: ArgumentParser) -> None:
    """Add the flags that leave some documents out."""
    parser.add_argument("--folder", metavar="FOLDER", default="", help="only documents in this folder of the library")
    parser.add_argument(
        "--type", metavar="TYPE", action="append", default=[], help="only files of this type, such as pdf; repeatable"
    )
    parser.add_argument("--after", metavar="DAY", default="", help="only documents of this day (2024-12-31) or later")
    parser.add_argument("--before", metavar="DAY", default="", help="only documents of this day or earlier")


def filter_of(arguments: Namespace) -> Filter:
    """Return the filter that those flags say; raise ``FilterError`` where no document can pass."""
    return Filter.parse(arguments.folder, arguments.type, arguments.after, arguments.before)


def setting_flags(parser: ArgumentParser, *names: str) -> None:
    """Add a flag for each setting of these names."""
    known = {item.name: item for kind in (Settings, ServerSettings) for item in fields(kind)}
    for name in names:
        item = known[name]
        metavar = "NAME" if isinstance(item.default, str) else "NUMBER"
        if "choices" in item.metadata:
            metavar = "|".join(item.metadata["choices"])
        metavar = item.metadata.get("metavar", metavar)
        parser.add_argument(
            f"--{name.replace('_', '-')}",
            metavar=metavar,
            help=f"{item.metadata['doc']} (default: {item.default or 'none'})",
        )


def question(text: str) -> str:
    """Return a question; raise ``UsageError`` when it is empty."""
    if not text.strip():
        raise UsageError("The question is empty. Type it in quotes.")
    return text


def whole(text: str) -> int:
    """Return a whole number above 0."""
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number above 0")
    return int(text)
