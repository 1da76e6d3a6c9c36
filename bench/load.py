"""Measure a chat with many visitors at a time: ``make bench-load``.

The chat is the real one, ``citeseed chat`` in a process of its own, and so are the questions' way and their answers.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import re
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

from bench.reporting.table import circumstances
from bench.speed.cold_start import checked_out
from bench.workloads.crowd import ANSWERED, BUSY, LOST, ask_as_program, client, crowd, hang_up_as_program, stay
from bench.workloads.texts import QUESTIONS, ROOT, write_documents

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

    from bench.workloads.crowd import Heard, Visitor

VISITORS, BURST, LEAVING, DOCUMENTS = 20, 100, 200, 40
_HEAD = """\
# Load

Written by `make bench-load`. `citeseed chat` runs with its defaults over {documents} documents. Another process of
the same machine asks. A visitor asks as the page does, waits for the whole answer and asks the next question at
once. "Lost" means an error, a broken stream or no reply. Compare each line with that of one visitor alone.

| who asks | asked | answered | heard "busy" | lost | median | 95th percentile | latest "busy" | answers a second |
|---|---:|---:|---:|---:|---:|---:|---:|---:|
"""


@dataclass(frozen=True, slots=True)
class Round:
    """What came of the questions of a crowd.

    Parameters
    ----------
    who
        The crowd.
    heard
        How each question ended.
    seconds
        From the first question to the last answer.
    """

    who: str
    heard: tuple[Heard, ...]
    seconds: float

    def count(self, end: str) -> int:
        """Return how many questions ended so."""
        return sum(each.end == end for each in self.heard)

    @property
    def row(self) -> str:
        """The line of the table."""
        taken = [each.seconds for each in self.heard if each.end == ANSWERED]
        busy = [each.seconds for each in self.heard if each.end == BUSY]
        times = (f"{median(taken):.2f} s", f"{quantiles(taken, n=20)[-1]:.2f} s") if len(taken) > 1 else ("", "")
        counts = (str(len(self.heard)), *(str(self.count(end)) for end in (ANSWERED, BUSY, LOST)))
        latest, rate = f"{max(busy):.2f} s" if busy else "", f"{len(taken) / self.seconds:.1f}"
        return f"| {' | '.join((self.who, *counts, *times, latest, rate))} |"


def main(arguments: Sequence[str] | None = None) -> int:
    """Send every crowd, print and write the page; return 1 when a question was lost."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description="Measure how a chat bears visitors.")
    parser.add_argument("--seconds", metavar="NUMBER", type=float, default=60, help="that the visitors stay")
    parser.add_argument("--write", metavar="FILE", type=Path, help="write a page with the table too")
    parser.add_argument("--beside", metavar="COMMIT", help="only compare the visitors with those of a commit")
    chosen = parser.parse_args(arguments)
    if chosen.beside:
        return _compare(chosen.beside, chosen.seconds)
    others = os.getloadavg()[0]
    with (
        tempfile.TemporaryDirectory(prefix="citeseed-load-") as folder,
        chat(Path(folder), DOCUMENTS) as (address, pid),
    ):
        rounds, after = asyncio.run(_rounds(address, chosen.seconds))
        peak, now = memory(pid)
    told = ", ".join(f"{name} {value}" for name, value in circumstances().items())
    page = (
        _HEAD.format(documents=DOCUMENTS)
        + "".join(f"{each.row}\n" for each in rounds)
        + f"\nA question that was asked as {LEAVING} visitors hung up was answered after {after:.1f} s.\n"
        + f"The chat's memory was {peak:,} MB at its peak and {now:,} MB at the end.\n"
        + f"\nMeasured with: {told}. Other programs' load of the machine at the start: {others:.1f}.\n"
    )
    print(page, end="")
    lost = [each for held in rounds for each in held.heard if each.end == LOST]
    for each in lost[:10]:
        print(f"lost: {each.said}", file=sys.stderr)
    if chosen.write:
        chosen.write.write_text(page, encoding="utf-8")
        print(f"Written: {chosen.write}", file=sys.stderr)
    return 1 if lost else 0


