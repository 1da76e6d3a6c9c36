"""The command ``citeseed verify``: check every file of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.cli.flags import json_flag, setting_flags, whole
from ui.cli.output import terminal
from ui.cli.output.console import screen
from ui.cli.result import DONE, REFUSED, Result
from ui.formats import json
from ui.text.sanitize import to_json

# The command line does not wait for what another command needs.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from rag.settings import Settings

PURPOSE = "check every file of the library against its checksum"
EXAMPLES = """\
examples:
  citeseed verify                    check every file of the library against its checksum
  citeseed verify --json
  citeseed verify --index milvus://localhost:19530/reports --sample 1000"""


def add_flags(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    json_flag(parser)
    parser.add_argument(
        "--sample",
        type=whole,
        metavar="NUMBER",
        help="of a library on Milvus compare so many documents, chosen at random (default: all)",
    )
    setting_flags(parser, "index")


def run(arguments: Namespace, settings: Settings) -> Result:
    """Check every file of the library."""
    from index.factory import examination_of

    found = examination_of(settings, arguments.sample)
    output = to_json(json.examined_record(found)) if arguments.json else terminal.examined_text(found, screen())
    return Result(output, DONE if found.sound else REFUSED)
