"""Let other processes write rows for a writer that has the claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from index.engines.conditions import Condition
from index.engines.generations.state import claim_key
from index.engines.tables import STATE
from index.errors import LibraryUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.engines.tables import Tables

# Seconds that a call of a borrower may take, from the look at the claim on.
CALL = 10.0


class WritingRight(Protocol):
    """The right to write rows of one generation.

    Attributes
    ----------
    number
        Of the generation.
    expires
        Unix time until which a call may take place.
    """

    number: int
    expires: float

    def renew(self) -> None:
        """Look whether the right is still there; raise ``LibraryUnavailable`` when it is not."""
        ...


@dataclass(frozen=True, slots=True)
class Loan:
    """What another process needs to write rows. It can be sent there.

    Parameters
    ----------
    token
        Of the claim. It is changed when the loan ends.
    number
        Of the generation.
    chunks_table
        Where the chunks go.
    """

    token: str
    number: int
    chunks_table: str


class BorrowedRight:
    """The right to write, of a process that has no claim but a loan.

    It looks at the claim before each call. So a process that was believed dead writes nothing more, but for the call
    that it may be in the middle of; that one ends within ``CALL`` seconds.

    Parameters
    ----------
    tables
        Of the library.
    loan
        From the writer.
    clock
        Returns the Unix time.
    """

    def __init__(self, tables: Tables, loan: Loan, clock: Callable[[], float]) -> None:
        self.number = loan.number
        self.expires = 0.0
        self._tables = tables
        self._key = claim_key(loan.token)
        self._clock = clock

    def renew(self) -> None:
        """Look whether the writer still has its claim, and lends it.

        Raises
        ------
        LibraryUnavailable
            When it has not.
        """
        rows = self._tables.rows(STATE, (Condition("key", "==", self._key),), ("key", "expires"), 1)
        now = self._clock()
        until = float(rows[0]["expires"]) / 1000 if rows else 0.0
        if now >= until:
            raise LibraryUnavailable(
                f"The program that indexes into the library in {self._tables.address} has ended or stood still, so"
                " what this process read for it is not stored. Run it again."
            )
        self.expires = min(until, now + CALL)
