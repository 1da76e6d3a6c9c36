"""The class of Ray's actors: rows that name files go in, rows with their outcomes come out."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import DocumentError, LibraryError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from index.engines.writing.file_worker import FileWorker, StoredDocument

# The outcome of a file: stored; its bytes are known; it is gone; it cannot be read. FAILED: no file can be processed.
STORED, KNOWN, GONE, REFUSED, FAILED = "stored", "known", "gone", "refused", "failed"


class FileActor:
    """Owns one parser and one embedder, and processes files with them. Ray restarts it when its process has died.

    Parameters
    ----------
    make
        Makes the worker, in the process of the actor.
    """

    def __init__(self, make: Callable[[], FileWorker]) -> None:
        self._worker = make()

    def __call__(self, files: dict[str, NDArray[Any]]) -> dict[str, Sequence[str]]:
        """Process a batch of files.

        Parameters
        ----------
        files
            Columns: "source", "path" (bytes) and "known", the fingerprint or an empty text.

        Returns
        -------
        Columns: "source", "outcome", and "details": the reason, or the document's row and the chunks embedded, as JSON.
        Where no file can be processed the batch is one row, so that Ray does not try it again in vain.
        """
        asked = [
            (str(source), Path(os.fsdecode(path)), str(known) or None)
            for source, path, known in zip(files["source"], files["path"], files["known"], strict=True)
        ]
        try:
            rows = [(source, *_row(outcome)) for source, outcome in self._worker.ingest(asked)]
        except LibraryError as error:
            rows = [("", FAILED, str(error))]
        return dict(zip(("source", "outcome", "details"), map(list, zip(*rows, strict=True)), strict=True))


def _row(outcome: StoredDocument | DocumentError | FileNotFoundError | None) -> tuple[str, str]:
    if outcome is None:
        return KNOWN, ""
    if isinstance(outcome, FileNotFoundError):
        return GONE, ""
    if isinstance(outcome, DocumentError):
        return REFUSED, str(outcome)
    return STORED, json.dumps([outcome.row, outcome.embedded])
