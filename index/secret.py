"""A key or a token that no message shows."""

from __future__ import annotations


class Secret:
    """Holds a key. Printing, logging or comparing does not reveal it.

    Parameters
    ----------
    text
        What is kept; empty when there is none.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str = "") -> None:
        if not isinstance(text, str):
            raise TypeError("a secret is a text")
        self._text = text

    def reveal(self) -> str:
        """Return the text: for the one place that sends it."""
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return "Secret(…)" if self._text else "Secret()"
