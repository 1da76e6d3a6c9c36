"""The packages as a whole: what their import loads and what they export."""

from __future__ import annotations

import importlib
import importlib.metadata
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.harness.processes import environment

if TYPE_CHECKING:
    from pathlib import Path

PACKAGES = ("index", "rag", "ui")
HEAVY = (
    "torch", "transformers", "sentence_transformers", "faiss", "bm25s", "onnxruntime", "trafilatura", "lxml", "asyncio",
)  # fmt: skip
ENGINES = ("grpc", "pymilvus", "fsspec.implementations", "ray")
BROWSER = ("gradio", "fastapi", "uvicorn", "rich")


@pytest.mark.parametrize("packages", ["rag, index", "ui.cli.main, ui.cli.parser, ui.cli.commands"])
def test_importing_loads_nothing_heavy(packages: str) -> None:
    code = f"import sys, {packages}; print(*sorted(set({HEAVY + BROWSER!r}) & set(sys.modules)))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, encoding="utf-8", check=True
    )
    assert loaded.stdout.split() == []


@pytest.mark.parametrize("name", ["index", "rag"])
def test_every_exported_name_exists_and_is_exported_once(name: str) -> None:
    package = importlib.import_module(name)
    names = package.__all__
    assert len(names) == len(set(names))
    assert all(hasattr(package, each) for each in names)


def test_a_question_to_a_local_library_loads_no_engine(seeds_library: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from ui.cli.main import main"
        "; code = main(['ask', 'why is the plan risky?', '--index', sys.argv[1]])"
        f"; print(code, *sorted(set({ENGINES!r}) & set(sys.modules)), file=sys.stderr)"
    )
    asked = subprocess.run(
        [sys.executable, "-c", code, str(seeds_library)],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert asked.stderr.split() == ["0"]
