"""A library and Ray's workers on an engine, with fakes that Ray's processes can make too."""

from __future__ import annotations

import os
import signal
from functools import partial
from typing import TYPE_CHECKING

from index.distributed.ray_ingestion import RayIngestion
from tests.engines.harness.libraries import milvus_library
from tests.fakes import DirectParser

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from index import Document
    from index.engines.generations.lending import Loan
    from index.engines.writing.file_worker import FileWorker


class DyingParser(DirectParser):
    """Kills its process when it reads a file, as often as is said.

    Parameters
    ----------
    name
        Part of the file's name.
    times
        How often.
    marks
        Folder that keeps count; every process that reads uses the same.
    """

    def __init__(self, name: str, times: int, marks: Path) -> None:
        self._name = name
        self._times = times
        self._marks = marks

    def parse(self, data: bytes, source: str, page_progress: Callable[[int, int], None] | None = None) -> Document:
        died = len(list(self._marks.iterdir()))
        if self._name in source and died < self._times:
            (self._marks / str(died)).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().parse(data, source, page_progress)


def worker(address: str, home: Path, parser: DyingParser, loan: Loan) -> FileWorker:
    """Make a worker that reads with this parser."""
    library = milvus_library(address, home)
    library.parser = parser
    return library.worker(loan)


def ingestion(address: str, home: Path, parser: DyingParser) -> RayIngestion:
    """Return what lets Ray use such workers."""
    return RayIngestion(None, partial(worker, address, home, parser))
