"""The documentation shows what the program does."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest

from rag import Reason
from rag.settings import Settings
from rag.types import ReplyKind
from tests import printed
from tests.harness.processes import ROOT
from ui.settings import ServerSettings

if TYPE_CHECKING:
    from pathlib import Path

ROW = re.compile(r"^\| `(\w+)` \| (.*?) \|", re.MULTILINE)
# Another processor multiplies otherwise: the second digit of a score may differ.
SCORE = re.compile(r"(?<=\()0\.\d\d(?=\))|(?<=score )0\.\d\d")
# And another machine takes another time.
TIME = re.compile(r"(?<=: about )\d+(?= s\.)")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("printed")
    printed.library(made)
    return made


def test_the_readme_shows_other_output_than_the_program(seeds_library: Path, tmp_path: Path) -> None:
    shutil.copytree(seeds_library, tmp_path / ".citeseed")
    compare("README.md", tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("page", [page for page in printed.PAGES if page != "README.md"])
def test_a_page_shows_other_output_than_the_program(page: str, folder: Path) -> None:
    compare(page, folder)


def compare(page: str, folder: Path) -> None:
    for block in printed.blocks(page):
        now = block.printed(folder)
        told, text = (SCORE.sub("0.00", TIME.sub("0", each)) for each in (now, block.text))
        assert told == text, f"{page} is old: run python -m tests.printed"
        for before, after in zip(SCORE.findall(block.text), SCORE.findall(now), strict=True):
            assert abs(float(before) - float(after)) < 0.05


def test_a_setting_is_undocumented_or_its_default_is_wrong() -> None:
    page = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    documented = {name: default.strip("`") for name, default in ROW.findall(page)}
    known = {each.name: str(each.default) for kind in (Settings, ServerSettings) for each in fields(kind)}
    known = {name: default.removesuffix(".0") or "none" for name, default in known.items()}
    assert documented == known | {"language_model_key": "none", "library_token": "none"}


@pytest.mark.slow
def test_a_field_of_the_json_is_undocumented(folder: Path) -> None:
    page = (ROOT / "docs/interfaces.md").read_text(encoding="utf-8")
    shown = printed.JSON.findall(page)
    assert shown
    for arguments, text in shown:
        assert keys(json.loads(text)) == keys(printed.record(arguments, folder)), "run python -m tests.printed"


def test_a_reason_or_a_kind_is_undocumented() -> None:
    page = (ROOT / "docs/interfaces.md").read_text(encoding="utf-8")
    assert all(f"`{each.value}`" in page for each in ReplyKind)
    told = set(re.findall(r"^\| `(?:[A-Z_]+|unsure)` \|", page, re.MULTILINE))
    assert {f"| `{each.value}` |" for each in Reason} == told


def keys(value: Any) -> Any:
    """Return the names in a JSON value, of a list those in its first item."""
    if isinstance(value, dict):
        return {name: keys(each) for name, each in value.items()}
    return keys(value[0]) if isinstance(value, list) and value else None


def test_the_readme_claims_a_figure_that_no_command_printed() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    claimed = set(re.findall(r"\b0\.\d{3}\b", text.partition("## How good it is")[2]))
    pages = "".join((ROOT / f"docs/{name}.md").read_text(encoding="utf-8") for name in ("evaluation", "performance"))
    assert claimed
    assert claimed <= set(re.findall(r"\b0\.\d{3}\b", pages))


def test_a_sub_package_is_missing_in_the_architecture() -> None:
    table = re.findall(r"^\| (`.+?`) \|", (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"), re.MULTILINE)
    rows = {name for row in table for name in re.findall(r"`([\w/]+)`", row)}
    folders = {file.parent for name in ("index", "rag", "ui") for file in (ROOT / name).glob("*/**/__init__.py")}
    # The formats that need several files have folders of their own among the loaders.
    assert rows == {each.relative_to(ROOT).as_posix() for each in folders if "loaders" not in each.parent.parts}


def test_a_file_that_a_page_names_is_gone() -> None:
    pages = [ROOT / "README.md", ROOT / "ARCHITECTURE.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]
    named = {
        (page.name, path)
        for page in pages
        for path in re.findall(
            r"`((?:index|rag|ui|tests|bench|training|docs)/[\w./]+)`", page.read_text(encoding="utf-8")
        )
    }
    assert {(page, path) for page, path in named if not (ROOT / path).exists()} == set()
