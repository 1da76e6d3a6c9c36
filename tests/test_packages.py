"""The packages as a whole: what their import loads and what they export."""

from __future__ import annotations

import importlib
import importlib.metadata
import subprocess
import sys

import pytest

from tests.processes import environment

PACKAGES = ("index", "rag", "ui")
HEAVY = (
    "torch", "transformers", "sentence_transformers", "faiss", "bm25s", "onnxruntime", "trafilatura", "lxml", "asyncio",
)  # fmt: skip
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
