"""Recognise the words on a page with tesseract: the only place that runs it."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from index.loaders.pdf.scans import DPI, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

# A page of text takes 3 s of processor time, and one that is all noise ten times as much.
_SECONDS = 180.0
_NO_LANGUAGES = frozenset(("osd", "equ", "snum"))
# A word's sureness in percent: below it the "word" is a stain or a line.
_SUREST, _WORD_LEVEL = 20.0, "5"
# An upright page of blurred print is 80 to 96 percent sure, one on its side 30 to 50.
_UNSURE = 65.0
_PGM = re.compile(rb"P5\s+(\d+)\s+(\d+)\s+255\s")


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The program, by its path, and the languages that it reads, as it names them: "eng", "deu+fra"."""

    program: str
    languages: str

    @property
    def how(self) -> str:
        """What it is, for people."""
        return f"tesseract, {self.languages}"

    def words(self, picture: bytes) -> tuple[Sequence[Word], int] | None:
        """Return the words on a PGM picture, and how many quarter turns to the right make it upright.

        A picture whose words stand upright on their ends, or are unsure, is turned and read again; the surest words are
        returned. What the program says itself of a page's direction is wrong for every second receipt. None is returned
        where it takes too long or fails.
        """
        found = self._read(picture)
        if found is None or not found.words:
            return found and ((), 0)
        best = found.words, 0
        most = 0.0 if found.is_sideways else found.sure
        for turns in (1, 3) if found.is_sideways else (1, 2, 3) if found.sureness < _UNSURE else ():
            again = self._read(_turned(picture, turns))
            if again is not None and not again.is_sideways and again.sure > most:
                best, most = (again.words, turns), again.sure
        return best

    def _read(self, picture: bytes) -> _Read | None:
        table = self._run(picture, "--dpi", str(DPI), "-l", self.languages, "tsv")
        return None if table is None else _of(table)

    def _run(self, picture: bytes, *options: str) -> str | None:
        try:
            ran = subprocess.run(  # noqa: S603
                [self.program, "stdin", "stdout", *options],
                input=picture, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=_SECONDS, check=False,
                # One thread: several are slower here, and fight with the other processes for the processor.
                env={"OMP_THREAD_LIMIT": "1", "PATH": os.defpath, **_prefix()},
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired):
            return None
        return None if ran.returncode else ran.stdout.decode("utf-8", "replace")


class _Read(NamedTuple):
    """Words, and how sure the program is of each in percent."""

    words: Sequence[Word]
    each: Sequence[float]

    @property
    def sure(self) -> float:
        """How sure it is of all letters together."""
        return sum(sure * len(word.text) for word, sure in zip(self.words, self.each, strict=True))

    @property
    def sureness(self) -> float:
        """How sure it is of a letter on average."""
        return self.sure / max(sum(len(word.text) for word in self.words), 1)

    @property
    def is_sideways(self) -> bool:
        """Whether most words are higher than wide."""
        long = [word for word in self.words if len(word.text) > 2]
        return sum(word.bottom - word.top > word.right - word.left for word in long) * 2 > len(long)


def missing(languages: str) -> str:
    """Return what a person does to have words in some languages recognised; "" where it knows all of them."""
    _, known = installed()
    unknown = [each for each in languages.split("+") if each not in known]
    if not unknown:
        return ""
    packages = " ".join(f"tesseract-ocr-{each.lower().replace('_', '-')}" for each in unknown)
    return (
        f"tesseract has no language pack for {', '.join(unknown)} (it has {', '.join(sorted(known)) or 'none'});"
        f" install it with 'apt-get install {packages}' or 'brew install tesseract-lang', then index again"
    )


@lru_cache(1)
def installed() -> tuple[str, frozenset[str]]:
    """Return the path of tesseract and the languages that it has; an empty path where it is not installed."""
    program = shutil.which("tesseract")
    if program is None:
        return "", frozenset()
    try:
        ran = subprocess.run(  # noqa: S603
            [program, "--list-langs"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return "", frozenset()
    listed = {line.strip() for line in ran.stdout.decode("utf-8", "replace").split("\n")[1:]}
    return program, frozenset(listed - _NO_LANGUAGES - {""})


def _prefix() -> dict[str, str]:
    return {name: os.environ[name] for name in ("TESSDATA_PREFIX",) if name in os.environ}


def _turned(picture: bytes, turns: int) -> bytes:
    """Return a PGM picture after quarter turns to the right."""
    import numpy as np  # noqa: PLC0415

    head = _PGM.match(picture)
    if head is None:
        return picture
    width, height = int(head[1]), int(head[2])
    pixels = np.frombuffer(picture, np.uint8, width * height, head.end()).reshape(height, width)
    turned = np.ascontiguousarray(np.rot90(pixels, -turns))
    return b"P5 %d %d 255\n" % turned.shape[::-1] + turned.tobytes()


def _of(table: str) -> _Read:
    """Return the words of a table as tesseract writes it."""
    words, each = [], []
    for row in csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        if row["level"] != _WORD_LEVEL or not text or float(row["conf"]) < _SUREST:
            continue
        left, top, width, height = (float(row[name]) for name in ("left", "top", "width", "height"))
        paragraph = int(row["block_num"]) * 10_000 + int(row["par_num"])
        words.append(Word(text, left, top, left + width, top + height, paragraph, int(row["line_num"])))
        each.append(float(row["conf"]))
    return _Read(words, each)
