"""A picture of a page goes in, its words come out, recognised by a program that is installed.

The program sees pictures that this process had drawn in shades of grey, never a file that somebody made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.loaders.pdf.scans import REMEDY
from index.parsing.ocr import rapid, tesseract
from index.parsing.ocr.engine import Engine

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Engine", "engine"]


def engine(languages: str, cache: Path | None = None) -> Engine | str:
    """Return what recognises words in some languages, or what a person does to have them recognised.

    That is tesseract where it is installed, else rapidocr.

    Parameters
    ----------
    languages
        As tesseract names them: "eng", "deu+fra".
    cache
        Folder of recognised pages, each under the hash of its picture and the languages; None keeps none.
    """
    if tesseract.installed()[0]:
        missing = tesseract.missing(languages)
        return missing or Engine(tesseract.Tesseract(tesseract.installed()[0], languages), cache)
    if rapid.installed():
        return rapid.missing(languages) or Engine(rapid.Rapid(languages), cache)
    return REMEDY
