"""The commands. Each returns its output and exit code.

Nothing is printed here, so that a command that fails leaves standard output empty.
"""

from __future__ import annotations

import os
import sys
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from index import Filter
from rag import open_assistant
from ui.cli import terminal
from ui.cli.console import Screen
from ui.cli.signals import Interrupted
from ui.errors import CommandError, UsageError
from ui.formats import json
from ui.text.sanitize import to_json

# Each command imports what it needs, so that `show` does not wait for the chat's packages.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from index import LocalLibrary, SyncReport
    from rag.settings import Settings

DONE, SKIPPED, REFUSED = 0, 3, 4
# Seconds that a change in the chat waits for another process that is writing.
PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Result:
    """How a command ended.

    Parameters
    ----------
    output
        For standard output.
    code
        Exit code.
    warnings
        For standard error, one sentence each.
    further
        Called after that with a function that prints a result and returns False when nobody reads it any more.
    """

    output: str
    code: int = DONE
    warnings: tuple[str, ...] = ()
    further: Callable[[Callable[[Result], bool]], None] | None = None


def index(arguments: Namespace, settings: Settings) -> Result:
    """Make the library equal to the folders, and with ``--watch`` keep it so."""
    from index import sync
    from ui.cli.progress_bar import progress_bar

    if arguments.watch:
        return Result("", further=partial(_follow, arguments, settings))
    with closing(_library(settings)) as library, progress_bar(sys.stderr, os.environ) as progress:
        before = library.layout.live()
        try:
            report = sync(
                arguments.folders or None,
                library,
                add=arguments.add,
                replace=arguments.replace,
                allow_empty=arguments.allow_empty,
                progress=progress,
            )
        except Interrupted as interruption:
            same = library.layout.live() == before
            interruption.add_note("the library is unchanged" if same else "the new library was complete and is in use")
            raise
    output = to_json(json.report_record(report)) if arguments.json else terminal.report_text(report, _screen())
    return Result(output, SKIPPED if report.skipped else DONE)


def _follow(arguments: Namespace, settings: Settings, show: Callable[[Result], bool]) -> None:
    from datetime import datetime

    from index import LibraryError, follow
    from ui.cli.progress_bar import progress_bar

    shown: SyncReport | None = None
    with closing(_library(settings)) as library:
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
                        output = terminal.report_text(change, _screen()) + terminal.watching_text(change, _screen())
                    else:
                        output = terminal.change_text(change, shown, datetime.now().astimezone(), _screen())
                    shown = change
                    if not show(Result(output)):
                        return
        except Interrupted as interruption:
            interruption.add_note(f"the library is whole, generation {library.layout.live()}")
            raise


def ask(arguments: Namespace, settings: Settings) -> Result:
    """Answer a question, or say that the documents do not."""
    within = _within(arguments)
    with open_assistant(settings=settings) as assistant:
        outcome = assistant.ask(arguments.question, within=within)
    if arguments.json:
        return Result(to_json(json.outcome_record(arguments.question, outcome)))
    return Result(terminal.outcome_text(arguments.question, outcome, _screen()), warnings=outcome.trace.warnings)


def search(arguments: Namespace, settings: Settings) -> Result:
    """List the passages that match a question best."""
    within = _within(arguments)
    with open_assistant(settings=settings) as assistant:
        findings = assistant.find(arguments.question, k=arguments.k, within=within)
    if arguments.json:
        return Result(to_json(json.findings_record(arguments.question, findings)))
    return Result(terminal.findings_text(findings, _screen()), warnings=findings.trace.warnings)


def verify(arguments: Namespace, settings: Settings) -> Result:
    """Check every file of the library."""
    from index import examine

    found = examine(settings.index)
    output = to_json(json.examined_record(found)) if arguments.json else terminal.examined_text(found, _screen())
    return Result(output, DONE if found.sound else REFUSED)


def status(arguments: Namespace, settings: Settings) -> Result:
    """Say what the library holds."""
    from index import status as look

    found = look(settings.index)
    if arguments.json:
        return Result(to_json(json.status_record(found)))
    return Result(terminal.status_text(found, _screen()), warnings=found.warnings)


def show(arguments: Namespace, settings: Settings) -> Result:
    """Write a document's canonical text."""
    with closing(_library(settings)) as library:
        return Result(library.open().document(arguments.source).text)


def chat(arguments: Namespace, settings: Settings) -> Result:
    """Serve the chat until it is interrupted."""
    from ui.http.access import access
    from ui.web.gradio_env import settle

    allowed = access(settings)
    settle(os.environ)
    from index import sync
    from index.errors import NoLibrary
    from ui.chat.store import Conversations
    from ui.documents.service import Shelf
    from ui.server import ServerError, serve

    with open_assistant(settings=settings) as assistant:
        # Refuse an unusable library now and not at the first question. A missing one is fine: the chat can make it.
        with suppress(NoLibrary):
            assistant.library.open()
        # Whoever adds a document need not know that the folders are being watched, and are read just now.
        shelf = Shelf(assistant.library, settings.index / "uploads", partial(sync, patience=PATIENCE))
        conversations = Conversations(settings.index / "conversations.sqlite")
        try:
            with closing(shelf):
                serve(
                    assistant,
                    shelf,
                    conversations,
                    allowed,
                    port=settings.port,
                    examples=arguments.example,
                    mcp=arguments.mcp,
                )
        except ServerError as error:
            raise CommandError(str(error)) from error
    return Result("")


def feedback(arguments: Namespace, settings: Settings) -> Result:
    """List the visitors' ratings of answers."""
    from ui.chat.store import Conversations
    from ui.errors import ConversationError

    try:
        judged = tuple(Conversations(settings.index / "conversations.sqlite").judged())
    except ConversationError as error:
        raise CommandError(str(error)) from error
    return Result(to_json(json.judged_record(judged)) if arguments.json else terminal.judged_text(judged, _screen()))


def user(arguments: Namespace, settings: Settings) -> Result:
    """Add or remove a user of the chat."""
    from ui.cli.password_prompt import asked_password
    from ui.http import users

    if not settings.auth_file:
        raise UsageError("Name the file that says who may come in: --auth-file FILE")
    path, name = Path(settings.auth_file), arguments.name
    try:
        if arguments.remove:
            users.remove(path, name)
            return Result(f"{name} is out of {path}.\n")
        if arguments.token:
            person, token = users.with_token(name)
            users.put(path, person)
            return Result(f"{token}\n")
        users.put(path, users.with_password(name, asked_password(sys.stdin, sys.stderr)))
    except users.PeopleError as error:
        raise CommandError(str(error)) from error
    return Result(f"{name} can sign in; {path} says so.\n")


def evaluate(arguments: Namespace, settings: Settings) -> Result:
    """Measure the assistant on a data set."""
    from ui.cli.evaluate import evaluated

    return Result(evaluated(arguments, settings))


def _within(arguments: Namespace) -> Filter:
    return Filter.parse(arguments.folder, arguments.type, arguments.after, arguments.before)


def _library(settings: Settings) -> LocalLibrary:
    from index import open_library

    return open_library(
        settings.index,
        embedder=settings.embedder,
        chunk_characters=settings.chunk_characters,
        chunk_overlap=settings.chunk_overlap,
    )


def _screen() -> Screen:
    return Screen.of(sys.stdout, os.environ)


COMMANDS: dict[str, Callable[[Namespace, Settings], Result]] = {
    "index": index,
    "ask": ask,
    "search": search,
    "chat": chat,
    "feedback": feedback,
    "user": user,
    "verify": verify,
    "status": status,
    "show": show,
    "eval": evaluate,
}
