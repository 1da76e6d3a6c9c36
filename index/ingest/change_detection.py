"""Parse the files that are new or changed, several at a time, and yield their documents in order."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial
from itertools import islice
from queue import SimpleQueue
from threading import Lock
from typing import TYPE_CHECKING, TypeAlias

from index.errors import DocumentError
from index.sources.attachments import AttachmentReader
from index.storage.atomic_files import digest_of, open_unlinked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from index.protocols import Parser
    from index.types import Document

# How often a file is read again when it changes while it is read.
_ATTEMPTS = 3
# Parsers at most. More bring nothing: one thread splits and stores the documents.
_MAX_PARSERS = 4
# Parsed documents that may wait to be stored, for each parser.
_AHEAD = 2
# Seconds between two checks whether the threads have ended.
_MOMENT = 0.1

# A document; or None, when the file's bytes are those that the library knows; or why there is neither.
Outcome: TypeAlias = "Document | DocumentError | FileNotFoundError | None"
# What has become of a file; then the documents of its attachments.
Outcomes: TypeAlias = "Sequence[tuple[str, Outcome]]"


def changed(
    files: Mapping[str, Path],
    known: Mapping[str, str],
    parser: Parser,
    recognised: Callable[[int, int], None] | None = None,
) -> Iterator[tuple[str, Outcome]]:
    """Yield for each file its document, None when its bytes are known, or the error, in the order of ``files``.

    The documents of its attachments follow that of a file.

    Several files are parsed at a time, each by a thread that waits for a parser process. Only a few documents are in
    memory. The parser is closed at the end, also when the generator is closed early.

    Parameters
    ----------
    files
        By source.
    known
        Fingerprints by source.
    parser
        Closed afterwards.
    recognised
        Called in the caller's thread with the number of pages recognised, and of all that are pictures.

    Raises
    ------
    LibraryError
        When no file can be parsed at all.
    """
    pages = _Pages()
    workers = min(_MAX_PARSERS, os.cpu_count() or 1)
    with ThreadPoolExecutor(workers, "parse") as pool:
        jobs = (
            pages.watched(pool.submit(outcomes_of, path, source, known.get(source), parser, pages.of(source)))
            for source, path in files.items()
        )
        waiting = deque["Future[Outcomes]"]()
        try:
            waiting.extend(islice(jobs, workers * _AHEAD))
            while waiting:
                pages.tell(waiting[0], recognised)
                yield from waiting[0].result()
                waiting.popleft()
                waiting.extend(islice(jobs, 1))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            _end(parser, waiting)


def _end(parser: Parser, jobs: Iterable[Future[Outcomes]]) -> None:
    """Close the parser until no job is left. A job that was still reading its file may have restarted it."""
    parser.close()
    while busy := [job for job in jobs if not job.done()]:
        wait(busy, _MOMENT)
        parser.close()


class _Pages:
    """Reports from one thread how many pages the parser threads have recognised."""

    def __init__(self) -> None:
        self._counts: dict[str, tuple[int, int]] = {}
        self._steps: SimpleQueue[tuple[int, int] | None] = SimpleQueue()
        self._lock = Lock()

    def of(self, source: str) -> Callable[[int, int], None]:
        """Return the function that a parser reports the pages of a file to."""
        return partial(self._recognised, source)

    def _recognised(self, source: str, done: int, total: int) -> None:
        with self._lock:
            self._counts[source] = done, total
            counts = list(self._counts.values())
        self._steps.put((sum(done for done, _ in counts), sum(total for _, total in counts)))

    def watched(self, job: Future[Outcomes]) -> Future[Outcomes]:
        """Wake the waiting thread when a job ends."""
        job.add_done_callback(lambda _: self._steps.put(None))
        return job

    def tell(self, job: Future[Outcomes], recognised: Callable[[int, int], None] | None) -> None:
        """Report pages until a job is done."""
        while not job.done():
            if (step := self._steps.get()) and recognised:
                recognised(*step)


def outcomes_of(
    path: Path, source: str, before: str | None, parser: Parser, page_progress: Callable[[int, int], None] | None = None
) -> Outcomes:
    """Return the document of a file, None when its bytes have the fingerprint ``before``, or the error.

    The documents of its attachments follow. ``page_progress``
    gets the number of pages recognised, and of all that are pictures.
    """
    try:
        documents = _changed(path, source, before, parser, page_progress)
    except (DocumentError, FileNotFoundError) as reason:
        return [(source, reason)]
    return [(each.source, each) for each in documents] if documents else [(source, None)]


def _changed(
    path: Path, source: str, before: str | None, parser: Parser, page_progress: Callable[[int, int], None] | None
) -> list[Document]:
    """Parse a file and its attachments; return nothing when its bytes have the fingerprint ``before``.

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
            return []
        data = read(path)
        document = parser.parse(data, source, page_progress)
        if document.fingerprint in (fingerprint, _fingerprint(path)):
            return AttachmentReader(parser, page_progress).with_attachments(document, data)
    raise DocumentError("it changes while it is being read; try again when it is complete")


def _fingerprint(path: Path) -> str:
    """Return the sha256 of a file's bytes; an empty text for a file too large to be indexed."""
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
