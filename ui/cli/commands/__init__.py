"""Arguments go in, a result comes out: one file a command, with its purpose, examples, flags and work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ui.cli.commands.library import add, doctor, index, show, status, verify
from ui.cli.commands.questions import ask, check, evaluate, search, table
from ui.cli.commands.serving import chat, feedback, mcp, user

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from rag.settings import Settings
    from ui.cli.result import Result


class Command(Protocol):
    """A module that is a command."""

    PURPOSE: str
    EXAMPLES: str

    def add_flags(self, parser: ArgumentParser) -> None:
        """Add the command's arguments."""
        ...

    def run(self, arguments: Namespace, settings: Settings) -> Result:
        """Do the work. Nothing is printed, so that a command that fails leaves standard output empty."""
        ...


# In the order of ``citeseed --help``.
COMMANDS: dict[str, Command] = {
    "index": index,
    "add": add,
    "ask": ask,
    "search": search,
    "check": check,
    "table": table,
    "chat": chat,
    "mcp": mcp,
    "feedback": feedback,
    "user": user,
    "verify": verify,
    "status": status,
    "show": show,
    "doctor": doctor,
    "eval": evaluate,
}
