"""The error boundary: turn exceptions into one sentence for the user, and log unexpected ones."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from index.errors import FilterError, LibraryError, LibraryGone, LibraryUnavailable, NoLibrary, UnknownSource
from rag.errors import QuestionError, RagError
from rag.types import Reason
from ui.errors import ConversationError, EndedError, FetchError, UsageError
from ui.text.messages import GONE, REFUSALS, for_visitors

if TYPE_CHECKING:
    from collections.abc import Iterator

UNEXPECTED = "Something went wrong inside citeseed; the details are in the server's log. Your documents are unchanged."

Step = TypeVar("Step")
_log = logging.getLogger("citeseed")


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error, as the last step of a work.

    Parameters
    ----------
    text
        What the user is told.
    status
        What HTTP calls it.
    """

    text: str
    status: int = 500


def end_quietly() -> None:
    """Stop logging, because errors are expected while the program ends."""
    _log.disabled = True


def guarded(steps: Iterator[Step], *, local: bool = False) -> Iterator[Step | Trouble]:
    """Pass on each step of a work; turn an exception into a last step, a ``Trouble``.

    Parameters
    ----------
    steps
        Of the work.
    local
        Whether the user is on this machine. The server's folders and commands do not help a visitor.
    """
    try:
        yield from steps
    except LibraryGone as error:
        yield Trouble(str(error) if local else GONE, 503)
    except LibraryUnavailable as error:
        yield Trouble(str(error) if local else for_visitors(str(error)), 503)
    except NoLibrary as error:
        yield Trouble(str(error) if local else REFUSALS[Reason.EMPTY_LIBRARY], 404)
    except (FilterError, QuestionError, UnknownSource, UsageError) as error:
        yield Trouble(str(error) if local else for_visitors(str(error)), 400)
    except (ConversationError, EndedError, FetchError, LibraryError, RagError) as error:
        yield Trouble(str(error) if local else for_visitors(str(error)))
    except Exception:  # noqa: BLE001
        _log.exception("A request failed")
        yield Trouble(UNEXPECTED)
