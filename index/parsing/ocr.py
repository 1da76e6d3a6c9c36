"""Recognise the words on a page with tesseract: the only place that runs it.

It sees pictures that this program drew in shades of grey, never a file that somebody made.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING, Final

from index.loaders.pdf.scans import DPI, Recognised, Word

if TYPE_CHECKING:
    from collections.abc import Iterator

# A page of text takes 3 s of processor time, and one that is all noise ten times as much.
_SECONDS = 180.0
# English first, then what else is installed: each language more makes it slower.
_LANGUAGES = 3
_NO_LANGUAGES = frozenset(("osd", "equ", "snum"))
# Pages whose words are remembered, so that a page that stands in two files is recognised once.
_REMEMBERED = 500
# A word's sureness in percent: below it the "word" is a stain or a line.
_SUREST, _WORD_LEVEL = 20.0, "5"


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The program and the languages that it reads."""

    program: str
    languages: tuple[str, ...]

    @property
    def how(self) -> str:
        """What it is, for people."""
        return f"tesseract, {'+'.join(self.languages)}"

    def read(self, picture: bytes, width: int, height: int) -> Recognised:
        """Return the words on a PGM picture; none where it takes too long or fails."""
        key = sha256(picture).digest()
        with _LOCK:
            if key in _KNOWN:
                _KNOWN.move_to_end(key)
                return _KNOWN[key]
        points = 72 / DPI
        found = Recognised(tuple(_words(self._run(picture), points)), width * points, height * points, self.how)
        with _LOCK:
            _KNOWN[key] = found
            if len(_KNOWN) > _REMEMBERED:
                _KNOWN.popitem(last=False)
        return found

    def _run(self, picture: bytes) -> str:
        try:
            ran = subprocess.run(  # noqa: S603
                [self.program, "stdin", "stdout", "--dpi", str(DPI), "-l", "+".join(self.languages), "tsv"],
                input=picture, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=_SECONDS, check=False,
                # One thread: several are slower here, and fight with the other processes for the processor.
                env={"OMP_THREAD_LIMIT": "1", "PATH": os.defpath, **_prefix()},
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired):
            return ""
        return ran.stdout.decode("utf-8", "replace")


_KNOWN: Final[OrderedDict[bytes, Recognised]] = OrderedDict()
_LOCK: Final = Lock()


@lru_cache(1)
def installed() -> Tesseract | None:
    """Return tesseract with its languages, or None where it is not installed."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    try:
        ran = subprocess.run(  # noqa: S603
            [program, "--list-langs"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    listed = [line.strip() for line in ran.stdout.decode("utf-8", "replace").split("\n")[1:]]
    languages = sorted((each for each in listed if each and each not in _NO_LANGUAGES), key=lambda each: each != "eng")
    return Tesseract(program, tuple(languages[:_LANGUAGES])) if languages else None


def _prefix() -> dict[str, str]:
    return {name: os.environ[name] for name in ("TESSDATA_PREFIX",) if name in os.environ}


def _words(table: str, points: float) -> Iterator[Word]:
    """Yield the words of a table as tesseract writes it."""
    for row in csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        if row["level"] != _WORD_LEVEL or not text or float(row["conf"]) < _SUREST:
            continue
        left, top, width, height = (float(row[name]) * points for name in ("left", "top", "width", "height"))
        paragraph = int(row["block_num"]) * 10_000 + int(row["par_num"])
        yield Word(text, left, top, left + width, top + height, paragraph, int(row["line_num"]))
