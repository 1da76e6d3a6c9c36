"""Recognise the words on a page with tesseract: the only place that runs it."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from index.loaders.pdf.scans import DPI, Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# A page of text takes 3 s of processor time, and one that is all noise ten times as much.
_SECONDS = 180.0
_NO_LANGUAGES = frozenset(("osd", "equ", "snum"))
# A word's sureness in percent: below it the "word" is a stain or a line.
_SUREST, _WORD_LEVEL = 20.0, "5"


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The program, by its path, and the languages that it reads, as it names them: "eng", "deu+fra"."""

    program: str
    languages: str

    @property
    def how(self) -> str:
        """What it is, for people."""
        return f"tesseract, {self.languages}"

    def words(self, picture: bytes) -> Sequence[Word] | None:
        """Return the words on a PGM picture, with boxes in pixels; None where the program takes too long or fails."""
        try:
            ran = subprocess.run(  # noqa: S603
                [self.program, "stdin", "stdout", "--dpi", str(DPI), "-l", self.languages, "tsv"],
                input=picture, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=_SECONDS, check=False,
                # One thread: several are slower here, and fight with the other processes for the processor.
                env={"OMP_THREAD_LIMIT": "1", "PATH": os.defpath, **_prefix()},
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired):
            return None
        return None if ran.returncode else tuple(_words(ran.stdout.decode("utf-8", "replace")))


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


def _words(table: str) -> Iterator[Word]:
    """Yield the words of a table as tesseract writes it."""
    for row in csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        if row["level"] != _WORD_LEVEL or not text or float(row["conf"]) < _SUREST:
            continue
        left, top, width, height = (float(row[name]) for name in ("left", "top", "width", "height"))
        paragraph = int(row["block_num"]) * 10_000 + int(row["par_num"])
        yield Word(text, left, top, left + width, top + height, paragraph, int(row["line_num"]))
