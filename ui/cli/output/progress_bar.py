"""Show a progress bar on a terminal."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from rich.progress import TaskID

    from index import Progress


@contextmanager
def progress_bar(stream: TextIO | None, environment: Mapping[str, str]) -> Iterator[Callable[[Progress], None] | None]:
    """Yield the callback of a progress bar, or None when ``stream`` is closed, or no terminal that can redraw."""
    if stream is None or not stream.isatty() or environment.get("TERM") == "dumb":
        yield None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    columns = (TextColumn("{task.description:<11}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(file=stream), transient=True) as bar:
        stages: dict[str, TaskID] = {}

        def show(progress: Progress) -> None:
            stage = progress.stage
            if stage not in stages:
                stages[stage] = bar.add_task(stage, total=progress.total)
            bar.update(stages[stage], completed=progress.done, total=progress.total)

        yield show
