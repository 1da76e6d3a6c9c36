"""What commands print with ``--json`` is what docs/schemas/ says, field by field."""

from __future__ import annotations

import argparse
import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from index import Skipped, SyncReport
from tests.harness.processes import GOLDEN, ROOT, citeseed
from tests.ui import outcomes
from ui.api.json_schemas import schemas
from ui.chat.models import Exchange
from ui.cli.commands import COMMANDS
from ui.formats.json import change_record, judged_record, outcome_record

if TYPE_CHECKING:
    from pathlib import Path

PUBLISHED = ROOT / "docs" / "schemas"


def closed(schema: Any) -> Any:
    """Return a schema that admits no field that it does not name."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    same = {name: closed(each) for name, each in schema.items()}
    return same | {"additionalProperties": False} if "properties" in schema else same


def holds(name: str, record: Any) -> None:
    schema = closed(schemas()[name])
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(record)


def test_the_published_schemas_are_old() -> None:
    published = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in PUBLISHED.glob("*.json")}
    assert published == schemas(), "run python -m tests.printed"


def test_a_command_that_prints_json_has_no_schema() -> None:
    def prints_json(name: str) -> bool:
        parser = argparse.ArgumentParser()
        COMMANDS[name].add_flags(parser)
        return "--json" in parser.format_help()

    assert {name for name in COMMANDS if prints_json(name)} == {*schemas()} - {"index-watch"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, seeds_library: Path) -> Path:
    made = tmp_path_factory.mktemp("schemas")
    shutil.copytree(seeds_library, made / ".citeseed")
    (made / "owls.md").write_text("# Owls\n\nOwls see in the dark.")
    (made / "odd.xyz").write_text("?")
    (made / "claims.txt").write_text("Microsoft ended leases. Owls are red.")
    return made


@pytest.mark.parametrize(
    ("name", "arguments", "code"),
    [
        ("ask", [GOLDEN], 0),
        ("ask", ["What is the capital of Mongolia?"], 0),
        ("search", [GOLDEN, "-k", "2"], 0),
        ("check", ["claims.txt"], 3),
        ("table", ["author", "What can owls see?"], 0),
        ("add", ["owls.md", "odd.xyz"], 3),
        ("index", [], 0),
        ("status", [], 0),
        ("verify", [], 0),
        ("feedback", [], 0),
        ("doctor", [], 0),
    ],
)
def test_a_command_prints_what_its_schema_does_not_say(
    name: str, arguments: list[str], code: int, folder: Path
) -> None:
    done = citeseed(name, *arguments, "--json", cwd=folder)
    assert done.returncode == code, done.stderr
    holds(name, json.loads(done.stdout))


def test_a_damaged_library_is_told_in_another_shape(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder / ".citeseed", tmp_path / ".citeseed")
    next((tmp_path / ".citeseed").glob("generations/*/catalog.sqlite")).unlink()
    done = citeseed("verify", "--json", cwd=tmp_path)
    assert done.returncode == 4
    holds("verify", json.loads(done.stdout))


@pytest.mark.parametrize("outcome", [outcomes.answer(), outcomes.refusal(), outcomes.computed()])
def test_an_outcome_has_another_shape(outcome: Any) -> None:
    holds("ask", outcome_record("why?", outcome))
    holds("feedback", judged_record([Exchange("k", "why?", 1.0, outcome, thumb="up", reason="right")]))


def test_a_change_has_another_shape() -> None:
    report = SyncReport(1, 0, 0, 0, (Skipped("b", "why"),), copies={"c": "a"}, sources={"a": "added"})
    holds("index-watch", change_record(report))
