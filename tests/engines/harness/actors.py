"""Programs that share an engine, and take turns when a test says so: each call of a program waits for its turn."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Killed(BaseException):
    """The program was killed: nothing of it happens any more."""


class Actor:
    """One program in a thread of its own. It stands still before each call to the engine.

    Parameters
    ----------
    work
        What it does; it gets the gate that every call has to pass.
    """

    def __init__(self, work: Callable[[Callable[[str], None]], None]) -> None:
        self._turn, self._halted = threading.Semaphore(0), threading.Semaphore(0)
        self._killed = False
        self.done = False
        self.error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, args=(work,), daemon=True)
        self._thread.start()
        self._halted.acquire()

    def step(self, times: int = 1) -> None:
        """Let it make some calls, and go on until the next one."""
        for _ in range(times):
            if self.done:
                return
            self._turn.release()
            self._halted.acquire()

    def kill(self) -> None:
        """End it before its next call."""
        self._killed = True
        self.step()
        assert self.done

    def _gate(self, _: str) -> None:
        if not self._killed:
            self._halted.release()
            self._turn.acquire()
        if self._killed:
            raise Killed

    def _run(self, work: Callable[[Callable[[str], None]], None]) -> None:
        try:
            work(self._gate)
        except BaseException as error:  # noqa: BLE001 (the test looks at it)
            self.error = error
        finally:
            self.done = True
            self._halted.release()
