"""The packages as a whole: what their import loads, what they export, which way imports point."""

from __future__ import annotations

import ast
import importlib
import importlib.metadata
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.processes import ROOT, environment

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def test_whatever_is_imported_is_declared() -> None:
    project, distributions = _project()["project"], importlib.metadata.packages_distributions()
    extras = project["optional-dependencies"]
    lines = [*project["dependencies"], *extras["eval"], *extras["mcp"]]
    declared = {_normalised(re.split(r"[<>=]", line)[0]) for line in lines}
    # "_typeshed" is part of every type checker, and never imported when the program runs.
    own = {*sys.stdlib_module_names, *PACKAGES, "_typeshed"}
    borrowed = {name for file in _files() for name in _imported(file)} - own
    assert {name for name in borrowed if not declared & set(map(_normalised, distributions[name]))} == set()


def _project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _files() -> list[Path]:
    return [file for package in PACKAGES for file in (ROOT / package).rglob("*.py")]


def _imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def _normalised(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()
