"""The command ``citeseed status``: say what the library holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.cli.flags import json_flag, setting_flags
from ui.cli.output import terminal
from ui.cli.output.console import screen
from ui.cli.result import Result
from ui.formats import json
from ui.text.sanitize import to_json

# The command line does not wait for what another command needs.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from rag.settings import Settings

PURPOSE = "say what the library holds"
EXAMPLES = """\
examples:
  citeseed status
  citeseed status --json | jq .documents"""


def add_flags(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    json_flag(parser)
    setting_flags(parser, "index")


def run(arguments: Namespace, settings: Settings) -> Result:
    """Say what the library holds."""
    from index.factory import status_of

    found = status_of(settings)
    if arguments.json:
        return Result(to_json(json.status_record(found)))
    return Result(terminal.status_text(found, screen()), warnings=found.warnings)
