"""Try each part of citeseed on this machine, and say in a line each whether it works."""

from __future__ import annotations

import platform
import shutil
from contextlib import closing
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

from index import LibraryError, NoLibrary, diagnosis
from index.factory import examination_of, library_of
from rag.errors import RagError
from rag.models import open_language_model, open_reading_model
from rag.protocols import Message
from rag.settings import GENERATIVE
from ui.cli.memory import shortage
from ui.text.layout import count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rag.settings import Settings
    from ui.formats.records.reports import DiagnosisRecord

OK, NOTE, WRONG = "ok", "note", "wrong"
# Bytes below which a library soon has no room.
_SMALL = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of a part.

    Parameters
    ----------
    name
        Of the part.
    state
        ``OK``; ``NOTE`` where something is missing that citeseed can do without; ``WRONG``.
    text
        What it is, or what is wrong and what to do.
    """

    name: str
    state: str
    text: str


def findings(settings: Settings) -> Iterator[Finding]:
    """Yield what is found, part by part. No part ends the others."""
    for name, look in _PARTS.items():
        try:
            state, text = look(settings)
        except (LibraryError, RagError) as error:
            state, text = WRONG, str(error)
        except Exception as error:  # noqa: BLE001 (whatever a broken installation raises is what is looked for)
            state, text = WRONG, f"{type(error).__name__}: {error}"
        yield Finding(name, state, text)


def record(found: Sequence[Finding]) -> DiagnosisRecord:
    """Return what was found as an object. ``ok`` is true when nothing is wrong."""
    return {
        "ok": all(each.state != WRONG for each in found),
        "findings": [{"name": each.name, "state": each.state, "text": each.text} for each in found],
    }


def _program(_: Settings) -> tuple[str, str]:
    try:
        version = metadata.version("citeseed")
    except metadata.PackageNotFoundError:
        return NOTE, f"citeseed is not installed, and runs from its folder; Python {platform.python_version()}"
    return OK, f"citeseed {version}, Python {platform.python_version()}, {platform.system()} {platform.release()}"


def _packages(_: Settings) -> tuple[str, str]:
    """Compare the installed packages with what citeseed asks for."""
    from packaging.requirements import Requirement  # noqa: PLC0415

    try:
        wanted = [Requirement(each) for each in metadata.requires("citeseed") or ()]
    except metadata.PackageNotFoundError:
        return NOTE, "which packages are needed is only known where citeseed is installed"
    wanted = [each for each in wanted if each.marker is None or each.marker.evaluate({"extra": ""})]
    wrong = []
    for each in wanted:
        try:
            version = metadata.version(each.name)
        except metadata.PackageNotFoundError:
            wrong.append(f"{each.name} is missing")
            continue
        if not each.specifier.contains(version, prereleases=True):
            wrong.append(f"{each.name} is {version}, not {each.specifier}")
    if wrong:
        return WRONG, f"{'; '.join(wrong)}. Install citeseed anew."
    return OK, f"{len(wanted)} packages, all of the versions that citeseed asks for"


def _processor(_: Settings) -> tuple[str, str]:
    kind = "bfloat16" if diagnosis.half_precision() else "float32"
    told = f"{diagnosis.processor()}; documents are embedded in {kind}"
    short = shortage("chat")
    return (NOTE, f"{told}. {short}") if short else (OK, told)


def _parsing(_: Settings) -> tuple[str, str]:
    is_confined, told = diagnosis.parsing()
    return OK if is_confined else NOTE, told


def _scans(settings: Settings) -> tuple[str, str]:
    is_able, told = diagnosis.recognition(settings.ocr_languages)
    return (OK, told) if is_able else (NOTE, f"scans and pictures are not read: {told}")


def _embedder(settings: Settings) -> tuple[str, str]:
    with closing(library_of(settings)) as library:
        return OK, diagnosis.numbers(library)


def _reader(settings: Settings) -> tuple[str, str]:
    model = open_reading_model(settings.reading_model)
    (reading,) = model.read("What does it read?", ["It reads this."])
    del reading
    return OK, f"{model.name} ({settings.reading_model}) reads passages"


def _writer(settings: Settings) -> tuple[str, str]:
    if settings.reader != GENERATIVE:
        return OK, "no language model: answers are the documents' own sentences"
    model = open_language_model(settings)
    try:
        said = "".join(model.write([Message("user", "Say yes.")], 8)).strip()
    finally:
        model.close()
    where = f"{settings.language_model} at {settings.language_model_url}"
    return (OK, f"{where} answers") if said else (WRONG, f"{where} answers nothing; look at its server's log")


def _library(settings: Settings) -> tuple[str, str]:
    try:
        with closing(library_of(settings)) as library:
            snapshot = library.open()
            told = f"{library.name}: {count(snapshot.count(), 'document')}, generation {snapshot.generation}"
            if snapshot.warnings:
                return WRONG, f"{told}. {' '.join(snapshot.warnings)}"
    except NoLibrary as error:
        return NOTE, str(error)
    found = examination_of(settings)
    if found.problems:
        damage = "; ".join(f"{each.file}: {each.reason}" for each in found.problems)
        return WRONG, f"{told}; damaged: {damage}. Run: {found.repair}"
    if not settings.library and (free := shutil.disk_usage(settings.index).free) < _SMALL:
        return NOTE, f"{told}, intact; only {free // 1_000_000:,} MB are free on its disk"
    return OK, f"{told}, intact"


_PARTS: dict[str, Callable[[Settings], tuple[str, str]]] = {
    "program": _program,
    "packages": _packages,
    "processor": _processor,
    "parsing": _parsing,
    "scans": _scans,
    "embedder": _embedder,
    "reading model": _reader,
    "language model": _writer,
    "library": _library,
}
