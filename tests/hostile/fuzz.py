"""Fuzz every parser with damaged files: ``make fuzz``, or ``python -m tests.hostile.fuzz [.pdf ...]``.

Each case is decided by the seed, the type and its number, so that one that fails can be made again; it is kept too.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count, takewhile
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from index.errors import DocumentError
from index.parsing.pool import SandboxParser
from index.sources.attachments import AttachmentReader
from tests import laws
from tests.hostile.samples.fuzz_seeds import WORDS, seedlings
from tests.hostile.samples.mutations import mutated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from index import Document
    from index.protocols import Parser

# What a parser says of a small file when it died of it or did not come to an end: no reason, but a fault of ours.
FAULTS = ("it breaks the parser", "reading it takes longer than")
# What no loader foresaw, and only the fence around all of them caught; it is counted, as it names its own kind.
_UNFORESEEN = re.compile(r"^it is damaged, or not what its name says \((\w+)")
_WORKERS = 2


@dataclass
class Tally:
    """What became of the cases of one type.

    Parameters
    ----------
    texts, refused
        How many were documents, and how many were none, with a reason.
    unforeseen
        How many of the latter by the kind of error that no loader names itself.
    faults
        What went wrong, by the file in which the case is kept.
    slowest
        Seconds on the clock, and the case's number.
    """

    texts: int = 0
    refused: int = 0
    unforeseen: Counter[str] = field(default_factory=Counter)
    faults: dict[Path, str] = field(default_factory=dict)
    slowest: tuple[float, int] = (0.0, 0)


def case(suffix: str, seed: int, number: int) -> bytes:
    """Return a case: of every hundred the first are the small files themselves."""
    grown = seedlings()[suffix]
    if number % 100 < len(grown):
        return grown[number % 100]
    random = Random(f"{seed} {suffix} {number}")
    return mutated(random.choice(grown), grown, WORDS[suffix], random)


def fuzzed(
    suffix: str, seed: int, numbers: Iterable[int], parse: Callable[[bytes, str], Document], kept: Path
) -> Tally:
    """Try the cases of these numbers; ``kept`` is the folder for those that fail."""
    tally, waiting, alone = Tally(), iter(numbers), threading.Lock()

    def work() -> None:
        while True:
            with alone:
                number = next(waiting, None)
            if number is None:
                return
            data, started = case(suffix, seed, number), time.monotonic()
            reason, fault = _tried(data, f"case{suffix}", parse)
            with alone:
                tally.slowest = max(tally.slowest, (time.monotonic() - started, number))
                if fault:
                    kept.mkdir(parents=True, exist_ok=True)
                    path = kept / f"{seed}-{number}{suffix}"
                    path.write_bytes(data)
                    tally.faults[path] = fault
                elif reason:
                    tally.refused += 1
                    tally.unforeseen.update(_UNFORESEEN.findall(reason))
                else:
                    tally.texts += 1

    with ThreadPoolExecutor(_WORKERS) as pool:
        for job in [pool.submit(work) for _ in range(_WORKERS)]:
            job.result()
    return tally


def _tried(data: bytes, source: str, parse: Callable[[bytes, str], Document]) -> tuple[str, str]:
    """Parse a case; return the reason why it is no document, and what went wrong."""
    try:
        laws.check(parse(data, source))
    except DocumentError as error:
        reason = str(error)
        return reason, reason if reason.startswith(FAULTS) else ""
    except Exception:  # noqa: BLE001 (this is what is looked for)
        return "", traceback.format_exc(limit=-2)
    return "", ""


def main() -> int:
    told = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    told.add_argument("suffixes", nargs="*", help="types to try, such as .pdf; all without any")
    told.add_argument("--seconds", type=float, default=60, help="for each type")
    told.add_argument("--seed", type=int, default=1)
    told.add_argument("--kept", type=Path, default=Path(tempfile.gettempdir()) / "citeseed-fuzz")
    said = told.parse_args()
    failed = 0
    for suffix in said.suffixes or sorted(WORDS):
        end = time.monotonic() + said.seconds
        with closing(SandboxParser()) as parser:
            tally = fuzzed(suffix, said.seed, until(end), reading(parser), said.kept)
        print(_line(suffix, tally), flush=True)
        for path, wrong in tally.faults.items():
            print(f"  {path}: {wrong.strip()}")
        failed += len(tally.faults)
    return 1 if failed else 0


def reading(parser: Parser) -> Callable[[bytes, str], Document]:
    """Return what parses a file and its attachments, and returns the document of the file."""

    def read(data: bytes, source: str) -> Document:
        document, *inside = AttachmentReader(parser).with_attachments(parser.parse(data, source), data)
        for each in inside:
            laws.check(each)
        return document

    return read


def until(end: float) -> Iterable[int]:
    """Yield numbers until the clock says ``end``."""
    return takewhile(lambda _: time.monotonic() < end, count())


def _line(suffix: str, tally: Tally) -> str:
    cases = tally.texts + tally.refused + len(tally.faults)
    unforeseen = ", ".join(f"{number} {kind}" for kind, number in tally.unforeseen.most_common())
    return (
        f"{suffix:6} {cases:7,} cases: {tally.texts:,} texts, {tally.refused:,} refused with a reason"
        f"{f' ({unforeseen})' if unforeseen else ''}, {len(tally.faults)} crashes or hangs; slowest"
        f" {tally.slowest[0]:.2f} s (case {tally.slowest[1]})"
    )


if __name__ == "__main__":
    sys.exit(main())
