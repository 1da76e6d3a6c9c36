"""The factory of ``rag``: the only place that names its concrete classes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from index.factory import library_of
from index.library_address import is_address
from rag import settings as configuration
from rag.assistant import Assistant
from rag.extraction.cell_store import CellStore
from rag.generation.extractive import ExtractiveReader
from rag.models import open_claim_judge, open_language_model, open_reading_model
from rag.settings import GENERATIVE
from rag.verification.joint_judge import JointJudge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index import Library
    from rag.protocols import ClaimJudge, LanguageModel, Reader, ReadingModel
    from rag.settings import Settings

# In the folder of the library; it may be deleted.
CELLS = "cells.sqlite"


def open_assistant(path: str | Path | None = None, *, settings: Settings | None = None) -> Assistant:
    """Open an assistant over a library.

    Nothing heavy is loaded before the first question.

    Parameters
    ----------
    path
        Folder or address of the library; the settings' own when None.
    settings
        Gathered from the environment and ``citeseed.toml`` when None.

    Raises
    ------
    SettingsError
        When a setting is unknown or impossible.
    """
    chosen = settings or configuration.load()
    if path is not None:
        chosen = _at(path, chosen)
    return open_assistants([chosen.library or chosen.index], chosen)[0]


def open_assistants(places: Sequence[str | Path], settings: Settings) -> list[Assistant]:
    """Open an assistant over the library at each place; they share the models that read."""
    model, judge = open_reading_model(settings.reading_model), JointJudge(open_claim_judge())

    def opened(chosen: Settings) -> Assistant:
        language_model = open_language_model(chosen) if chosen.reader == GENERATIVE else None
        cells = CellStore(chosen.home / CELLS)
        return assemble(library_of(chosen), model, chosen, language_model, judge=judge, cells=cells)

    return [opened(_at(place, settings)) for place in places]


def _at(place: str | Path, settings: Settings) -> Settings:
    """Return the settings for a library in a folder, or at an address."""
    at = str(place)
    return replace(settings, library=at) if is_address(at) else replace(settings, index=Path(place), library="")


def assemble(
    library: Library,
    model: ReadingModel,
    settings: Settings,
    language_model: LanguageModel | None = None,
    *,
    judge: ClaimJudge | None = None,
    cells: CellStore | None = None,
) -> Assistant:
    """Make an assistant from a library, the caller's models, and where cells of tables are kept; None for memory.

    Without a ``judge`` rules judge the claims of texts that are checked.
    """
    writers: list[Reader] = []
    if language_model:
        from rag.generation.llm import GenerativeReader  # noqa: PLC0415 (most have no language model)

        writers.append(GenerativeReader(language_model))
    plain = ExtractiveReader()
    return Assistant(
        library, model, plain, settings, writers=writers, language_model=language_model, judge=judge, cells=cells
    )
