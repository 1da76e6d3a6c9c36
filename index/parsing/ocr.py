"""Recognise the words on a page with tesseract: the only place that runs it.

It sees pictures that this program drew in shades of grey, never a file that somebody made.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import zlib
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from index.loaders.pdf.scans import DPI, REMEDY, Recognised, Word
from index.storage.atomic_files import open_regular, replace_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ENGLISH = "eng"
# A page of text takes 3 s of processor time, and one that is all noise ten times as much.
_SECONDS = 180.0
_NO_LANGUAGES = frozenset(("osd", "equ", "snum"))
# A word's sureness in percent: below it the "word" is a stain or a line.
_SUREST, _WORD_LEVEL = 20.0, "5"
# Bytes of a kept page: ten times what a page of the smallest print takes.
_MAX_KEPT = 2_000_000


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The program, and the languages that it reads.

    Parameters
    ----------
    program
        Its path.
    languages
        As it names them: "eng", "deu+fra".
    cache
        Folder of recognised pages, each under the hash of its picture and the languages; None keeps none.
    """

    program: str
    languages: str
    cache: Path | None = None

    @property
    def how(self) -> str:
        """What it is, for people."""
        return f"tesseract, {self.languages}"

    def read(self, picture: bytes, width: int, height: int) -> Recognised:
        """Return the words on a PGM picture; none where it takes too long or fails."""
        kept = self._kept(picture)
        if kept is not None and (found := _load(kept)) is not None:
            return found
        points = 72 / DPI
        table = self._run(picture)
        found = Recognised(tuple(_words(table or "", points)), width * points, height * points, self.how)
        if kept is not None and table is not None:
            _keep(kept, found)
        return found

    def _kept(self, picture: bytes) -> Path | None:
        key = sha256(f"{self.how}\0".encode() + picture).hexdigest()
        return self.cache and self.cache / key[:2] / key

    def _run(self, picture: bytes) -> str | None:
        """Return the table of words; None where the program fails."""
        try:
            ran = subprocess.run(  # noqa: S603
                [self.program, "stdin", "stdout", "--dpi", str(DPI), "-l", self.languages, "tsv"],
                input=picture, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=_SECONDS, check=False,
                # One thread: several are slower here, and fight with the other processes for the processor.
                env={"OMP_THREAD_LIMIT": "1", "PATH": os.defpath, **_prefix()},
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired):
            return None
        return None if ran.returncode else ran.stdout.decode("utf-8", "replace")


def engine(languages: str, cache: Path | None = None) -> Tesseract | str:
    """Return what recognises words in some languages, or what a person does to have them recognised."""
    program, known = installed()
    if not program:
        return REMEDY
    missing = [each for each in languages.split("+") if each not in known]
    if missing:
        packages = " ".join(f"tesseract-ocr-{each.lower().replace('_', '-')}" for each in missing)
        return (
            f"tesseract has no language pack for {', '.join(missing)} (it has {', '.join(sorted(known)) or 'none'});"
            f" install it with 'apt-get install {packages}' or 'brew install tesseract-lang', then index again"
        )
    return Tesseract(program, languages, cache)


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


def _load(kept: Path) -> Recognised | None:
    """Return a page that was recognised before; None where there is none, or it is damaged."""
    try:
        with open_regular(kept) as descriptor:
            packed = zlib.decompressobj()
            words, *rest = json.loads(packed.decompress(os.read(descriptor, _MAX_KEPT), 10 * _MAX_KEPT))
        return Recognised(tuple(Word(*word) for word in words), *rest)
    except (OSError, ValueError, TypeError, zlib.error):
        return None


def _keep(kept: Path, found: Recognised) -> None:
    with suppress(OSError):  # a full or read-only disk: the page is recognised again
        kept.parent.mkdir(parents=True, exist_ok=True)
        replace_file(kept, zlib.compress(json.dumps(found).encode()))


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
