"""The command ``citeseed mcp``: speak the Model Context Protocol with the assistant that starts it."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import TYPE_CHECKING

from rag import open_assistant
from ui.cli.flags import LANGUAGE_MODEL, setting_flags
from ui.cli.result import Result
from ui.cli.signals import Interrupted
from ui.errors import UsageError

# The command line does not wait for what another command needs.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from rag.settings import Settings

PURPOSE = "let an assistant use the documents, over standard input and output (MCP)"
EXAMPLES = """\
examples:
  citeseed mcp --index /home/ada/.citeseed       is started by an assistant; its settings say how:
  {"mcpServers": {"citeseed": {"command": "citeseed", "args": ["mcp", "--index", "/home/ada/.citeseed"]}}}"""


def add_flags(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    setting_flags(parser, "index", "embedder", "reader", "reading_model", "candidates", "passages", "threshold")
    setting_flags(parser, *LANGUAGE_MODEL)


def run(arguments: Namespace, settings: Settings) -> Result:  # noqa: ARG001 (all its flags are settings)
    """Speak the protocol until the client ends it."""
    from index import sync, uploads_of
    from ui.api.mcp.stdio import speak
    from ui.documents.service import DocumentsService

    if sys.stdin is None:
        raise UsageError("Standard input is closed, and an assistant speaks through it; see: citeseed mcp --help")
    with open_assistant(settings=settings) as assistant:
        service = DocumentsService(assistant.library, uploads_of(assistant.library.home), sync)
        with closing(service):
            number = speak(assistant, service)
    if number:
        raise Interrupted(number)
    return Result("")
