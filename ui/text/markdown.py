"""Escape text for Markdown, so that a document's own marks are shown and do not act."""

from __future__ import annotations

import re

from ui.text.sanitize import visible_block

# What Markdown would take for a mark of its own: anywhere, in what it takes for an address, and where a line begins.
_ANYWHERE = re.compile(r"[\\`*_\[\]<>|~$@&]|:(?=/)|(?<=www)\.", re.IGNORECASE)
_AT_BEGINNING = re.compile(r"^(?:([-+#=])|(\d+)([.)]))", re.MULTILINE)


def plain(text: str) -> str:
    """Escape a text for Markdown, line by line."""
    stripped = "\n".join(line.strip() for line in text.split("\n"))
    escaped = _ANYWHERE.sub(lambda found: f"\\{found[0]}", stripped)
    return _AT_BEGINNING.sub(lambda found: f"{found[2] or ''}\\{found[1] or found[3]}", escaped)


def line(text: str) -> str:
    """Return a text on one line, its control characters visible."""
    return " ".join(visible_block(text).split())
