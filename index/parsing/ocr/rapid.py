"""Recognise the words on a page with rapidocr, in a confined process: it has no network to fetch models from."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from index.loaders.pdf.scans import Word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# A full page takes up to 30 s of processor time; on a busy machine a second of that takes many.
_SECONDS = 600.0
# -I ignores the working folder, the user's packages and PYTHON... variables, so the folder of this package is given.
_PROGRAM = (
    "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); "
    "runpy.run_module('index.parsing.ocr.rapid_worker', run_name='__main__')"
)
# What its models know letters of, as tesseract names it: Chinese, Japanese, and what is written in Latin letters.
LANGUAGES = frozenset(
    """
    afr aze bos cat ceb chi_sim chi_tra ces cos cym dan deu eng epo est eus fao fil fin fra fry gla gle glg hat hrv hun
    ind isl ita jav jpn lat lav lit ltz mlt mri msa nld nor oci pol por que ron slk slv spa sqi srp_latn sun swa swe ton
    tur uzb
    """.split()
)
_KINDS = ("det", "cls", "rec")


@dataclass(frozen=True, slots=True)
class Rapid:
    """The models that come with the package, and the languages that are asked of them, as tesseract names them."""

    languages: str

    @property
    def how(self) -> str:
        """What it is, for people."""
        return f"rapidocr, {self.languages}"

    def words(self, picture: bytes) -> tuple[Sequence[Word], int] | None:
        """Return the words on a PGM picture, with boxes in pixels, and 0: no page is turned; None where it fails."""
        home = Path(__file__).resolve().parent.parent.parent.parent
        command = [sys.executable, "-I", "-B", "-X", "utf8", "-c", _PROGRAM, str(home), *models().values()]
        try:
            ran = subprocess.run(  # noqa: S603
                command, input=picture, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=_SECONDS,
                check=True, env={"OMP_NUM_THREADS": "1", "ORT_DISABLE_TELEMETRY": "1"}, cwd="/",
            )  # fmt: skip
            return [Word(*word) for word in json.loads(ran.stdout)], 0
        except (OSError, subprocess.SubprocessError, ValueError, TypeError):
            return None


def missing(languages: str) -> str:
    """Return what a person does to have words in some languages recognised; "" where it reads all of them."""
    unknown = [each for each in languages.split("+") if each not in LANGUAGES]
    if not unknown:
        return ""
    packages = " ".join(f"tesseract-ocr-{each.lower().replace('_', '-')}" for each in unknown)
    return (
        f"rapidocr does not read {', '.join(unknown)}; install tesseract with 'apt-get install {packages}' or"
        " 'brew install tesseract-lang', then index again"
    )


def installed() -> bool:
    """Tell whether the package is installed, with its models in it."""
    return bool(models())


@lru_cache(1)
def models() -> Mapping[str, str]:
    """Return the paths of the models that find lines, turn and read them: "det", "cls", "rec".

    Nothing where the package is not installed, or came without one of them: none is ever fetched.
    """
    found = importlib.util.find_spec("rapidocr")
    if found is None or found.origin is None:
        return {}
    folder = Path(found.origin).parent / "models"
    paths = {kind: next(iter(sorted(folder.glob(f"*_{kind}_*.onnx"))), None) for kind in _KINDS}
    return {kind: str(path) for kind, path in paths.items() if path} if all(paths.values()) else {}
