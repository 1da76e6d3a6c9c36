"""The class that Ray makes an actor of: rows that name files go in, rows that say what became of them come out."""

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

# What a row says: a document was stored; the bytes are known; the file is gone; it cannot be read; nothing can be done.
STORED, KNOWN, GONE, REFUSED, FAILED = "stored", "known", "gone", "refused", "failed"


class FileActor:
    """Owns one parser and one embedder, and does files with them. Ray makes it anew where its process has died.

    Parameters
    ----------
    make
        Makes the worker, in the process of the actor.
    """

    def __init__(self, make: Callable[[], FileWorker]) -> None:
        self._worker = make()

    def __call__(self, files: dict[str, NDArray[Any]]) -> dict[str, Sequence[str]]:
        """Do a batch of files.

        Parameters
        ----------
        files
            Columns: "source", "path" (bytes) and "known", the fingerprint or an empty text.

        Returns
        -------
        Columns: "source", "what", and "told": the reason, or the document's row and the chunks embedded, as JSON. Where
        nothing can be done for any file the batch is one row, so that Ray does not try it again in vain.
        """
        asked = [
            (str(source), Path(os.fsdecode(path)), str(known) or None)
            for source, path, known in zip(files["source"], files["path"], files["known"], strict=True)
        ]
        try:
            rows = [(source, *_row(outcome)) for source, outcome in self._worker.ingest(asked)]
        except LibraryError as error:
            rows = [("", FAILED, str(error))]
        return dict(zip(("source", "what", "told"), map(list, zip(*rows, strict=True)), strict=True))


def _row(outcome: StoredDocument | DocumentError | FileNotFoundError | None) -> tuple[str, str]:
    if outcome is None:
        return KNOWN, ""
    if isinstance(outcome, FileNotFoundError):
        return GONE, ""
    if isinstance(outcome, DocumentError):
        return REFUSED, str(outcome)
    return STORED, json.dumps([outcome.row, outcome.embedded])
