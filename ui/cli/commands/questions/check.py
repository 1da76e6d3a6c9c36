"""The command ``citeseed check``: check a text against the documents."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from index import Progress
from rag import open_assistant
from ui.cli.flags import filter_flags, filter_of, json_flag, setting_flags
from ui.cli.output.console import screen
from ui.cli.output.output_file import check_place, write
from ui.cli.result import DONE, UNSUPPORTED, Result
from ui.cli.signals import Interrupted
from ui.errors import CommandError, UsageError
from ui.formats import json
from ui.text.sanitize import to_json

# The command line does not wait for what another command needs.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Generator

    from index import Document
    from rag.settings import Settings
    from rag.verification.types import Check, CheckedSentence, CheckStep

PURPOSE = "check a text: which sentences the documents support, and with which quotes"
EXAMPLES = """\
examples:
  citeseed check draft.md                            each sentence with its verdict and quotes
  citeseed check report.docx --html report.html      and a page with the text on the left, the quotes on the right
  pbpaste | citeseed check - --json | jq -r '.sentences[] | select(.verdict == "contradicted") | .text'

exit codes:
  0 every claim is supported   3 some are not   130 interrupted: what is done is printed"""
# What standard input is read as.
PASTED = "text.txt"


def add_flags(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("file", metavar="FILE", help="the text, .md, .txt, .docx, .html ...; - for standard input")
    parser.add_argument("--html", metavar="FILE", help="write a page: the text on the left, the quotes on the right")
    parser.add_argument("--markdown", metavar="FILE", help="write the text with its verdicts and footnotes")
    filter_flags(parser)
    json_flag(parser)
    setting_flags(parser, "index", "embedder")


def run(arguments: Namespace, settings: Settings) -> Result:
    """Check a text against the documents."""
    from ui.cli.output.check_text import check_text
    from ui.cli.output.progress_bar import progress_bar
    from ui.formats import check_report

    within = filter_of(arguments)
    for place in (arguments.html, arguments.markdown):
        check_place(place)
    text = _read(arguments.file)
    with open_assistant(settings=settings) as assistant, progress_bar(sys.stderr, os.environ) as progress:
        check, interruption = _checked(assistant.check_steps(text, within), progress)
    name = "" if arguments.file == "-" else Path(arguments.file).name
    if arguments.html:
        write(arguments.html, check_report.web_page(name, text.text, check))
    if arguments.markdown:
        write(arguments.markdown, check_report.markdown(name, text.text, check))
    output = to_json(json.check_record(check)) if arguments.json else check_text(check, screen())
    code = interruption.code if interruption else DONE if check.holds else UNSUPPORTED
    return Result(output, code, check.warnings)


def _checked(
    steps: Generator[CheckStep, None, Check], progress: Callable[[Progress], None] | None
) -> tuple[Check, Interrupted | None]:
    """Check the text; where that is interrupted, return the sentences that are done, and what interrupted it."""
    from rag.verification.types import Check

    found: list[CheckedSentence] = []
    total = 0
    try:
        while True:
            step = next(steps)
            found.append(step.sentence)
            total = step.total
            if progress:
                progress(Progress("checking", step.done, total))
    except StopIteration as end:
        check: Check = end.value
        return check, None
    except Interrupted as interruption:
        steps.close()
        if not found:
            raise
        said = f"Interrupted: the first {len(found):,} of {total:,} sentences are checked, the others are left out."
        return Check(tuple(found), (said,)), interruption


def _read(file: str) -> Document:
    """Return the text, parsed as documents of the library are: in a process of its own, with limits."""
    from index import DocumentError, read_document
    from index.loaders import LIMIT, read

    if file == "-":
        source = getattr(sys.stdin, "buffer", sys.stdin)  # None where it is closed
        given = source.read(LIMIT + 1) if source else b""
        data = given.encode() if isinstance(given, str) else given
        if not data.strip():
            raise UsageError("Standard input is empty; send the text that is to be checked.")
        name = PASTED
    else:
        name = Path(file).name
    try:
        return read_document(data if file == "-" else read(Path(file).resolve()), name)
    except DocumentError as error:
        shown = "standard input" if file == "-" else f"'{file}'"
        raise CommandError(f"{shown[:1].upper()}{shown[1:]} cannot be checked: {error}.") from error
