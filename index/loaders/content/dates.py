"""Parse the dates that files state."""

from __future__ import annotations

import re
from datetime import date

# 2008-01-15, 2008/1/5 and 20080115, whatever time of the day comes after; PDF writes "D:" before it.
_DAY = re.compile(r"(?:D:)?\s*(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d{2})(\d{2}))(?!\d{1,3}\b)")


def iso_date(text: str | None) -> str | None:
    """Return the date at the beginning of a text as YYYY-MM-DD, or None when it is no valid date."""
    found = _DAY.match((text or "").strip().strip("\"'"))
    if found is None:
        return None
    year, month, day = (int(part) for part in (found[1], found[3] or found[5], found[4] or found[6]))
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
