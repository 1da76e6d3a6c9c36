"""A process that asks until its standard input ends, and then prints the answers.

Usage: ``python -m tests.faults.asker LIBRARY``. It prints a line when it is ready, and at last a JSON list of
``[when, sources by meaning, sources by words]``.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path

from tests.libraries import library_in

QUESTION = "alpha fox"
K = 5


def main() -> int:
    library = library_in(Path(sys.argv[1]))
    library.open().search(QUESTION, K)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    ended = threading.Event()
    threading.Thread(target=_until_the_end, args=(ended,), daemon=True).start()
    told = []
    while not ended.is_set():
        started = time.monotonic()
        hits = library.open().search(QUESTION, K)
        told.append((started, [hit.chunk.source for hit in hits.dense], [hit.chunk.source for hit in hits.keyword]))
        # A client reads what it is told before it asks again.
        time.sleep(0.02)
    sys.stdout.write(json.dumps(told))
    return 0


def _until_the_end(ended: threading.Event) -> None:
    sys.stdin.read()
    ended.set()


if __name__ == "__main__":
    sys.exit(main())
