"""The command ``citeseed add``: add pages by their addresses, single files and pasted text."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from ui.cli.flags import json_flag, setting_flags
from ui.cli.result import DONE, SKIPPED, Result
from ui.errors import CommandError, FetchError, UsageError

# The command line does not wait for what another command needs.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from index import Library, Skipped
    from rag.settings import Settings
    from ui.documents.arrivals import Upload
    from ui.fetching.fetcher import Fetcher

PURPOSE = "add a page by its address, a file, or pasted text"
EXAMPLES = """\
examples:
  citeseed add https://example.org/report.pdf     fetch one page or PDF file; again later, to compare
  citeseed add report.pdf notes.md                copy files into the library
  pbpaste | citeseed add - --title "Minutes"      text from standard input, under a title"""
PASTED = "-"


def add_flags(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("items", nargs="+", metavar="ADDRESS_OR_FILE", help="pages, PDF files, other files; - for text")
    parser.add_argument("--title", metavar="TITLE", default="", help="the document's title; text from - needs one")
    json_flag(parser)
    setting_flags(
        parser, "index", "embedder", "chunk_characters", "chunk_overlap", "language", "ocr_languages", "originals"
    )


def run(arguments: Namespace, settings: Settings) -> Result:
    """Add what was named, or compare it with what was added before."""
    from index.factory import library_of
    from ui.fetching.fetcher import Fetcher

    if arguments.title and len(arguments.items) > 1:
        raise UsageError("--title is for one document; add them one after the other.")
    with closing(library_of(settings)) as library:
        return added(arguments.items, arguments.title, library, Fetcher(), as_json=arguments.json)


def added(items: Sequence[str], title: str, library: Library, fetcher: Fetcher, *, as_json: bool) -> Result:
    """Add items to a library; pages come from a fetcher.

    Raises
    ------
    CommandError
        When nothing could be added.
    """
    from index import Skipped, sync, uploads_of
    from ui.cli.output.progress_bar import progress_bar
    from ui.documents.additions import Additions
    from ui.documents.upload_store import Added
    from ui.formats.documents import added_record
    from ui.text.sanitize import to_json, visible

    uploads: list[Upload] = []
    skipped: list[Skipped] = []
    with tempfile.TemporaryDirectory() as folder, progress_bar(sys.stderr, os.environ) as progress:
        for item in items:
            try:
                uploads.append(_arrived(item, title, fetcher, Path(folder)))
            except FetchError as error:
                skipped.append(Skipped(item, str(error)))
        store = Added(uploads_of(library.home))
        changed = Additions(library, store, lambda report: sync((), library, progress=report)).add(uploads, progress)
    skipped += changed.skipped
    if not changed.additions:
        raise CommandError(" ".join(map(_reason, skipped)))
    code = SKIPPED if skipped else DONE
    record = added_record(changed.additions, skipped, library.open(), store)
    if as_json:
        return Result(to_json(record), code)
    lines = [f"{each['state']}: {visible(each['source'])} ({visible(each['title'])})" for each in record["documents"]]
    return Result("".join(f"{line}\n" for line in lines), code, tuple(map(_reason, skipped)))


def _reason(skipped: Skipped) -> str:
    return skipped.reason if skipped.reason.endswith(".") else f"{skipped.source}: {skipped.reason}."


def _arrived(item: str, title: str, fetcher: Fetcher, folder: Path) -> Upload:
    from ui.documents.arrivals import fetched, local, pasted

    if item == PASTED:
        if not title:
            raise UsageError("Text from standard input needs a title: citeseed add - --title TITLE")
        return pasted(_typed(), title, folder)
    if "://" in item:
        return fetched(fetcher, item, title, folder)
    path = Path(item)
    if path.is_dir():
        raise UsageError(f"'{item}' is a folder; index it with: citeseed index {item} --add")
    if not path.exists():
        raise UsageError(f"There is no file '{item}'; an address begins with https://.")
    if not path.is_file():
        raise UsageError(f"'{item}' is not a regular file; name a file, or send text on standard input: citeseed add -")
    return local(path, title)


def _typed() -> str:
    if sys.stdin is None:
        raise UsageError("There is no text on standard input.")
    try:
        data: str | bytes = getattr(sys.stdin, "buffer", sys.stdin).read()
        return data if isinstance(data, str) else data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError("The text on standard input is not UTF-8.") from error
