"""The command ``citeseed feedback``: list the visitors' ratings of answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.cli.flags import json_flag, setting_flags
from ui.cli.output import terminal
from ui.cli.output.console import screen
from ui.cli.result import Result
from ui.errors import CommandError
from ui.formats import json
from ui.text.sanitize import to_json

# The command line does not wait for what another command needs.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from rag.settings import Settings

PURPOSE = "list what visitors think of the chat's answers"
EXAMPLES = """\
examples:
  citeseed feedback                  the answers that visitors judged, with their reasons
  citeseed feedback --json | jq -r '.judged[] | select(.thumb == "down") | .outcome.question'"""


def add_flags(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    json_flag(parser)
    setting_flags(parser, "index")


def run(arguments: Namespace, settings: Settings) -> Result:
    """List the visitors' ratings of answers."""
    from ui.chat.store import Conversations
    from ui.errors import ConversationError

    try:
        judged = tuple(Conversations(settings.home / "conversations.sqlite").judged())
    except ConversationError as error:
        raise CommandError(str(error)) from error
    return Result(to_json(json.judged_record(judged)) if arguments.json else terminal.judged_text(judged, screen()))
