"""Find links, images and markup in a text, in every spelling that some renderer accepts."""

from __future__ import annotations

import re

_ACTS = re.compile(
    r"""\S*(?: [a-z][a-z0-9+.-]*:// | (?<![\w:])//[\w\[] | \bwww\. | &\#?\w+; | \burl\s*\(
      | \b(?: about|blob|data|file|ftp|intent|javascript|mailto|sms|tel|vbscript|view-source )\s*:(?!\s)
      | <\s*[a-z/!?] | !\[ | \]\s*[(\[:] | \\[a-z]+\s*\{ )\S*""",
    re.IGNORECASE | re.VERBOSE,
)


def active_pieces(text: str) -> list[str]:
    """Return the pieces of a text, white space to white space, that are or begin a link, an image or markup."""
    return [found[0] for found in _ACTS.finditer(text)]
