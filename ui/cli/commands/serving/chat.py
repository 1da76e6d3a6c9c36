"""The command ``citeseed chat``: serve the chat."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import ExitStack, closing
from functools import partial
from typing import TYPE_CHECKING

from rag.factory import open_assistants
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
  citeseed chat --root-path https://example.org/docs    behind a proxy that serves it there
  citeseed chat --library law=laws/ --library press=news/    two libraries, chosen in the page"""
# Seconds that a change in the chat waits for another process that is writing.
PATIENCE = 30.0


def add_flags(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    setting_flags(parser, "index", "host", "port", "embedder", "reader", "reading_model", "candidates", "passages")
    setting_flags(parser, "threshold", "language", "ocr_languages", "auth_file", "root_path", "trusted_proxy", "traces")
    setting_flags(parser, *LANGUAGE_MODEL)
    parser.add_argument(
        "--library", dest="libraries", metavar="NAME=PLACE", action="append", default=[], type=_named,
        help="serve this library under a name, in place of --index; repeatable, and chosen in the page",
    )  # fmt: skip
    parser.add_argument("--log-json", action="store_true", help="write the log as lines of JSON, one for each request")
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
    from ui.application import ServedLibrary
    from ui.chat.store import Conversations
    from ui.documents.service import DocumentsService
    from ui.fetching.fetcher import Fetcher
    from ui.operations.index_time import IndexTime
    from ui.operations.logs import log_as_json
    from ui.operations.traces import open_traces
    from ui.server import ServerError, serve

    if arguments.log_json:
        log_as_json(sys.stderr)
    # Nobody has this machine fetch for them: pages are added by address where one person alone uses the chat.
    fetcher = Fetcher() if allowed.is_private else None
    synchronise = partial(sync, patience=PATIENCE)
    named = arguments.libraries or [("", settings.library or settings.index)]
    if len(dict(named)) < len(named):
        raise UsageError("Each --library needs a name of its own.")
    traces = open_traces(server.traces)
    with ExitStack() as open_ones:
        if traces:
            open_ones.callback(traces.close)
        served, notes = [], list[str]()
        for (name, _), assistant in zip(named, open_assistants([at for _, at in named], settings), strict=True):
            open_ones.enter_context(assistant)
            # Refuse an unusable library now and not at the first question. A missing one is fine: the chat can make it.
            try:
                assistant.library.open()
            except NoLibrary:
                notes.append(f"There is no library in {assistant.library.home} yet; add documents in the page.")
            home = assistant.library.home
            # Whoever adds a document need not know that the folders are being watched, and are read just now.
            service = DocumentsService(assistant.library, uploads_of(home), synchronise, fetcher)
            open_ones.enter_context(closing(service))
            conversations = Conversations(home / "conversations.sqlite")
            served.append(ServedLibrary(assistant, service, conversations, name, IndexTime(assistant.library)))
        try:
            serve(
                served,
                allowed,
                port=server.port,
                examples=arguments.example,
                mcp=arguments.mcp,
                traces=traces,
                notes=notes,
            )
        except ServerError as error:
            raise CommandError(str(error)) from error
    return Result("")


def _named(text: str) -> tuple[str, str]:
    from ui.http.auth.rights import NAME

    name, _, folder = text.partition("=")
    if not (NAME.fullmatch(name) and folder):
        raise argparse.ArgumentTypeError(f"'{text}' is not of the form NAME=PLACE, such as law=laws/")
    return name, folder


class _Never(argparse.Action):
    def __call__(self, *_: object) -> NoReturn:
        raise UsageError(
            "citeseed is not shared through a server of somebody else's. To let other machines in: citeseed chat "
            "--host 0.0.0.0 --auth-file FILE"
        )
