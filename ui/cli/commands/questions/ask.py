"""The command ``citeseed ask``: answer a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag import open_assistant
from ui.cli.flags import LANGUAGE_MODEL, filter_flags, filter_of, json_flag, question, setting_flags
from ui.cli.output import terminal
from ui.cli.output.console import screen
from ui.cli.result import Result
from ui.formats import json
from ui.text.sanitize import to_json

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from rag.settings import Settings

PURPOSE = "answer a question with verbatim quotes, or say that the documents do not"
EXAMPLES = """\
examples:
  citeseed ask "Why is the plan considered risky?"
  citeseed ask "Who signed it?" --folder contracts/2024 --type pdf
  citeseed ask "Who signed it?" --json | jq -r '.citations[].quote'
  citeseed ask -- "-5 degrees: what happens?"     a question that begins with '-'"""


def add_flags(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("question", metavar="QUESTION", type=question, help="in quotes")
    filter_flags(parser)
    json_flag(parser)
    setting_flags(parser, "index", "embedder", "reader", "reading_model", "candidates", "passages", "threshold")
    setting_flags(parser, *LANGUAGE_MODEL)


def run(arguments: Namespace, settings: Settings) -> Result:
    """Answer a question, or say that the documents do not."""
    within = filter_of(arguments)
    with open_assistant(settings=settings) as assistant:
        outcome = assistant.ask(arguments.question, within=within)
    if arguments.json:
        return Result(to_json(json.outcome_record(arguments.question, outcome)))
    return Result(terminal.outcome_text(arguments.question, outcome, screen()), warnings=outcome.trace.warnings)
