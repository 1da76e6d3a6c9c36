"""Ask the questions of the trial and print how good the answers are: ``python -m bench.trial``."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from bench.trial.questions import trials

USAGE = 2


def main(arguments: list[str] | None = None) -> int:
    """Ask, print the tables, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.trial", description="How good are the answers?")
    parser.add_argument("--split", choices=("dev", "test", "all"), default="all", help="half of the questions")
    parser.add_argument("--library", metavar="NAME", action="append", default=[], help="one of the libraries")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write figures and the replies of the dev half")
    parser.add_argument("--verbose", action="store_true", help="print the questions of the dev half that fail")
    chosen = parser.parse_args(arguments)
    try:
        wanted = trials(tuple(chosen.library))
    except ValueError as error:
        print(error, file=sys.stderr)
        return USAGE
    # Before anything reads it: all models lie on the disk, and nothing may ask the network for newer ones.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from bench.trial import figures  # noqa: PLC0415
    from bench.trial.asking import ask_all  # noqa: PLC0415

    told = {}
    for trial in wanted:
        with tempfile.TemporaryDirectory(prefix="citeseed-trial-") as folder:
            told[trial.name] = ask_all(
                trial,
                Path(folder),
                lambda question: chosen.split in ("all", question.split),
                progress=lambda line: print(line, file=sys.stderr),
            )
    if chosen.verbose:
        print(figures.failures(told), end="\n\n")
    print(figures.tables(told))
    if chosen.json:
        chosen.json.write_text(json.dumps(figures.record(told), indent=1, ensure_ascii=False), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
