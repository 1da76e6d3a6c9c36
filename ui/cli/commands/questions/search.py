"""The command ``citeseed search``: list the passages that match a question best."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag import open_assistant
from ui.cli.flags import filter_flags, filter_of, json_flag, question, setting_flags, whole
from ui.cli.output import terminal
from ui.cli.output.console import screen
from ui.cli.result import Result
from ui.formats import json
from ui.text.sanitize import to_json

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from rag.settings import Settings

PURPOSE = "list the passages that match a question best"
EXAMPLES = """\
examples:
  citeseed search "payback period"
  citeseed search "payback period" -k 3 --json"""


def add_flags(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("question", metavar="QUESTION", type=question, help="in quotes")
    parser.add_argument("-k", metavar="NUMBER", type=whole, default=10, help="how many passages (default: 10)")
    filter_flags(parser)
    json_flag(parser)
    setting_flags(parser, "index", "embedder", "reading_model")


def run(arguments: Namespace, settings: Settings) -> Result:
    """List the passages that match a question best."""
    within = filter_of(arguments)
    with open_assistant(settings=settings) as assistant:
        findings = assistant.find(arguments.question, k=arguments.k, within=within)
    if arguments.json:
        return Result(to_json(json.findings_record(arguments.question, findings)))
    return Result(terminal.findings_text(findings, screen()), warnings=findings.trace.warnings)
