"""The right to write the next generation: one writer has it at a time, and it ends by itself."""

from __future__ import annotations

import secrets
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from index.engines.conditions import Condition
from index.engines.generations.lending import CALL, Loan
from index.engines.generations.state import CLAIM, GRACE, claim_key, ended, read_state
from index.engines.tables import STATE, TABLES
from index.errors import Busy, DamagedLibrary, LibraryUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.engines.generations.state import State
    from index.engines.tables import Tables

# Seconds that a claim lasts.
CLAIMED = 300.0


class Claim:
    """The right of one writer to write the next generation. Use ``claim`` to get one.

    Parameters
    ----------
    tables
        Of the library.
    token
        That no other writer has.
    number
        Of the generation it writes.
    clock
        Returns the Unix time.
    """

    def __init__(self, tables: Tables, token: str, number: int, expires: float, clock: Callable[[], float]) -> None:
        self._tables = tables
        self._token = token
        self._clock = clock
        self._lock = threading.Lock()
        self._quiet = 0.0
        self.number = number
        self.expires = expires

    def renew(self) -> None:
        """Hold the claim for longer, when less than half of its time is left.

        Raises
        ------
        LibraryUnavailable
            When it has ended meanwhile: another writer may have begun.
        """
        with self._lock:
            now = self._clock()
            if now >= self.expires:
                raise LibraryUnavailable(
                    f"Writing to the library in {self._tables.address} stood still for too long, so another program"
                    " may write there now. Nothing was published; run it again."
                )
            if self.expires - now < CLAIMED / 2:
                self._store(now + CLAIMED, by=self.expires)
                self.expires = now + CLAIMED

    def lend(self, chunks_table: str) -> Loan:
        """Return what other processes need to write for this claim, until ``recall``."""
        return Loan(self._token, self.number, chunks_table)

    def recall(self) -> None:
        """End all loans: the claim gets another token. What borrowers were in the middle of, ``release`` waits for."""
        with self._lock:
            before, self._token = self._token, secrets.token_hex(16)
            self._store(self.expires, by=self.expires)
            self._tables.delete(STATE, (Condition("key", "==", claim_key(before)),))
            self._quiet = self._clock() + CALL

    def release(self, *, finished: bool) -> None:
        """End the claim. Of one that did not finish, the number stays known: it must not be used again."""
        # A row that came after another writer had begun could bring back what that one has replaced.
        time.sleep(max(0.0, min(self._quiet - self._clock(), CALL)))
        if finished:
            self._tables.delete(STATE, (Condition("key", "==", claim_key(self._token)),))
        else:
            self._store(0.0)

    def announce(self) -> None:
        """Store the claim for the first time."""
        self._store(self.expires, by=self.expires)

    def is_alone(self, state: State) -> bool:
        """Whether nobody else writes, and nobody else has used the number."""
        if state.live and state.live.number >= self.number:
            return False
        others = [row for row in state.claims if row["key"] != claim_key(self._token)]
        return all(ended(row, self._clock()) and row["number"] < self.number for row in others)

    def _store(self, expires: float, by: float | None = None) -> None:
        row = {
            "key": claim_key(self._token),
            "kind": CLAIM,
            "number": self.number,
            "expires": int(expires * 1000),
            "body": "",
        }
        self._tables.put(STATE, [row], by)


class Heartbeat:
    """Renews a claim in the background, since reading one file may take longer than a claim lasts.

    A program that is stopped or killed renews nothing.

    Parameters
    ----------
    mine
        The claim.
    seconds
        Between two renewals.
    """

    def __init__(self, mine: Claim, seconds: float = CLAIMED / 4) -> None:
        self._claim = mine
        self._seconds = seconds
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="claim", daemon=True)

    def _beat(self) -> None:
        while not self._ended.wait(self._seconds):
            with suppress(LibraryUnavailable):  # the writer gets the error at its next step
                self._claim.renew()

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, also when it has not begun."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()


def claim(tables: Tables, clock: Callable[[], float] = time.time) -> tuple[Claim, State]:
    """Become the writer; return the claim, and the state that was found.

    Raises
    ------
    Busy
        When another program writes, or began at the same time.
    DamagedLibrary
        When there are tables of this name, but none that says which rows of them count.
    """
    held = TABLES.keys() & set(tables.names())
    if held and STATE not in held:
        raise DamagedLibrary(
            f"There are tables of the name of the library in {tables.address}, but none that says what is in them."
            " Remove them from the engine, or choose another name for the library."
        )
    tables.create(STATE, TABLES[STATE])
    before = read_state(tables)
    now = clock()
    _refuse_busy(before, tables.address, now)
    mine = Claim(tables, secrets.token_hex(16), before.highest + 1, now + CLAIMED, clock)
    mine.announce()
    after = read_state(tables)
    if not mine.is_alone(after):
        mine.release(finished=True)  # nothing was written with its number
        _refuse_busy(after, tables.address, clock(), but=mine)
        raise Busy(f"Another program began to write to the library in {tables.address} at the same time. Try again.", 0)
    return mine, after


def _refuse_busy(state: State, address: str, now: float, but: Claim | None = None) -> None:
    for row in state.claims:
        if not ended(row, now) and (but is None or row["number"] != but.number):
            left = max(int(row["expires"] / 1000 + GRACE - now), 1)
            raise Busy(
                f"Another program is writing to the library in {address}. Wait for it; if it was killed, it blocks"
                f" nobody after {left} seconds.",
                0,
            )
