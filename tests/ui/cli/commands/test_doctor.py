from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

from tests.harness.model_server import KEY, Script, model_server
from tests.harness.processes import citeseed
from tests.libraries import flip

if TYPE_CHECKING:
    from pathlib import Path

PARTS = [
    "program", "packages", "processor", "parsing", "scans", "embedder", "reading model", "language model", "library",
]  # fmt: skip


def examined(folder: Path, *flags: str, code: int = 0, **more: str) -> dict[str, Any]:
    """Return what was found of each part, by name."""
    done = citeseed("doctor", "--json", *flags, cwd=folder, **more)
    assert done.returncode == code, done.stdout
    record = json.loads(done.stdout)
    assert record["ok"] == (code == 0)
    assert [each["name"] for each in record["findings"]] == PARTS
    return {each["name"]: each for each in record["findings"]}


def test_a_machine_where_all_is_well_is_called_ill(seeds_library: Path) -> None:
    found = examined(seeds_library.parent, "--index", str(seeds_library))
    assert {each["state"] for each in found.values()} <= {"ok", "note"}
    assert "1 document, generation 1, intact" in found["library"]["text"]
    assert "384 dimensions" in found["embedder"]["text"]
    assert "citeseed-reader" in found["reading model"]["text"]
    assert "documents are embedded in" in found["processor"]["text"]
    said = citeseed("doctor", "--index", str(seeds_library), cwd=seeds_library.parent)
    assert (said.returncode, said.stderr) == (0, "")
    assert [line.split(":")[0].split(maxsplit=1)[1] for line in said.stdout.splitlines()] == PARTS


def test_one_part_that_is_broken_hides_the_others(seeds_library: Path, tmp_path: Path) -> None:
    shutil.copytree(seeds_library, tmp_path / "library")
    flip(next((tmp_path / "library").glob("generations/*/catalog.sqlite")), 5000)
    flags = ("--index", "library", "--reading-model", "no-such-model", "--ocr-languages", "eng+xyz")
    found = examined(tmp_path, *flags, code=1)
    assert found["library"]["state"] == "wrong"
    assert found["reading model"]["state"] == "wrong"
    assert "no-such-model" in found["reading model"]["text"]
    assert found["scans"]["state"] == "note"
    assert "apt-get install tesseract-ocr" in found["scans"]["text"]
    assert found["embedder"]["state"] == "ok"


def test_a_language_model_is_not_asked(tmp_path: Path) -> None:
    script = Script(["Y", "es"])
    with model_server(script) as url:
        flags = ("--reader", "generative", "--language-model", "small", "--language-model-url", url)
        found = examined(tmp_path, *flags, CITESEED_LANGUAGE_MODEL_KEY=KEY)
        assert found["language model"] == {"name": "language model", "state": "ok", "text": f"small at {url} answers"}
        assert found["library"]["state"] == "note"
        script.status = 401
        refused = examined(tmp_path, *flags, code=1, CITESEED_LANGUAGE_MODEL_KEY=KEY)["language model"]
    assert refused["state"] == "wrong"
    assert KEY not in refused["text"]
