"""The answers on their way to pages: who wants no more of one stops it, and what can wait lets them pass."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(slots=True, eq=False)
class Run:
    """An answer on its way to a page; whoever makes it looks at ``stopped`` between its steps."""

    page: str
    stopped: bool = False


class Running:
    """Knows every answer on its way; a page is known by the name of its session.

    An answer ends itself, rather than being cancelled from outside: what it shows last is then the last that its page
    is told, where a cancelled one may still be overtaken by a step that was under way.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._runs: list[Run] = []

    @contextmanager
    def begin(self, page: str) -> Iterator[Run]:
        """Count an answer as on its way for as long as the context lasts."""
        run = Run(page)
        with self._changed:
            self._runs.append(run)
        try:
            yield run
        finally:
            with self._changed:
                self._runs.remove(run)
                self._changed.notify_all()

    def stop(self, page: str) -> None:
        """Let the answers of a page end at their next step."""
        with self._changed:
            for run in self._runs:
                run.stopped = run.stopped or run.page == page

    def wait_until_none(self, timeout: float) -> bool:
        """Wait until no answer is on its way; return whether that is so after at most so many seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._runs, timeout)
