"""The command ``citeseed index``: make the library equal to folders, and with ``--watch`` keep it so."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

from index.factory import library_of, ray_ingestion
from ui.cli.flags import json_flag, setting_flags
from ui.cli.output import terminal
from ui.cli.output.console import screen
from ui.cli.result import DONE, SKIPPED, Result
from ui.cli.signals import Interrupted
from ui.errors import UsageError
from ui.formats import json
from ui.text.sanitize import to_json

# The command line does not wait for what another command needs.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable

    from index import SyncReport
    from rag.settings import Settings

PURPOSE = "make the library equal to folders of documents"
EXAMPLES = """\
examples:
  citeseed index                     read seeds/, or the folders that the library was made of, again
  citeseed index reports/ notes/     make it equal to two folders; what is unchanged costs nothing
  citeseed index more/ --add         keep the folders that it was made of, and add one
  citeseed index other/ --replace    forget the folders that it was made of
  citeseed index reports/ --ray      on all cores, into a library on Milvus; --ray HOST:PORT for a cluster
  citeseed index reports/ --watch    and again whenever something in it changes, until Ctrl-C"""


def add_flags(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "folders", nargs="*", metavar="FOLDER", help="folders of documents (default: those of before, at first seeds)"
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--add", action="store_true", help="keep the folders that the library was made of")
    how.add_argument("--replace", action="store_true", help="forget the folders that the library was made of")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--watch", action="store_true", help="keep it equal to them until Ctrl-C")
    kind.add_argument(
        "--ray",
        nargs="?",
        const="",
        metavar="ADDRESS",
        help="let Ray index, on this machine or on the cluster at ADDRESS, into a library on Milvus",
    )
    parser.add_argument("--repair", action="store_true", help="look for damage first, and read again what is damaged")
    parser.add_argument("--allow-empty", action="store_true", help="accept folders without documents")
    json_flag(parser)
    setting_flags(
        parser, "index", "embedder", "chunk_characters", "chunk_overlap", "language", "ocr_languages", "originals"
    )


def run(arguments: Namespace, settings: Settings) -> Result:
    """Make the library equal to the folders, and with ``--watch`` keep it so."""
    from index import sync
    from ui.cli.output.progress_bar import progress_bar

    if arguments.watch and arguments.repair:
        raise UsageError("Repair the library first: --watch and --repair are two commands.")
    if arguments.watch:
        return Result("", further=partial(_follow, arguments, settings))
    ingestion = None if arguments.ray is None else ray_ingestion(settings, arguments.ray or None)
    with closing(library_of(settings)) as library, progress_bar(sys.stderr, os.environ) as progress:
        before = library.live()
        try:
            report = sync(
                arguments.folders or None,
                library,
                add=arguments.add,
                replace=arguments.replace,
                allow_empty=arguments.allow_empty,
                progress=progress,
                ingestion=ingestion,
                repair=arguments.repair,
            )
        except Interrupted as interruption:
            same = library.live() == before
            interruption.add_note("the library is unchanged" if same else "the new library was complete and is in use")
            raise
    output = to_json(json.report_record(report)) if arguments.json else terminal.report_text(report, screen())
    return Result(output, SKIPPED if report.skipped else DONE)


def _follow(arguments: Namespace, settings: Settings, show: Callable[[Result], bool]) -> None:
    from datetime import datetime

    from index import LibraryError, follow
    from ui.cli.output.progress_bar import progress_bar

    shown: SyncReport | None = None
    with closing(library_of(settings)) as library:
        changes = follow(
            arguments.folders or None,
            library,
            add=arguments.add,
            replace=arguments.replace,
            allow_empty=arguments.allow_empty,
            progressing=partial(progress_bar, sys.stderr, os.environ),
        )
        try:
            with closing(changes):
                for change in changes:
                    if isinstance(change, LibraryError):
                        show(Result("", warnings=(f"{change} Watching goes on.",)))
                        continue
                    if arguments.json:
                        output = to_json(json.change_record(change), indent=None)
                    elif shown is None:
                        output = terminal.report_text(change, screen()) + terminal.watching_text(change, screen())
                    else:
                        output = terminal.change_text(change, shown, datetime.now().astimezone(), screen())
                    shown = change
                    if not show(Result(output)):
                        return
        except Interrupted as interruption:
            interruption.add_note(f"the library is whole, generation {library.live()}")
            raise
