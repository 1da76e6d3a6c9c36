"""Index with Ray in a process of its own, and tell in JSON what came of it: ``python -m tests.distributed.driver``."""

from __future__ import annotations

import json
import sys
from contextlib import closing, suppress
from pathlib import Path

import psutil

from index import LibraryError, Progress, sync
from tests.distributed.library import DyingParser, ingestion
from tests.engines.harness.libraries import milvus_library


def main(address: str, folder: str, home: str, name: str, times: str) -> None:
    """Index a folder with workers that die ``times`` times when they read the file of this name."""
    marks, heard, listening = Path(home) / "marks", list[tuple[str, int, int]](), set[str]()
    marks.mkdir(parents=True)

    def hear(progress: Progress) -> None:
        heard.append((progress.stage, progress.done, progress.total))
        own = psutil.Process()
        for process in (own, *own.children(recursive=True)) if progress.done % 20 == 1 else ():
            with suppress(psutil.NoSuchProcess):  # one that has been killed
                places = process.net_connections("inet")
                listening.update(
                    each.laddr.ip.removeprefix("::ffff:") for each in places if each.status == psutil.CONN_LISTEN
                )

    told: dict[str, object] = {}
    with closing(milvus_library(address, Path(home))) as library:
        try:
            by_ray = ingestion(address, Path(home), DyingParser(name, int(times), marks))
            report = sync([folder], library, progress=hear, ingestion=by_ray)
            told["sources"] = dict(report.sources)
            told["skipped"] = {skipped.source: skipped.reason for skipped in report.skipped}
            told["embedded"] = report.embedded
        except LibraryError as error:
            told["error"] = str(error)
    told["died"] = len(list(marks.iterdir()))
    json.dump({**told, "heard": heard, "listening": sorted(listening)}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
