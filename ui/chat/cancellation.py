"""Track the answers in progress, so that they can be stopped and background work can wait for them."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(slots=True, eq=False)
class Run:
    """An answer in progress. Its maker checks ``stopped`` between steps."""

    page: str
    stopped: bool = False


class Running:
    """All answers in progress, by the session of their page.

    An answer ends itself and is not cancelled from outside. So its last output is the last one on its page; after a
    cancellation, a step under way could still overwrite it.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._runs: list[Run] = []

    @contextmanager
    def begin(self, page: str) -> Iterator[Run]:
        """Count an answer as in progress while the context lasts."""
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
        """Stop the answers of a page at their next step."""
        with self._changed:
            for run in self._runs:
                run.stopped = run.stopped or run.page == page

    def wait_until_none(self, timeout: float) -> bool:
        """Wait until no answer is in progress, for at most ``seconds``; return whether that is so."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._runs, timeout)