def _compare(commit: str, seconds: float) -> int:
    """Print what visitors of two versions get, one after the other; return 1 when a question was lost."""
    with tempfile.TemporaryDirectory(prefix="citeseed-load-") as name, checked_out(commit, Path(name, "old")) as old:
        rounds = []
        for number, root in enumerate((old, ROOT)):
            folder = Path(name, str(number))
            folder.mkdir()
            with chat(folder, DOCUMENTS, root) as (address, _):
                who = f"{VISITORS} visitors, {seconds:.0f} s" + (f", commit {commit}" if root is old else "")
                rounds.append(asyncio.run(_visitors(address, who, seconds)))
    print(_HEAD.format(documents=DOCUMENTS) + "\n".join(each.row for each in rounds))
    return 1 if any(each.count(LOST) for each in rounds) else 0


async def _visitors(address: str, who: str, seconds: float) -> Round:
    visitors = await crowd(address, VISITORS)
    await visitors[0].ask(QUESTIONS[0])  # which loads the models
    found = await _steady(who, visitors, seconds)
    for each in visitors:
        await each.leave()
    return found


@contextmanager
def chat(folder: Path, documents: int, root: Path = ROOT, **more: str) -> Iterator[tuple[str, int]]:
    """Index documents and serve them, ``more`` in the environment; yield the address and the process id.

    ``root`` is the checkout of the program.
    """
    write_documents(folder / "documents", documents)
    environment = os.environ | {"PYTHONPATH": str(root), "HF_HUB_OFFLINE": "1"} | more
    command, library = (sys.executable, "-m", "ui"), ("--index", str(folder / "library"))
    index = (*command, "index", str(folder / "documents"), *library)
    subprocess.run(index, cwd=folder, env=environment, check=True, capture_output=True)
    serve = (*command, "chat", *library, "--port", "0")
    with subprocess.Popen(serve, cwd=folder, env=environment, stdout=subprocess.PIPE, encoding="utf-8") as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://[\d.:]+", process.stdout.readline())
            assert found
            yield found[0], process.pid
        finally:
            process.terminate()


def memory(pid: int) -> tuple[int, int]:
    """Return the resident memory of a process in MB: its peak, and as it is now."""
    told = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    kilobytes = dict(re.findall(r"(\w+):\s+(\d+) kB", told))
    return int(kilobytes["VmHWM"]) // 1024, int(kilobytes["VmRSS"]) // 1024


async def _rounds(address: str, seconds: float) -> tuple[list[Round], float]:
    visitors = await crowd(address, BURST)
    # The first question loads the models.
    await visitors[0].ask(QUESTIONS[0])
    rounds = [
        await _steady("one visitor alone", visitors[:1], seconds / 6),
        await _steady(f"{VISITORS} visitors, {seconds:.0f} s", visitors[:VISITORS], seconds),
        await _burst(f"{BURST} visitors at once", [visitor.ask for visitor in visitors]),
    ]
    programs = [client(address) for _ in range(BURST)]
    asks = [lambda question, web=web: ask_as_program(web, question) for web in programs]
    rounds.append(await _burst(f"{BURST} programs at once", asks))
    await _hang_up(address)
    start = time.perf_counter()
    while (await visitors[0].ask(QUESTIONS[0])).end != ANSWERED:
        await asyncio.sleep(0.5)
    after = time.perf_counter() - start
    for each in visitors:
        await each.leave()
    for web in programs:
        await web.aclose()
    return rounds, after


async def _steady(who: str, visitors: Sequence[Visitor], seconds: float) -> Round:
    print(f"measuring: {who}", file=sys.stderr)
    start = time.perf_counter()
    staying = []
    for number, visitor in enumerate(visitors):
        # Each begins with another question.
        questions = itertools.islice(itertools.cycle(QUESTIONS), number, None)
        staying.append(stay(visitor.ask, questions, start + seconds))
    heard = await asyncio.gather(*staying)
    return Round(who, tuple(itertools.chain.from_iterable(heard)), time.perf_counter() - start)


async def _burst(who: str, asks: Sequence[Callable[[str], Awaitable[Heard]]]) -> Round:
    print(f"measuring: {who}", file=sys.stderr)
    start = time.perf_counter()
    heard = await asyncio.gather(*map(lambda ask, question: ask(question), asks, itertools.cycle(QUESTIONS)))
    return Round(who, tuple(heard), time.perf_counter() - start)


async def _hang_up(address: str) -> None:
    print(f"measuring: {LEAVING} who hang up", file=sys.stderr)
    gone = [visitor.hang_up(QUESTIONS[0]) for visitor in await crowd(address, LEAVING // 2)]
    gone += [hang_up_as_program(client(address), QUESTIONS[0]) for _ in range(LEAVING // 2)]
    await asyncio.gather(*gone)


if __name__ == "__main__":
    sys.exit(main())
