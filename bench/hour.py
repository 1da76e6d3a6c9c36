"""Measure memory and files over an hour of use with a rebuild every five minutes: ``python -m bench.hour``."""

from __future__ import annotations

import argparse
import asyncio
import itertools
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2

from bench.load import chat, memory
from bench.reporting.table import circumstances
from bench.workloads.crowd import LOST, Heard, crowd
from bench.workloads.texts import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.workloads.crowd import Visitor

VISITORS, DOCUMENTS = 20, 40
_HEAD = """\
# An hour's use

Written by `python -m bench.hour`. {visitors} visitors of `citeseed chat` ask a question every {pause:.0f} s for
{minutes:.0f} minutes. Every {every:.0f} minutes one document is added, one changed and one removed, and the library
is rebuilt from the page. Temporary files are those below the chat's TMPDIR.

| minute | rebuilds | questions | lost | memory | open files | temporary files | generations on disk |
|---:|---:|---:|---:|---:|---:|---:|---:|
"""


@dataclass(frozen=True, slots=True)
class State:
    """The chat after a rebuild, while no question is answered.

    Parameters
    ----------
    minute
        Since the start.
    rebuilds, questions, lost
        Until then.
    memory
        Resident, in MB.
    open_files, temporary_files, generations
        How many there are.
    """

    minute: float
    rebuilds: int
    questions: int
    lost: int
    memory: int
    open_files: int
    temporary_files: int
    generations: int

    @property
    def row(self) -> str:
        """The line of the table."""
        asked = f"{self.minute:.0f} | {self.rebuilds} | {self.questions} | {self.lost} | {self.memory} MB"
        return f"| {asked} | {self.open_files} | {self.temporary_files} | {self.generations} |"


def main(arguments: Sequence[str] | None = None) -> int:
    """Use the chat for an hour, print and write what it leaves; return 1 when a question was lost."""
    parser = argparse.ArgumentParser(prog="python -m bench.hour", description="See what long use leaves behind.")
    parser.add_argument("--minutes", metavar="NUMBER", type=float, default=60)
    parser.add_argument("--every", metavar="MINUTES", type=float, default=5, help="between two rebuilds")
    parser.add_argument("--pause", metavar="SECONDS", type=float, default=30, help="between a visitor's questions")
    parser.add_argument("--write", metavar="FILE", type=Path, help="write a page with the table too")
    chosen = parser.parse_args(arguments)
    rebuilds = int(chosen.minutes / chosen.every)
    states = used(rebuilds, 60 * chosen.every, chosen.pause, VISITORS)
    first, last = states[0], states[-1]
    told = ", ".join(f"{name} {value}" for name, value in circumstances().items())
    page = (
        _HEAD.format(visitors=VISITORS, pause=chosen.pause, minutes=chosen.minutes, every=chosen.every)
        + "".join(f"{state.row}\n" for state in states)
        + f"\nFrom the first rebuild to the last, memory changed by {100 * (last.memory / first.memory - 1):+.1f} %.\n"
        + f"\nMeasured with: {told}.\n"
    )
    print(page, end="")
    if chosen.write:
        chosen.write.write_text(page, encoding="utf-8")
        print(f"Written: {chosen.write}", file=sys.stderr)
    return 1 if last.lost else 0


def used(rebuilds: int, every: float, pause: float, visitors: int) -> list[State]:
    """Use a chat, rebuild its library so often, ``every`` so many seconds, and return its state after each rebuild."""
    with tempfile.TemporaryDirectory(prefix="citeseed-hour-") as name:
        folder = Path(name)
        (folder / "temporary").mkdir()
        with chat(folder, DOCUMENTS, TMPDIR=str(folder / "temporary")) as (address, pid):
            return asyncio.run(_use(folder, address, pid, (rebuilds, every, pause, visitors)))


async def _use(folder: Path, address: str, pid: int, plan: tuple[int, float, float, int]) -> list[State]:
    rebuilds, every, pause, number = plan
    *visitors, keeper = await crowd(address, number + 1)
    heard, states, start = list[Heard](), list[State](), time.perf_counter()
    turns = [asyncio.Lock() for _ in visitors]
    asking = [
        asyncio.ensure_future(_ask_now_and_then(visitor, turn, heard, pause))
        for visitor, turn in zip(visitors, turns, strict=True)
    ]
    for done in range(1, rebuilds + 1):
        await asyncio.sleep(start + done * every - time.perf_counter())
        _change(folder / "documents", done)
        status, shown = await keeper.press("rebuild", "click")
        if status != httpx2.codes.OK or "Refreshed: 1 added, 1 changed, 1 removed" not in shown[0]:
            raise RuntimeError(f"The rebuild failed: {shown}")
        async with AsyncExitStack() as still:
            for turn in turns:  # what a question that is answered now has open is not left behind
                await still.enter_async_context(turn)
            lost = sum(each.end == LOST for each in heard)
            states.append(_state(folder, pid, (time.perf_counter() - start) / 60, (done, len(heard), lost)))
        print(states[-1].row, file=sys.stderr)
    for each in asking:
        each.cancel()
    await asyncio.gather(*asking, return_exceptions=True)
    for visitor in (*visitors, keeper):
        await visitor.leave()
    return states


async def _ask_now_and_then(visitor: Visitor, turn: asyncio.Lock, heard: list[Heard], pause: float) -> None:
    for question in itertools.cycle(QUESTIONS):
        async with turn:
            heard.append(await visitor.ask(question))
        await asyncio.sleep(pause)


def _change(documents: Path, number: int) -> None:
    """Add a document, change one, and take one away."""
    (documents / f"note {number}.txt").write_text(f"Note {number}. The ferry leaves at {number} o'clock.\n")
    (documents / f"{number:05d}.txt").unlink()
    changed = documents / "00000.txt"
    changed.write_text(f"{changed.read_text(encoding='utf-8')}\nVersion {number}.\n", encoding="utf-8")


def _state(folder: Path, pid: int, minute: float, done: tuple[int, int, int]) -> State:
    open_files = sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
    temporary = sum(path.is_file() for path in (folder / "temporary").rglob("*"))
    generations = sum(1 for _ in (folder / "library" / "generations").iterdir())
    return State(minute, *done, memory(pid)[1], open_files, temporary, generations)


if __name__ == "__main__":
    sys.exit(main())
