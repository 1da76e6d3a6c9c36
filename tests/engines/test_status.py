"""What is said of an engine: who reads and writes, and how far readers are behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.engines.harness.libraries import model_library, put
from tests.engines.harness.tables_model import Store
from ui.cli.output.console import Screen
from ui.cli.output.terminal import status_text
from ui.formats.json import status_record

if TYPE_CHECKING:
    from pathlib import Path


def test_readers_that_are_behind_and_a_writer_are_counted_and_said(tmp_path: Path) -> None:
    store = Store()
    writer, early, late = (model_library(tmp_path / name, store) for name in ("writer", "early", "late"))
    put(writer, ships="Storms sink ships.")
    early.open()
    assert (writer.status().engine.readers, writer.status().engine.lag) == (1, 0)  # type: ignore[union-attr]
    for text in ("Bread.", "Salt.", "Water."):
        put(writer, bread=text)
        late.open()
    with writer.update():
        told = status_text(writer.status(), Screen(width=None, color=False))
        assert "Engine:   model 1\n" in told
        assert "Readers:  4, up to 3 generations behind; generations from 1 on are kept\n" in told
        assert "Writing:  somebody is writing generation 5\n" in told
    early.close()
    engine = status_record(writer.status())["engine"]
    assert engine == {"version": "model 1", "writing": None, "readers": 3, "lag": 2, "oldest": 1, "unfinished": []}
    late.close()
    assert writer.status().engine.lag == 2  # type: ignore[union-attr]  # the older pins end by themselves
