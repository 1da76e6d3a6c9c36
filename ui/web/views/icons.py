"""Icons for buttons as SVG, in the colour of the text. Each stands beside a name."""

from __future__ import annotations

_PATHS = {
    "again": "M4 10a6 6 0 1 1 1.8 4.3M4 14.5V10h4.5",
    "close": "M5 5l10 10M15 5L5 15",
    "copy": "M7 7V4h9v9h-3M4 7h9v9H4z",
    "down": "M7 11V4h7.2l1.8 5.4V11h-4l.6 4.6-1.2.9L7 11H4V4h3",
    "below": "M5.5 8l4.5 4.5L14.5 8",
    "edit": "M4 16l.7-3L13 4.7 15.3 7 7 15.3zM11.4 6.3l2.3 2.3",
    "export": "M10 3v9M6.5 8.5L10 12l3.5-3.5M4 15.5h12",
    "left": "M12 5l-5 5 5 5",
    "open": "M8 5H4.5v10.5H15V12M11 4.5h4.5V9M15.5 4.5L9 11",
    "pages": "M5 3.5h7l3 3v10H5zM12 3.5v3h3M7.5 10h5M7.5 13h5",
    "plus": "M10 4.5v11M4.5 10h11",
    "quote": "M4.5 10.5c0-3 1-4.6 3.3-5.5M4.5 10.5h3v4h-3zM11 10.5c0-3 1-4.6 3.3-5.5M11 10.5h3v4h-3z",
    "right": "M8 5l5 5-5 5",
    "search": "M9 14A5 5 0 1 1 9 4a5 5 0 0 1 0 10zM12.6 12.6L16.5 16.5",
    "undo": "M8 5L4 8.5 8 12M4 8.5h7.5a4 4 0 0 1 0 8H8",
    "up": "M7 9v7h7.2l1.8-5.4V9h-4l.6-4.6-1.2-.9L7 9H4v7h3",
}


def icon(name: str) -> str:
    """Return a picture as SVG; hidden from screen readers, to whom the button's name says it."""
    return (
        f'<svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false"><path d="{_PATHS[name]}"/></svg>'
    )
