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

# Seconds that a pin lasts.
PINNED = 3600.0


class Pin:
    """Keeps the rows of a generation while a reader needs them. It ends by itself an hour after its last use.

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
        self._token = secrets.token_hex(16)
        self._expires = 0.0

    def hold(self) -> None:
        """Pin the generation for longer, when less than half of the time is left.

        Raises
        ------
        LibraryUnavailable
            When its rows may have been cleared away meanwhile.
        """
        now = self._clock()
        if self._expires - now > PINNED / 2:
            return
        key = f"{PIN}-{self._token}"
        expires = int((now + PINNED) * 1000)
        self._tables.put(STATE, [{"key": key, "kind": PIN, "number": self._number, "expires": expires, "body": ""}])
        live = read_state(self._tables).live
        if live is None or live.oldest > self._number:
            self._tables.delete(STATE, (Condition("key", "==", key),))
            raise self._gone()
        self._expires = now + PINNED

    def check(self) -> None:
        """Raise ``LibraryUnavailable`` when the pin has ended while something was read: it may not be all there."""
        if self._clock() >= self._expires:
            raise self._gone()

    def _gone(self) -> LibraryUnavailable:
        return LibraryUnavailable(
            f"Generation {self._number} of the library in {self._tables.address} may have been cleared away: newer ones"
            " have replaced it. Ask again."
        )

    def release(self) -> None:
        """End it."""
        if self._expires:
            self._tables.delete(STATE, (Condition("key", "==", f"{PIN}-{self._token}"),))
            self._expires = 0.0
