"""What HTTP calls an error of the library, on the routes that answer with a file or a page."""

from __future__ import annotations

from fastapi import HTTPException

from index.errors import LibraryError, LibraryGone, LibraryUnavailable
from ui.text.messages import for_visitors


def refused(error: LibraryError) -> HTTPException:
    """Return the refusal: 503 while the library itself is away, and else 404, since there is no such document."""
    reason = str(error)
    sentence = f"{reason[:1].upper()}{reason[1:].rstrip('.')}."
    return HTTPException(503 if isinstance(error, (LibraryGone, LibraryUnavailable)) else 404, for_visitors(sentence))
