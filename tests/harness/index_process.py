"""A process that indexes a folder with the fake embedder, for tests that kill or starve it.

Usage: ``python -m tests.harness.index_process DOCUMENTS LIBRARY [--hold] [--limit BYTES] [--slow]``
"""

from __future__ import annotations

import argparse
import resource
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from index import Busy, LibraryError, sync
from tests.fakes import FakeEmbedder
from tests.libraries import library_in

if TYPE_CHECKING:
    from types import FrameType

    from index import Progress


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("documents", type=Path)
    parser.add_argument("library", type=Path)
    parser.add_argument("--hold", action="store_true", help="hold the lock until a line comes in")
    parser.add_argument("--limit", type=int, help="largest file that may be written")
    parser.add_argument("--slow", action="store_true", help="tell each stage on standard output, and wait a little")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, _terminate)
    # A shell that starts tests in the background tells all of them to ignore this one.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    library = library_in(arguments.library, FakeEmbedder())
    if arguments.limit is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (arguments.limit, arguments.limit))
    try:
        if arguments.hold:
            with library.update():
                _say("holding")
                sys.stdin.readline()
        else:
            report = sync([arguments.documents], library, progress=_tell if arguments.slow else None)
            _say(report.generation)
    except Busy as busy:
        sys.stderr.write(f"{busy}\n")
        return 5
    except LibraryError as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 1
    return 0


def _tell(progress: Progress) -> None:
    if not progress.done:
        _say(progress.stage)
        time.sleep(0.5)


def _say(what: object) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def _terminate(number: int, _: FrameType | None) -> None:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
