"""The command ``citeseed table``: ask every document, a row each."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from index import Filter, Progress
from rag import open_assistant
from ui.cli.flags import filter_flags, json_flag, setting_flags
from ui.cli.output.console import screen
from ui.cli.output.output_file import check_place, write
from ui.cli.result import Result
from ui.cli.signals import Interrupted
from ui.errors import UsageError
from ui.formats import json
from ui.text.sanitize import to_json

# The command line does not wait for what another command needs.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Generator

    from index import Library
    from rag.extraction.types import AskedTable, TableEvent
    from rag.settings import Settings

PURPOSE = "ask every document: a table with a row for each and a quote in every cell"
EXAMPLES = """\
examples:
  citeseed table date place "probable cause" --within reports/
  citeseed table "Who may terminate, and with what notice?" --xlsx contracts.xlsx
  citeseed table cost --each section --json | jq '.rows[].cells[0].value'

Cells are kept: what was read is not read again, also after Ctrl-C."""


def add_flags(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("columns", metavar="COLUMN", nargs="+", help="a question in quotes, or a label such as date")
    parser.add_argument("--within", metavar="FOLDER", default="", help="only documents in this folder of the library")
    parser.add_argument(
        "--each", choices=("document", "section"), default="document", help="what a row is (default: document)"
    )
    for form in ("csv", "xlsx", "html"):
        parser.add_argument(f"--{form}", metavar="FILE", help=f"write the table as {form.upper()}")
    filter_flags(parser)
    json_flag(parser)
    setting_flags(parser, "index", "embedder", "reading_model")


def run(arguments: Namespace, settings: Settings) -> Result:
    """Ask every column of every document."""
    from ui.cli.output.progress_bar import progress_bar
    from ui.cli.output.table_text import table_text
    from ui.formats import table_export

    if arguments.within and arguments.folder:
        raise UsageError("--within and --folder say the same; give one of them.")
    for place in (arguments.csv, arguments.xlsx, arguments.html):
        check_place(place)
    folder = (arguments.within or arguments.folder).removeprefix("./").rstrip("/")
    within = Filter.parse(folder, arguments.type, arguments.after, arguments.before)
    with open_assistant(settings=settings) as assistant, progress_bar(sys.stderr, os.environ) as progress:
        within = _in_library(within, assistant.library)
        table = _filled(assistant.table_steps(arguments.columns, within, each=arguments.each), progress)
    for file, form in (
        (arguments.csv, table_export.csv),
        (arguments.xlsx, table_export.xlsx),
        (arguments.html, table_export.web_page),
    ):
        if file:
            write(file, form(Path(file).stem, table))
    output = to_json(json.table_record(table)) if arguments.json else table_text(table, screen())
    return Result(output, warnings=table.warnings)


def _in_library(within: Filter, library: Library) -> Filter:
    """Return a filter whose folder begins in the library: "reports/2024" is "2024" where it was made of "reports".

    That is the way from the working folder, which people type; a folder "reports" in the library comes first.
    """
    first, _, rest = within.folder.partition("/")
    snapshot = library.open()
    if snapshot.folders == (first,) and not snapshot.largest(1, Filter(folder=first)):
        return replace(within, folder=rest)
    return within


def _filled(steps: Generator[TableEvent, None, AskedTable], progress: Callable[[Progress], None] | None) -> AskedTable:
    """Fill the table; say before how long it takes, and when it is interrupted what is kept."""
    from rag.extraction.types import TablePlan
    from ui.formats.views.table import plan_text

    done = total = 0
    try:
        while True:
            step = next(steps)
            if isinstance(step, TablePlan):
                total = step.rows
                if sys.stderr is not None:
                    sys.stderr.write(f"citeseed: {plan_text(step)}\n")
                    sys.stderr.flush()
                continue
            done = step.done
            if progress:
                progress(Progress("reading", step.done, step.total))
    except StopIteration as end:
        table: AskedTable = end.value
        return table
    except Interrupted as interruption:
        steps.close()
        interruption.add_note(f"{done:,} of {total:,} rows are done and kept; the same command goes on from there")
        raise
