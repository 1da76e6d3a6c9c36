"""Bring many files into a draft with Ray Data: on the cores of this machine, or on a cluster."""

from __future__ import annotations

import json
import logging
import os
import warnings
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from index.distributed.cluster import LOCAL, connected, prepare
from index.distributed.file_actor import FAILED, GONE, REFUSED, STORED, FileActor
from index.errors import DocumentError, LibraryError
from index.ingest.ingestion import ingest_here
from index.protocols import Draft
from index.sources.source_folders import UPLOADS

# Ray is imported after what it reads from the environment has been set.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from ray.data import Dataset

    from index.distributed.cluster import Capacity
    from index.engines.generations.lending import Loan
    from index.engines.writing.file_worker import FileWorker
    from index.ingest.ingestion import Ingested
    from index.protocols import Library

# Files of one batch of an actor, and of one task. When its actor dies, the whole task is done again.
BATCH, TASK = 16, 128
# How often an actor that died is restarted, and a task is tried again.
RESTARTS, RETRIES = 3, 3


@runtime_checkable
class SharedDraft(Draft, Protocol):
    """A draft that other processes can write for."""

    def lent(self) -> AbstractContextManager[Loan]:
        """Let other processes store documents for this draft in a ``with`` block."""
        ...

    def adopt(self, row: dict[str, Any], embedded: int) -> None:
        """Take over a document that another process has stored, by its row."""
        ...


class RayIngestion:
    """Brings files into a draft on an engine with Ray Data; see ``index.ingest.ingestion.Ingestion``.

    1. List the files for Ray: source, path and the fingerprint that the library knows.
    2. Let actors hash them, drop what is known, and parse, embed and store the rest. Each owns one parser and one
       embedder.
    3. Take over the row of each document as it comes. An error is a row too.

    The draft publishes; no actor does. What was added in the chat lies in a folder of this machine, and is read here.

    Parameters
    ----------
    address
        Of a cluster; None for Ray on this machine.
    make
        Makes a worker in the process of an actor.

    Raises
    ------
    LibraryError
        When the address is none.
    ModuleNotFoundError
        When Ray is not installed.
    """

    def __init__(self, address: str | None, make: Callable[[Loan], FileWorker]) -> None:
        self._address = address or LOCAL
        prepare(self._address)
        self._make = make

    def __call__(
        self,
        files: Mapping[str, Path],
        known: Mapping[str, str],
        draft: Draft,
        library: Library,
        recognised: Callable[[int, int], None],
    ) -> Iterator[tuple[str, Ingested]]:
        """Yield for each file, in any order, what has become of it.

        Raises
        ------
        LibraryError
            When Ray cannot be used, an actor dies too often, or what an actor needs fails. Nothing is published then.
        """
        if not isinstance(draft, SharedDraft):
            raise LibraryError(f"Ray cannot write to the library in {library.name}: it is in a folder.")
        near = {source: path for source, path in files.items() if source.startswith(UPLOADS)}
        yield from ingest_here(near, known, draft, library, recognised)
        far = {source: path for source, path in files.items() if source not in near}
        if not far:
            return
        with connected(self._address) as capacity, draft.lent() as loan:
            for source, outcome, details in self._results(far, known, loan, capacity):
                yield source, _taken(draft, outcome, details)

    def _results(
        self, files: Mapping[str, Path], known: Mapping[str, str], loan: Loan, capacity: Capacity
    ) -> Iterator[tuple[str, str, str]]:
        from ray.exceptions import RayError

        waiting = set(files)
        try:
            for row in self._dataset(files, known, loan, capacity).iter_rows():
                if row["outcome"] == FAILED:
                    raise LibraryError(row["details"])
                if row["source"] in files and row["source"] not in waiting:
                    continue
                waiting.discard(row["source"])  # an attachment is no file
                yield row["source"], row["outcome"], row["details"]
        except RayError as error:
            raise LibraryError(
                f"Ray could not finish ({_cause(error)}). Nothing was published; run it again."
            ) from error
        if waiting:
            raise LibraryError(f"Ray said nothing of {len(waiting):,} files. Nothing was published; run it again.")

    def _dataset(self, files: Mapping[str, Path], known: Mapping[str, str], loan: Loan, capacity: Capacity) -> Dataset:
        import pyarrow as pa
        import ray.data

        table = pa.table(
            {
                "source": pa.array(list(files), pa.string()),
                "path": pa.array([os.fsencode(path) for path in files.values()], pa.binary()),
                "known": pa.array([known.get(source, "") for source in files], pa.string()),
            }
        )
        # Each actor gets several tasks, so that none waits long for the others at the end.
        size = max(1, min(TASK, len(files) // (4 * capacity.workers)))
        parts = [table.slice(start, size) for start in range(0, len(files), size)]
        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = context.print_on_execution_start = False
        logging.getLogger("ray").setLevel(logging.CRITICAL)
        with warnings.catch_warnings():
            # Ray 2.60 warns of the last two, and has no other way to say them.
            warnings.simplefilter("ignore", DeprecationWarning)
            return ray.data.from_arrow(parts).map_batches(
                FileActor,
                fn_constructor_args=(partial(self._make, loan),),
                batch_size=BATCH,
                compute=ray.data.ActorPoolStrategy(size=min(capacity.workers, len(parts))),
                num_cpus=1,
                num_gpus=capacity.gpus or None,
                max_restarts=RESTARTS,
                max_task_retries=RETRIES,
            )


def _taken(draft: SharedDraft, outcome: str, details: str) -> Ingested:
    if outcome == STORED:
        row, embedded = json.loads(details)
        draft.adopt(row, embedded)
        return str(row["fingerprint"])
    if outcome == REFUSED:
        return DocumentError(details)
    return FileNotFoundError() if outcome == GONE else None


def _cause(error: BaseException) -> str:
    """Return the first line of what went wrong in an actor."""
    while error.__cause__ is not None:
        error = error.__cause__
    lines = [line for line in str(error).splitlines() if line.strip()]
    return (lines[0] if lines else type(error).__name__)[:200]
