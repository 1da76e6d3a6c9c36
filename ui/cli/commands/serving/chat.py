"""The command ``citeseed chat``: serve the chat."""

from __future__ import annotations

import argparse
import os
from contextlib import closing, suppress
from functools import partial
from typing import TYPE_CHECKING

from rag import open_assistant
from rag.settings import load
from ui.cli.flags import LANGUAGE_MODEL, setting_flags
from ui.cli.result import Result
from ui.errors import CommandError, UsageError
from ui.settings import ServerSettings

# The command line does not wait for what another command needs.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from typing import NoReturn

    from rag.settings import Settings

PURPOSE = "serve the chat to a browser"
EXAMPLES = """\
examples:
  citeseed chat                      on http://127.0.0.1:7860
  citeseed chat --port 8000          on another port; 0 takes a free one
  citeseed chat --host 0.0.0.0 --auth-file people       for other machines, with names and passwords
  citeseed chat --root-path https://example.org/docs    behind a proxy that serves it there"""
# Seconds that a change in the chat waits for another process that is writing.
PATIENCE = 30.0


def add_flags(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    setting_flags(parser, "index", "host", "port", "embedder", "reader", "reading_model", "candidates", "passages")
    setting_flags(parser, "threshold", "ocr_languages", "auth_file", "root_path", "trusted_proxy", *LANGUAGE_MODEL)
    parser.add_argument("--mcp", action="store_true", help="offer ask and search to assistants, as tools at /mcp")
    # Gradio's --share would publish the page through another company's server.
    parser.add_argument("--share", action=_Never, nargs=0, help=argparse.SUPPRESS)
    parser.add_argument(
        "--example", metavar="QUESTION", action="append", default=[], help="offer a question at the start; repeatable"
    )


def run(arguments: Namespace, settings: Settings) -> Result:
    """Serve the chat until it is interrupted."""
    from ui.http.access import access
    from ui.web.gradio_env import settle

    server = load(arguments.settings, kind=ServerSettings)
    allowed = access(server)
    settle(os.environ)
    from index import sync, uploads_of
    from index.errors import NoLibrary
    from ui.chat.store import Conversations
    from ui.documents.service import DocumentsService
    from ui.fetching.fetcher import Fetcher
    from ui.server import ServerError, serve

    with open_assistant(settings=settings) as assistant:
        # Refuse an unusable library now and not at the first question. A missing one is fine: the chat can make it.
        with suppress(NoLibrary):
            assistant.library.open()
        # Whoever adds a document need not know that the folders are being watched, and are read just now.
        # Nobody has this machine fetch for them: pages are added by address where one person alone uses the chat.
        fetcher = Fetcher() if allowed.is_private else None
        synchronise = partial(sync, patience=PATIENCE)
        service = DocumentsService(assistant.library, uploads_of(assistant.library.home), synchronise, fetcher)
        conversations = Conversations(settings.home / "conversations.sqlite")
        try:
            with closing(service):
                serve(
                    assistant,
                    service,
                    conversations,
                    allowed,
                    port=server.port,
                    examples=arguments.example,
                    mcp=arguments.mcp,
                )
        except ServerError as error:
            raise CommandError(str(error)) from error
    return Result("")


class _Never(argparse.Action):
    def __call__(self, *_: object) -> NoReturn:
        raise UsageError(
            "citeseed is not shared through a server of somebody else's. To let other machines in: citeseed chat "
            "--host 0.0.0.0 --auth-file FILE"
        )
