"""How a command ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

DONE, SKIPPED, UNSUPPORTED, REFUSED = 0, 3, 3, 4


@dataclass(frozen=True, slots=True)
class Result:
    """How a command ended.

    Parameters
    ----------
    output
        For standard output.
    code
        Exit code.
    warnings
        For standard error, one sentence each.
    further
        Called after that with a function that prints a result and returns False when nobody reads it any more.
    """

    output: str
    code: int = DONE
    warnings: tuple[str, ...] = ()
    further: Callable[[Callable[[Result], bool]], None] | None = None
