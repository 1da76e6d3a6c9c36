"""The wheel contains all files, and requires all that it imports."""

from __future__ import annotations

import asyncio
import importlib.metadata
import json
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from mcp import StdioServerParameters
from mcp.client import Client
from mcp.client.stdio import stdio_client
from packaging.requirements import Requirement

from tests.harness.processes import GOLDEN, ROOT, SEEDS, environment

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = ("index", "rag", "ui", "pyproject.toml", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a wheel that was built of the files of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in SOURCE:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, source / name)
    run(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        str(folder),
        str(source),
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the command ``citeseed`` of an environment that has the wheel and what its metadata asks for, only."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel))
    (packages,) = folder.glob("lib/python3.*/site-packages")
    asked = importlib.metadata.Distribution.at(next(packages.glob("citeseed-*.dist-info"))).requires or []
    for path in {path for name in needed(asked) for path in top_level(name)}:
        if not (packages / path.name).exists():
            (packages / path.name).symlink_to(path)
    return folder / "bin" / "citeseed"


def needed(requirements: list[str]) -> set[str]:
    """Return the names of the distributions that must be there, those that are asked for by others included."""
    names: set[str] = set()
    # Extras matter for what is asked for further down alone: an extra of the wheel itself is not installed.
    waiting = [(requirement, "") for requirement in requirements]
    while waiting:
        text, extra = waiting.pop()
        requirement = Requirement(text)
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        for wanted in ({""} if name not in names else set()) | requirement.extras:
            waiting += [(further, wanted) for further in importlib.metadata.requires(name) or []]
        names.add(name)
    return names


def top_level(name: str) -> Iterator[Path]:
    """Yield the files and folders of a distribution that lie directly in the folder of packages."""
    distribution = importlib.metadata.distribution(name)
    for first in {file.parts[0] for file in distribution.files or ()} - {"..", "__pycache__"}:
        yield Path(str(distribution.locate_file(first)))


def run(*command: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment(PYTHONPATH="", PYTHONSAFEPATH="1"),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    return done


@pytest.mark.slow
def test_a_file_of_a_package_is_not_shipped(wheel: Path) -> None:
    files = {
        file.relative_to(ROOT).as_posix() for name in SOURCE for file in (ROOT / name).rglob("*") if file.is_file()
    }
    assert {file for file in files if "__pycache__" not in file} <= set(zipfile.ZipFile(wheel).namelist())


@pytest.mark.slow
@pytest.mark.timeout(900)  # it builds the wheel, and indexes
def test_the_wheel_answers_without_the_checkout(installed: Path, tmp_path: Path) -> None:
    shutil.copytree(SEEDS, tmp_path / "seeds")
    run(str(installed), "index", cwd=tmp_path)
    answer = json.loads(run(str(installed), "ask", GOLDEN, "--json", cwd=tmp_path).stdout)
    assert answer["answered"]
    text = run(str(installed), "show", answer["citations"][0]["source"], cwd=tmp_path).stdout
    assert all(text[each["start"] : each["end"]] == each["quote"] for each in answer["citations"])
    assert asyncio.run(told(installed, tmp_path))["text"] == answer["text"]


async def told(command: Path, folder: Path) -> Any:
    """Return what an assistant is answered that starts a command in a folder, as `uvx citeseed mcp` starts it."""
    variables = environment(PYTHONPATH="", PYTHONSAFEPATH="1")
    server = StdioServerParameters(command=str(command), args=["mcp"], env=variables, cwd=folder)
    async with Client(stdio_client(server)) as client:
        return (await client.call_tool("ask", {"question": GOLDEN})).structured_content


@pytest.mark.slow
def test_evaluation_names_the_extra_that_it_lacks(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "data.json").write_text("{}")
    done = subprocess.run(
        [installed, "eval", "data.json"],
        cwd=tmp_path,
        env=environment(PYTHONPATH=""),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "citeseed[eval]" in done.stderr


@pytest.mark.slow
def test_type_checkers_find_the_types_of_every_package(installed: Path) -> None:
    (packages,) = installed.parent.parent.glob("lib/python3.*/site-packages")
    assert all((packages / name / "py.typed").is_file() for name in ("index", "rag", "ui"))
