"""Keep the rows of a generation while a reader needs them."""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING

from index.engines.conditions import Condition
from index.engines.generations.state import PIN, read_state
from index.engines.tables import STATE
from index.errors import LibraryUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.engines.tables import Tables

# Seconds that a pin lasts, and after which one that could not be stored is tried again.
PINNED, UNSTORED = 3600.0, 60.0


class Pin:
    """Keeps the rows of a generation while a reader needs them. It ends by itself an hour after its last use.

    Where the engine takes no writes, or none of this program, nothing is kept. Then it is asked after each reading
    whether the rows are still there: they are cleared away after a newer generation has been published that says so.

    Parameters
    ----------
    tables, clock
        As in ``claim``.
    number
        Of the generation.
    """

    def __init__(self, tables: Tables, number: int, clock: Callable[[], float] = time.time) -> None:
        self._tables = tables
        self._number = number
        self._clock = clock
        self._key = f"{PIN}-{secrets.token_hex(16)}"
        self._is_stored = False
        self._due = 0.0
        self._expires = 0.0

    def hold(self) -> None:
        """Pin the generation for longer, when less than half of the time is left.

        Raises
        ------
        LibraryUnavailable
            When its rows may have been cleared away meanwhile.
        """
        now = self._clock()
        if now < self._due:
            return
        try:
            self._store(now + PINNED)
        except LibraryUnavailable:  # one that does not answer at all says so to the next call
            self._is_stored = False
        else:
            self._is_stored = True
        if self._is_cleared():
            self.release()
            raise self._gone()
        self._due = now + (PINNED / 2 if self._is_stored else UNSTORED)
        self._expires = now + PINNED

    def check(self, *, has_ended: bool = True) -> None:
        """Raise ``LibraryUnavailable`` when what was read may not be all there.

        Parameters
        ----------
        has_ended
            Whether all is read; before, only the time is looked at.
        """
        if self._clock() >= self._expires or (has_ended and not self._is_stored and self._is_cleared()):
            raise self._gone()

    def release(self) -> None:
        """End it."""
        if self._is_stored:
            self._tables.delete(STATE, (Condition("key", "==", self._key),))
        self._is_stored, self._due, self._expires = False, 0.0, 0.0

    def _store(self, expires: float) -> None:
        row = {"key": self._key, "kind": PIN, "number": self._number, "expires": int(expires * 1000), "body": ""}
        self._tables.put(STATE, [row])

    def _is_cleared(self) -> bool:
        """Whether rows of the generation may have been cleared away."""
        live = read_state(self._tables).live
        return live is None or live.oldest > self._number

    def _gone(self) -> LibraryUnavailable:
        return LibraryUnavailable(
            f"Generation {self._number} of the library in {self._tables.address} may have been cleared away: newer ones"
            " have replaced it. Ask again."
        )
