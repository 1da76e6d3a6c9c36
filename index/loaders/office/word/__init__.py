"""What Word shows and ``mammoth`` passes over: numbers of headings and lists, equations, headers and footers.

An archive goes in; the same document comes out with all that as plain runs of text, and the lines of its headers and
footers beside it.
"""

from __future__ import annotations

from index.loaders.office.word.document import prepared

__all__ = ["prepared"]
