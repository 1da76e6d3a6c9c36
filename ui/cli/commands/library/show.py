"""The command ``citeseed show``: write a document's canonical text."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from index.factory import library_of
from ui.cli.flags import setting_flags
from ui.cli.result import Result

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from rag.settings import Settings

PURPOSE = "write a document's canonical text, byte for byte"
EXAMPLES = """\
examples:
  citeseed show report.txt                          the text that the offsets of a citation point into
  citeseed show report.txt | head -c 300"""


def add_flags(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("source", metavar="SOURCE", help="a document's name, as citations give it")
    setting_flags(parser, "index")


def run(arguments: Namespace, settings: Settings) -> Result:
    """Write a document's canonical text."""
    with closing(library_of(settings)) as library:
        return Result(library.open().document(arguments.source).text)
