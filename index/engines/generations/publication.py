"""Make a generation live, and say which unfinished ones its readers must pass over."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from index.engines.generations.state import ended, read_state
from index.engines.tables import STATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.engines.generations.claims import Claim
    from index.engines.generations.state import Generation, State
    from index.engines.tables import Tables

# Seconds after which nothing of a writer that did not finish can arrive any more.
SETTLED = 24 * 3600.0


def settled(state: State, now: float) -> list[int]:
    """Return the numbers of unfinished generations of which nothing can arrive any more."""
    return [number for number, when in (state.live.aborted if state.live else {}).items() if now - when >= SETTLED]


def unfinished(mine: Claim, state: State, now: float, gone: Sequence[int]) -> dict[int, float]:
    """Return the unfinished generations that readers of the new one must pass over, but for those that are ``gone``."""
    before = state.live.aborted if state.live else {}
    # One that was killed after it had published did finish.
    known = {mine.number, *(row["number"] for row in state.generations)}
    dead = {row["number"]: now for row in state.claims if row["number"] not in known}
    return {number: when for number, when in {**dead, **before}.items() if number not in gone}


def publish(tables: Tables, mine: Claim, made: Generation, now: float) -> Generation:
    """Make a generation live; return it as it was stored.

    Raises
    ------
    LibraryUnavailable
        When the claim has ended meanwhile.
    """
    mine.renew()
    state = read_state(tables)
    pinned = [row["number"] for row in state.pins if not ended(row, now)]
    before = state.live
    oldest = max(before.oldest, min([before.number, *pinned])) if before else made.number
    made = replace(made, oldest=oldest)
    tables.put(STATE, [made.to_row()], by=mine.expires)
    return made
