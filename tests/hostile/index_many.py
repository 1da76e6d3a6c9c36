"""Index a folder with the fake embedder, and print the cost: ``python -m tests.hostile.index_many FOLDER LIBRARY``."""

from __future__ import annotations

import json
import re
import resource
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

from index import Progress, sync
from index.parsing.pool import SandboxParser
from tests.libraries import library_in


def main(documents: Path, library: Path) -> None:
    """Write one JSON object: documents, skipped, how often each stage was told of, and the most memory, in bytes."""
    stages: Counter[str] = Counter()
    ends: dict[str, tuple[int, int]] = {}

    def heard(progress: Progress) -> None:
        stages[progress.stage] += 1
        ends[progress.stage] = (progress.done, progress.total)

    with closing(library_in(library, parser=SandboxParser())) as made:
        report = sync([documents], made, progress=heard)
    told = {
        "documents": report.documents,
        "skipped": {skipped.source: skipped.reason for skipped in report.skipped},
        "stages": stages,
        "ends": ends,
        "memory": _peak(),
    }
    sys.stdout.write(json.dumps(told))


def _peak() -> int:
    """Return the most bytes that this process had in memory; ``getrusage`` may tell those of whoever started it."""
    try:
        found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert found
    return int(found[1]) * 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
