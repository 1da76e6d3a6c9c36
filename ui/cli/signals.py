"""Turn Ctrl-C and SIGTERM into an exception, so that ``with`` blocks clean up."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupted(BaseException):
    """The user or the system asked the program to end.

    Parameters
    ----------
    number
        Of the signal; by the shell's custom the exit code is 128 more.
    """

    def __init__(self, number: int) -> None:
        super().__init__(f"signal {number}")
        self.code = 128 + number


def raise_on_signals() -> None:
    """Raise ``Interrupted`` at the first SIGINT or SIGTERM, and end the process at the second one.

    After the first, ``with`` blocks clean up. The second must not raise in the middle of that. The library survives a
    process that dies at any point.
    """
    for number in SIGNALS:
        signal.signal(number, _interrupt)


def _interrupt(number: int, _: FrameType | None) -> None:
    for each in SIGNALS:
        signal.signal(each, signal.SIG_DFL)
    raise Interrupted(number)
