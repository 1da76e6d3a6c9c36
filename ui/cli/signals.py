"""Ctrl-C and SIGTERM as an exception, so that ``with`` blocks clean up before the program ends."""

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
    """From now on raise ``Interrupted`` at the first SIGINT or SIGTERM, and end the process at once at a second one.

    The first gives the ``with`` blocks time to clean up. The second must not raise in the middle of that, and whoever
    sends it does not want to wait: the library survives a process that dies at any point.
    """
    for number in SIGNALS:
        signal.signal(number, _interrupt)


def _interrupt(number: int, _: FrameType | None) -> None:
    for each in SIGNALS:
        signal.signal(each, signal.SIG_DFL)
    raise Interrupted(number)
