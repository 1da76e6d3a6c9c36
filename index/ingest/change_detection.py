"""What the files of a folder hold that a library does not hold yet: files go in, documents come out, in order."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor, wait
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from index.errors import DocumentError
from index.storage.atomic_files import digest_of, open_unlinked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from index.protocols import Parser
    from index.types import Document

# A file that changed under the reader's eyes is read again this often.
_ATTEMPTS = 3
# More parsers than this find no more to do: cutting and storing what they bring is the work of one.
_MOST_PARSERS = 4
# Documents that may wait to be stored, for each parser: enough that none is idle, few enough to fit into memory.
_AHEAD = 2
# Seconds between two looks at whether the threads have ended.
_MOMENT = 0.1

# A document; or None, when the file's bytes are those that the library knows; or why there is neither.
Outcome: TypeAlias = "Document | DocumentError | FileNotFoundError | None"


def changed(files: Mapping[str, Path], known: Mapping[str, str], parser: Parser) -> Iterator[tuple[str, Outcome]]:
    """Yield for each file its document, None where its bytes are known, or why it has none, in the order of ``files``.

    Several files are read at a time, each by a thread that waits for a parser; no more than a few documents are held
    in memory. The parser is closed at the end, also when nobody wants the rest: what is being parsed then is ended.

    Parameters
    ----------
    files
        By source.
    known
        Fingerprints by source.
    parser
        Closed afterwards.

    Raises
    ------
    LibraryError
        When no file can be parsed at all.
    """
    workers = min(_MOST_PARSERS, os.cpu_count() or 1)
    with ThreadPoolExecutor(workers, "parse") as pool:
        jobs = (
            (source, pool.submit(_outcome, path, source, known.get(source), parser)) for source, path in files.items()
        )
        waiting = deque[tuple[str, "Future[Outcome]"]]()
        try:
            waiting.extend(islice(jobs, workers * _AHEAD))
            while waiting:
                source, job = waiting[0]
                yield source, job.result()
                waiting.popleft()
                waiting.extend(islice(jobs, 1))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            _end(parser, [job for _, job in waiting])


def _end(parser: Parser, jobs: Sequence[Future[Outcome]]) -> None:
    """Close the parser until no job is left: one that was still reading its file has started the parser anew."""
    parser.close()
    while busy := [job for job in jobs if not job.done()]:
        wait(busy, _MOMENT)
        parser.close()


def _outcome(path: Path, source: str, before: str | None, parser: Parser) -> Outcome:
    try:
        return _changed(path, source, before, parser)
    except (DocumentError, FileNotFoundError) as reason:
        return reason


def _changed(path: Path, source: str, before: str | None, parser: Parser) -> Document | None:
    """Return the document in a file, or None when its bytes are those of the fingerprint ``before``.

    Raises
    ------
    DocumentError
        With the reason why it cannot be read.
    FileNotFoundError
        When it is gone.
    """
    from index.loaders import read  # noqa: PLC0415

    for _ in range(_ATTEMPTS):
        fingerprint = _fingerprint(path)
        if fingerprint == before:
            return None
        document = parser.parse(read(path), source)
        if document.fingerprint in (fingerprint, _fingerprint(path)):
            return document
    raise DocumentError("it changes while it is being read; try again when it is complete")


def _fingerprint(path: Path) -> str:
    """Return the sha256 of a file's bytes, or nothing for one too large to be a document: that would take minutes."""
    from index.loaders import LIMIT  # noqa: PLC0415

    try:
        with open_unlinked(path) as descriptor:
            if os.fstat(descriptor).st_size > LIMIT:
                return ""
            return digest_of(descriptor)[0]
    except FileNotFoundError:
        raise
    except OSError as error:
        raise DocumentError(f"cannot be read: {error.strerror or error}") from error
