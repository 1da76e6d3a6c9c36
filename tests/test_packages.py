"""What holds of the packages as a whole: what importing them loads, what they export, which way imports point."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import ROOT, environment

HEAVY = (
    "torch", "transformers", "sentence_transformers", "faiss", "bm25s", "onnxruntime", "trafilatura", "lxml", "asyncio",
)  # fmt: skip
BROWSER = ("gradio", "fastapi", "uvicorn", "rich")


@pytest.mark.parametrize("packages", ["rag, index", "ui.cli, ui.arguments, ui.commands"])
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


@pytest.mark.parametrize("name", ["index", "rag"])
def test_exported_names_are_sorted_in_their_groups(name: str) -> None:
    source = (ROOT / name / "__init__.py").read_text(encoding="utf-8")
    listing = re.search(r"^__all__ = \[(.*?)^\]", source, re.MULTILINE | re.DOTALL)
    assert listing is not None
    for group in re.split(r"^\s*#.*$", listing[1].partition("\n")[2], flags=re.MULTILINE):
        names = re.findall(r'"(\w+)"', group)
        # Types first, then functions: the order that ruff sorts to.
        assert names == sorted(names, key=lambda each: (each[0].islower(), each)), group


def test_imports_point_down_and_each_library_is_met_in_one_place() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run(
        [command, "--no-cache"], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True,
        encoding="utf-8", check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("package", ["index", "rag", "ui"])
def test_every_folder_of_code_is_shipped(package: str) -> None:
    import tomllib

    shipped = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"]
    folders = {file.parent.relative_to(ROOT).as_posix().replace("/", ".") for file in (ROOT / package).rglob("*.py")}
    assert folders <= set(shipped)
